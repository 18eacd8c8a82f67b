//! Against requests that another site makes in a signed-in person's browser: the browser's own word
//! on where a request comes from, and a token that only our pages know.
use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Fault, Result};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The session's token: an HMAC under the session's secret, so that it needs no storage and no key
/// of its own, and dies with the session.
pub(crate) fn token(secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(b"bazan form token");
    hex::encode(mac.finalize().into_bytes())
}

/// Is that the token? Takes the same time whatever differs.
pub(crate) fn fits(expected: &str, given: &str) -> bool {
    bool::from(expected.as_bytes().ct_eq(given.as_bytes())) && !expected.is_empty()
}

fn refused() -> Fault {
    Fault::forbidden("web-csrf")
}

/// Refuses what the browser says comes from another site. Programs say nothing; the token or the
/// bearer's secret is asked of them anyway.
pub(crate) fn check_origin(headers: &HeaderMap, base_url: &str) -> Result<()> {
    let told = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = told("sec-fetch-site") {
        return if matches!(site, "same-origin" | "none") { Ok(()) } else { Err(refused()) };
    }
    let Some(origin) = told(header::ORIGIN.as_str()) else { return Ok(()) };
    // The address people use may differ from the configured one in a test set-up or behind a
    // tunnel; the Host header is the browser's word as well.
    let own_host = told(header::HOST.as_str()).is_some_and(|host| {
        origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).is_some_and(|o| o == host)
    });
    if origin == base_url || own_host { Ok(()) } else { Err(refused()) }
}

/// What an urlencoded form says under a name: the token, or the form's key.
pub(crate) fn in_form(body: &[u8], wanted: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
    fields.into_iter().find(|(name, _)| name == wanted).map(|(_, value)| value)
}

/// Checks a token that a form or header gave.
pub(crate) fn check_token(expected: &str, given: Option<&str>) -> Result<()> {
    if given.is_some_and(|g| fits(expected, g)) { Ok(()) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_token_fits_only_its_session() {
        let (a, b) = (token("a"), token("b"));
        assert!(fits(&a, &a));
        assert!(!fits(&a, &b));
        assert!(!fits("", ""));
        assert_eq!(in_form(b"x=1&csrf=abc%2F", "csrf").as_deref(), Some("abc/"));
    }
    #[test]
    fn other_sites_are_refused() {
        let base = "https://bazan.example.vn";
        let with = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            check_origin(&headers, base).is_ok()
        };
        assert!(with("sec-fetch-site", "same-origin"));
        assert!(!with("sec-fetch-site", "cross-site"));
        assert!(!with("sec-fetch-site", "same-site"));
        assert!(with("origin", "https://bazan.example.vn"));
        assert!(!with("origin", "https://elsewhere.example"));
        assert!(!with("origin", "null"));
    }
}
