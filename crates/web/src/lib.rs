//! Pages and JSON: parse, authenticate, call one operation, render. One route module a room; every
//! route stands in one table with its authorisation case.
mod api;
pub mod app;
mod assets;
mod csrf;
mod days;
mod draw;
mod errors;
mod extract;
mod files;
mod geo;
mod guard;
mod headers;
mod kept;
mod lang;
mod names;
pub mod openapi;
mod pages;
pub mod registry;
mod resend;
mod routes;
mod session;
mod upload;
pub mod url;
mod views;

use std::sync::Arc;

pub use app::{App, Kept, Press, SSO_CALLBACK, WebConfig};
use axum::{Router, extract::DefaultBodyLimit, middleware};
pub use routes::reports;
use tower_http::compression::{
    CompressionLayer, CompressionLevel,
    predicate::{NotForContentType, Predicate, SizeAbove},
};

/// Everything that is served, ready to be given to `axum::serve`.
pub fn router(app: Arc<App>) -> Router {
    // Brotli's usual 4 took a third of a page's time; 2 takes a tenth for a few KB more.
    // Files and assets come packed already; what is small gains nothing.
    let worth = SizeAbove::new(860)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd"))
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("font/"));
    registry::build(&app)
        // Forms are limited by the guard, uploads by their reader: both say so in words.
        .layer(DefaultBodyLimit::disable())
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(2)).compress_when(worth))
        .layer(middleware::from_fn_with_state(app, headers::add))
}
