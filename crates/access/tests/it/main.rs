//! The room's contract on every available engine: coming in, staying in, and what one may.
mod credentials;
mod fixture;
mod matrix;
mod oidc;
mod provider;
mod sessions;
mod sign_in;
mod tokens;
mod vault;
