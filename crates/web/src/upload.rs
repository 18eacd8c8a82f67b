//! Files coming in: read as they stream and stopped at the limit. What a file is, the rooms tell by
//! its content.
use axum::extract::Multipart;
use kernel::{Fault, Result};

use crate::{
    app::App,
    csrf,
    resend::{self, Naming, Sending},
    session::Visitor,
};

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
    /// The name of this sending.
    pub(crate) sending: Option<Sending>,
}
impl Upload {
    /// The name of this sending, for operations that do once what is asked twice.
    pub(crate) fn key(&self) -> Option<String> {
        self.sending.as_ref().map(|s| s.0.clone())
    }
    /// The key of the page the form stood on.
    pub(crate) fn once(&self) -> Option<&str> {
        Some(self.field(resend::FIELD)).filter(|key| !key.is_empty())
    }
    /// All that was sent, in order: browsers draw another boundary each time, so the body itself
    /// names nothing.
    pub(crate) fn name_parts(&self, naming: &mut Naming) {
        for (name, text) in &self.fields {
            naming.add(name.as_bytes());
            naming.add(text.as_bytes());
        }
        for file in &self.files {
            naming.add(file.name.as_bytes());
            naming.add(&file.bytes);
        }
    }
    /// A field's text, or `""`.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    /// Its fields as those of a form without files.
    pub(crate) fn fields(&self) -> crate::extract::Fields {
        crate::extract::Fields::sent(self.fields.clone(), self.sending.clone())
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
    let fine: String =
        last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?')).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn names_are_names() {
        assert_eq!(plain_name("..\\..\\etc/pass\nwd\".docx"), "passwd.docx");
    }
}
