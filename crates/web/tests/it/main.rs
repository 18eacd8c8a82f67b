//! The pages and the API over HTTP, on a tiny province in a fresh store.
mod access_walk;
mod api;
mod client;
mod daily;
mod flows;
mod pages;
mod province;
mod sessions;
mod twice;
