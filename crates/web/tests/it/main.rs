//! The pages and the API over HTTP, on a tiny province in a fresh store.
mod access_walk;
mod api;
mod chase;
mod client;
mod daily;
mod flows;
mod notices;
mod pages;
/// The single sign-on of `access`'s own tests.
#[path = "../../../access/tests/it/provider.rs"]
#[allow(dead_code, reason = "these tests need less of it")]
mod provider;
mod province;
mod rooms;
mod sessions;
mod sso;
mod twice;
