//! Files coming in: read as they stream, stopped at the limit, and named by what they are rather
//! than by what they say they are.
use axum::extract::Multipart;
use kernel::{Fault, Result};

use crate::{app::App, csrf, session::Visitor};

/// A file as received.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// The name the sender gave it, without folders.
    pub(crate) name: String,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

/// A multipart form as received.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    fields: Vec<(String, String)>,
    /// Its files; those that were left empty are not among them.
    pub(crate) files: Vec<File>,
}
impl Upload {
    /// A field's text, or `""`.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// The only file, or what is missing.
    pub(crate) fn file(self) -> Result<File> {
        self.files.into_iter().next().ok_or_else(|| Fault::invalid("web-no-file").field("file"))
    }
}

fn broken(error: axum::extract::multipart::MultipartError) -> Fault {
    Fault::invalid("web-upload-broken").because(error)
}

/// Only the last part of a path, without marks that could mislead.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let fine: String = last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?')).collect();
    fine.chars().take(200).collect()
}

/// Reads the form. The session's token must stand before the first file, unless it came in the
/// header or a bearer token was shown.
pub(crate) async fn read(app: &App, visitor: &Visitor, checked: bool, mut parts: Multipart) -> Result<Upload> {
    let mut upload = Upload::default();
    let mut trusted = checked || visitor.by_token;
    let mut left = app.config.max_upload_bytes;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(plain_name);
        if name.is_some() && !trusted {
            return Err(Fault::forbidden("web-csrf"));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            left = left.checked_sub(chunk.len()).ok_or_else(|| {
                Fault::too_large("web-upload-too-large")
                    .arg("file", name.as_deref().unwrap_or_default())
                    .arg("limit", app.config.max_upload_bytes / 1_000_000)
                    .field("file")
            })?;
            bytes.extend_from_slice(&chunk);
        }
        match name {
            Some(name) if !name.is_empty() && !bytes.is_empty() => upload.files.push(File { name, bytes }),
            Some(_) => {}
            None => {
                let text = String::from_utf8(bytes).map_err(|e| Fault::invalid("web-upload-broken").because(e))?;
                if field == "csrf" {
                    csrf::check_token(&visitor.csrf, Some(&text))?;
                    trusted = true;
                }
                upload.fields.push((field, text));
            }
        }
    }
    if trusted { Ok(upload) } else { Err(Fault::forbidden("web-csrf")) }
}

/// What evidence may be, told by its first bytes.
const KNOWN: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
    (b"PK\x03\x04", "application/zip"),
];

/// The media type of a file given as evidence, by its content.
///
/// # Errors
/// `Unsupported` for anything that is none of these: programs, pages and scripts stay outside.
pub(crate) fn sniff_evidence(file: &File) -> Result<&'static str> {
    let bytes = &file.bytes;
    let refused = || Fault::unsupported("web-evidence-kind").arg("file", &file.name).field("file");
    match KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, media)| *media) {
        Some("image/webp") if bytes.get(8..12) != Some(b"WEBP") => Err(refused()),
        Some("application/zip") => office(bytes).ok_or_else(refused),
        Some(media) => Ok(media),
        None if is_text(bytes) => Ok("text/plain"),
        None => Err(refused()),
    }
}

/// Office files are archives; their parts' names stand in the clear.
fn office(bytes: &[u8]) -> Option<&'static str> {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|w| w == name);
    if !has(b"[Content_Types].xml") || has(b"vbaProject.bin") {
        return None;
    }
    if has(b"word/document.xml") {
        return Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    }
    if has(b"xl/workbook.xml") {
        return Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    }
    has(b"ppt/presentation.xml").then_some("application/vnd.openxmlformats-officedocument.presentationml.presentation")
}

/// Plain text, and no page dressed up as one.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let start = text.trim_start().to_ascii_lowercase();
    !text.contains('\0') && !["<", "#!", "mz"].iter().any(|mark| start.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn kind(name: &str, bytes: &[u8]) -> Option<&'static str> {
        sniff_evidence(&File { name: name.into(), bytes: bytes.to_vec() }).ok()
    }
    #[test]
    fn content_tells_not_the_name() {
        assert_eq!(kind("a.exe", b"%PDF-1.7 ..."), Some("application/pdf"));
        assert_eq!(kind("a.pdf", b"<!doctype html><script>"), None);
        assert_eq!(kind("a.png", b"<svg xmlns"), None);
        assert_eq!(kind("a.txt", "Đã xong".as_bytes()), Some("text/plain"));
        assert_eq!(kind("a.txt", b"MZ\x90\0"), None);
        assert_eq!(kind("a.zip", b"PK\x03\x04anything.js"), None);
        assert_eq!(kind("a.docm", b"PK\x03\x04[Content_Types].xml word/document.xml word/vbaProject.bin"), None);
        assert_eq!(kind("a.webp", b"RIFF0000AVI "), None);
    }
    #[test]
    fn names_are_names() {
        assert_eq!(plain_name("..\\..\\etc/pass\nwd\".docx"), "passwd.docx");
    }
}
