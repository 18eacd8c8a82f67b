//! Files going out: always as downloads under their own name, never run or shown as pages of ours.
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::headers;

/// The media type of text documents.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The media type of workbooks.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Percent-encodes a name for `filename*` (RFC 5987).
fn encoded(name: &str) -> String {
    use std::fmt::Write as _;
    name.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

fn answer(disposition: String, media: &str, data: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, data).into_response()
}

/// A file to keep.
pub(crate) fn download(name: &str, media: &str, data: Vec<u8>) -> Response {
    answer(format!("attachment; filename*=UTF-8''{}", encoded(name)), media, data)
}

/// Pages of ours to look at in the browser.
pub(crate) fn shown(name: &str, media: &str, data: Vec<u8>) -> Response {
    let mut response = answer(format!("inline; filename*=UTF-8''{}", encoded(name)), media, data);
    // The page with the preview is ours, and may hold it in a frame.
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(headers::CSP_FRAMED));
    response
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_keep_their_accents_and_break_nothing() {
        assert_eq!(super::encoded("Báo cáo\".docx"), "B%C3%A1o%20c%C3%A1o%22.docx");
    }
}
