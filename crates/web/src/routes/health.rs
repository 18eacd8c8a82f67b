//! For machines that look after us: liveness, readiness, metrics; and the embedded assets.
use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    extract::{ConnectInfo, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use kernel::Fault;
use serde_json::json;

use crate::{
    app::App,
    assets,
    errors::Failure,
    openapi,
    registry::{Case, Face, Route, route},
};

pub(crate) fn routes() -> Vec<Route> {
    let plain = [
        route!(GET "/assets/{*name}" Case::Public => assets::get),
        route!(GET "/health/live" Case::Public => live),
        route!(GET "/health/ready" Case::Public => ready),
        route!(GET "/metrics" Case::Public => metrics),
        route!(GET "/api/openapi.json" Case::Public => openapi::get),
    ];
    plain.into_iter().map(|r| r.face(Face::Plain)).collect()
}

/// The process answers.
async fn live() -> Json<serde_json::Value> {
    Json(json!({ "live": true }))
}

/// The store answers too.
async fn ready(State(app): State<Arc<App>>) -> Result<Json<serde_json::Value>, Failure> {
    let head = app.store.head().await?;
    // The number above may be a fraction of a second old; this asks the store itself.
    drop(app.store.read().await?);
    Ok(Json(json!({ "ready": true, "events": head })))
}

/// Prometheus text: for this machine and its own network only, unless the settings open it.
async fn metrics(State(app): State<Arc<App>>, request: Request) -> Result<Response, Failure> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let near = peer.is_some_and(|ip| ip.is_loopback());
    let proxied = request.headers().contains_key("x-forwarded-for");
    if !app.config.open_metrics && (!near || proxied) {
        return Err(Fault::not_found("web-no-page").into());
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], (app.metrics)()).into_response())
}
