//! The files of `ui/dist`, embedded when the program was built, with hashes and packed forms.
use axum::{
    extract::{Path, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Fault;

use crate::errors::Failure;

/// One embedded file.
pub(crate) struct Asset {
    name: &'static str,
    hash: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

fn find(name: &str) -> Option<&'static Asset> {
    FILES.binary_search_by(|a| a.name.cmp(name)).ok().map(|i| &FILES[i])
}

/// The address of an asset: with its hash, so that it may be kept for ever.
pub(crate) fn url(name: &str) -> String {
    match find(name) {
        Some(asset) => format!("/assets/{name}?v={}", asset.hash),
        None => format!("/assets/{name}"),
    }
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The hash in the query, when the page asked for this very content.
#[derive(serde::Deserialize)]
pub(crate) struct Version {
    v: Option<String>,
}

/// `GET /assets/{*name}`
pub(crate) async fn get(
    Path(name): Path<String>,
    Query(version): Query<Version>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asset = find(&name).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let etag = format!("\"{}\"", asset.hash);
    let keep =
        if version.v.as_deref() == Some(asset.hash) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let told = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if told(header::IF_NONE_MATCH) == etag {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let takes = |word: &str| told(header::ACCEPT_ENCODING).split(',').any(|e| e.trim().starts_with(word));
    let (body, packed) = match (asset.br, asset.gz) {
        (Some(br), _) if takes("br") => (br, Some("br")),
        (_, Some(gz)) if takes("gzip") => (gz, Some("gzip")),
        _ => (asset.plain, None),
    };
    let mut response = (
        [(header::CONTENT_TYPE, media(&name)), (header::CACHE_CONTROL, keep), (header::VARY, "Accept-Encoding")],
        [(header::ETAG, etag)],
        body,
    )
        .into_response();
    if let Some(packed) = packed {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(packed));
    }
    Ok(response)
}
