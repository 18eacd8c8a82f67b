//! Files that prove a report. What a file is, its content says, not its name; only kinds that
//! can't run anything in a browser are kept.
use kernel::{Ctx, Fault, LineId, Resource, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, Value, args, blob, blob::Blob};

use super::{TASK_CONFIRM, TASK_REPORT, resource};

/// Largest file, in bytes.
pub const EVIDENCE_LIMIT: usize = 20 * 1024 * 1024;

/// A kept file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Hex SHA-256 of its content.
    pub digest: String,
    /// Its name, cleaned, with the ending that fits its content.
    pub name: String,
    /// Media type as sniffed.
    pub media: String,
    /// Size in bytes.
    pub size: usize,
}

/// Keeps a file so that a report can name it, within a day.
///
/// # Errors
/// `Forbidden` for who may report nowhere, `TooLarge`, or `Unsupported` for what is not on the list.
pub async fn keep_evidence(store: &Store, ctx: &Ctx, name: &str, data: Vec<u8>) -> Result<Evidence> {
    let own = Resource { leads: ctx.actor.unit.into_iter().collect(), ..Resource::all("task") };
    ctx.require(TASK_REPORT, &own)?;
    keep_file(store, ctx, name, data).await
}

/// Keeps a file for another room, whose operation has authorised it.
///
/// # Errors
/// `TooLarge`, or `Unsupported` for what is not on the list.
pub async fn keep_file(store: &Store, ctx: &Ctx, name: &str, data: Vec<u8>) -> Result<Evidence> {
    if data.len() > EVIDENCE_LIMIT {
        return Err(Fault::too_large("plan-evidence-too-large").arg("name", name).arg("limit", EVIDENCE_LIMIT >> 20));
    }
    let (media, ending) =
        sniff(&data).ok_or_else(|| Fault::unsupported("plan-evidence-kind").arg("name", clean(name)))?;
    let (name, size) = (fitting_name(name, ending), data.len());
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let digest = tx.keep_loose_blob(media, data).await?;
                let facts = json!({ "name": name, "media": media, "size": size });
                tx.append(NewEvent::new("evidence.kept", format!("blob:{digest}"), facts)).await?;
                Ok(Evidence { digest, name, media: media.to_owned(), size })
            })
        })
        .await
}

/// A file of one of the line's marks, for who may report on the line or confirm it.
///
/// # Errors
/// `Forbidden`, or `NotFound` where no mark of this line names it.
pub async fn read_evidence(store: &Store, ctx: &Ctx, line: LineId, digest: &str) -> Result<(Evidence, Blob)> {
    let not_found = || Fault::not_found("fault-not-found");
    let mut sql = store.read().await?;
    let row = sql.opt("SELECT task_id, unit_id FROM line WHERE id = $1", args![line]).await?.ok_or_else(not_found)?;
    let mut resource = resource(row.id(0)?, row.id(1)?);
    // Whoever goes on with a line reads what was said on it.
    for row in sql.rows("SELECT unit_id FROM line WHERE continues = $1", args![line]).await? {
        resource.leads.push(row.id(0)?);
    }
    if !ctx.may(TASK_CONFIRM, &resource) && !ctx.may(kernel::Action("province.read"), &resource) {
        ctx.require(TASK_REPORT, &resource)?;
    }
    for row in sql.rows("SELECT evidence FROM mark WHERE line_id = $1 AND evidence <> '[]'", args![line]).await? {
        let files: Vec<Evidence> = serde_json::from_str(&row.text(0)?).unwrap_or_default();
        if let Some(evidence) = files.into_iter().find(|e| e.digest == digest) {
            let blob = blob::load(&mut sql, digest).await?.ok_or_else(not_found)?;
            return Ok((evidence, blob));
        }
    }
    Err(not_found())
}

/// A list of files as a mark may carry it.
///
/// # Errors
/// `Invalid` for too many, or for what can name no kept file.
pub fn check(evidence: &[Evidence]) -> Result<()> {
    let hex = |e: &Evidence| e.digest.len() == 64 && e.digest.bytes().all(|b| b.is_ascii_hexdigit());
    if evidence.len() > super::EVIDENCE_COUNT {
        return Err(Fault::invalid("plan-evidence-too-many").arg("limit", super::EVIDENCE_COUNT).field("evidence"));
    }
    if !evidence.iter().all(hex) {
        return Err(Fault::invalid("plan-evidence-unknown").field("evidence"));
    }
    Ok(())
}

/// All of them were kept before, and are from now on; type and size are the store's, whatever the
/// client says.
///
/// # Errors
/// `Invalid` when one was not kept.
pub async fn resolve(tx: &mut Tx, evidence: &mut [Evidence]) -> Result<()> {
    if evidence.is_empty() {
        return Ok(());
    }
    let marks: Vec<String> = (1..=evidence.len()).map(|i| format!("${i}")).collect();
    let text = format!("SELECT digest, media, size FROM blob WHERE digest IN ({})", marks.join(","));
    let rows = tx.rows(&text, evidence.iter().map(|e| Value::from(&e.digest)).collect()).await?;
    for file in evidence.iter_mut() {
        let mut kept = None;
        for row in &rows {
            if row.text(0)? == file.digest {
                kept = Some((row.text(1)?, row.int(2)?));
            }
        }
        let (media, size) = kept.ok_or_else(|| Fault::invalid("plan-evidence-unknown").field("evidence"))?;
        (file.media, file.size, file.name) = (media, usize::try_from(size).unwrap_or(0), clean(&file.name));
    }
    let digests: Vec<&str> = evidence.iter().map(|e| e.digest.as_str()).collect();
    tx.hold_blobs(&digests).await
}

/// Media type and ending of what the bytes are; `None` for everything not on the list.
fn sniff(data: &[u8]) -> Option<(&'static str, &'static str)> {
    let holds = |word: &[u8]| data.windows(word.len()).any(|w| w == word);
    match data {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(("application/pdf", "pdf")),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(("image/png", "png")),
        [0xff, 0xd8, 0xff, ..] => Some(("image/jpeg", "jpg")),
        [b'P', b'K', 3, 4, ..] => {
            if holds(b"vbaProject.bin") {
                None // macros
            } else if holds(b"[Content_Types].xml") && holds(b"word/document.xml") {
                Some(("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"))
            } else if holds(b"[Content_Types].xml") && holds(b"xl/workbook.xml") {
                Some(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"))
            } else {
                Some(("application/zip", "zip"))
            }
        }
        _ => is_plain_text(data).then_some(("text/plain; charset=utf-8", "txt")),
    }
}

/// Text that no program takes for markup or a script.
fn is_plain_text(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let lower = start.to_ascii_lowercase();
    !start.is_empty()
        && !start.starts_with(['<', '#'])
        && !["<script", "<html", "<svg", "<iframe", "<!doctype", "<?php"].iter().any(|tag| lower.contains(tag))
        && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// The last part of a path, without what file systems and headers choke on.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last.chars().filter(|c| !c.is_control() && !"\"<>:|?*\u{202e}".contains(*c)).take(120).collect();
    kernel::text::nfc(kept.trim_matches([' ', '.']))
}

fn fitting_name(name: &str, ending: &str) -> String {
    let name = clean(name);
    let has = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let fits = match ending {
        "jpg" => matches!(has.as_str(), "jpg" | "jpeg"),
        "txt" => matches!(has.as_str(), "txt" | "csv" | "tsv" | "md" | "log"),
        _ => has == ending,
    };
    match (fits, name.is_empty()) {
        (true, _) => name,
        (false, true) => format!("file.{ending}"),
        (false, false) => format!("{name}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn content_decides_what_a_file_is() {
        let kind = |data: &[u8]| sniff(data).map(|(_, ending)| ending);
        assert_eq!(kind(b"%PDF-1.7\n..."), Some("pdf"));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), Some("png"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Some("jpg"));
        assert_eq!(kind(b"PK\x03\x04 [Content_Types].xml word/document.xml"), Some("docx"));
        assert_eq!(kind(b"PK\x03\x04 [Content_Types].xml xl/workbook.xml"), Some("xlsx"));
        assert_eq!(kind(b"PK\x03\x04 a.txt"), Some("zip"));
        assert_eq!(kind("Đã xong\n1\t2".as_bytes()), Some("txt"));
        for bad in [
            b"MZ\x90\x00".as_slice(),
            b"\x7fELF\x02",
            b"<svg xmlns='x'/>",
            b"  <!DOCTYPE html>",
            b"a <script>alert(1)</script>",
            b"#!/bin/sh\n",
            b"PK\x03\x04 [Content_Types].xml word/document.xml word/vbaProject.bin",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"",
            b"\x00\x01",
        ] {
            assert_eq!(kind(bad), None, "{bad:?}");
        }
    }
    #[test]
    fn names_are_cleaned_and_end_as_their_content_says() {
        assert_eq!(fitting_name("C:\\x\\Báo cáo.pdf", "pdf"), "Báo cáo.pdf");
        assert_eq!(fitting_name("../../etc/passwd", "txt"), "passwd.txt");
        assert_eq!(fitting_name("a.exe", "pdf"), "a.exe.pdf");
        assert_eq!(fitting_name("\u{202e}\"\n", "png"), "file.png");
        assert_eq!(fitting_name("anh.JPEG", "jpg"), "anh.JPEG");
    }
}
