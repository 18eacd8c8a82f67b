//! From a file's bytes to blocks: what the file is, decided by its first bytes; unpacking with
//! limits; every refusal names the file and the remedy.
use std::io::{BufRead, BufReader, Cursor, Read};

use kernel::{Fault, FaultKind, Result};
use zip::ZipArchive;

use super::{docx, encoding, limits::Limits, markup, model::Block, text, xlsx};

/// The file being read: its name for messages, and what it may ask of us.
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) limits: &'a Limits,
}

impl Source<'_> {
    fn fault(&self, kind: FaultKind, id: &'static str) -> Fault {
        Fault::new(kind, id).arg("file", self.file)
    }
    pub(crate) fn broken(&self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
        let cause = cause.into();
        // Our own limits travel through readers as input errors.
        if cause.to_string().contains(TOO_BIG) {
            return self.too_big_unpacked();
        }
        self.fault(FaultKind::Invalid, "paper-broken").because(cause)
    }
    pub(crate) fn doctype(&self) -> Fault {
        self.fault(FaultKind::Invalid, "paper-doctype")
    }
    pub(crate) fn too_deep(&self) -> Fault {
        self.fault(FaultKind::Invalid, "paper-too-deep")
    }
    pub(crate) fn too_many_rows(&self, table: u32) -> Fault {
        self.fault(FaultKind::TooLarge, "paper-too-many-rows")
            .arg("table", table)
            .arg("row", self.limits.max_rows + 1)
            .arg("limit", self.limits.max_rows)
    }
    pub(crate) fn too_many_columns(&self, table: u32, row: u32) -> Fault {
        self.fault(FaultKind::TooLarge, "paper-too-many-columns")
            .arg("table", table)
            .arg("row", row)
            .arg("limit", self.limits.max_columns)
    }
    fn too_big_unpacked(&self) -> Fault {
        self.fault(FaultKind::TooLarge, "paper-unpacked-too-large")
            .arg("limit", megabytes(self.limits.max_unpacked_bytes))
    }
    fn unsupported(&self, id: &'static str) -> Fault {
        self.fault(FaultKind::Unsupported, id)
    }
}

const TOO_BIG: &str = "unpacks to more than the limit";

fn megabytes(bytes: u64) -> i64 {
    i64::try_from(bytes / 1_000_000).unwrap_or(i64::MAX)
}

/// A file's blocks and how they were had.
pub(crate) struct Reading {
    pub(crate) blocks: Vec<Block>,
    /// A text file: its tables cannot say what is merged.
    pub(crate) text: bool,
    /// An old encoding was converted.
    pub(crate) converted: bool,
}

/// Reads any file we know into blocks, accents composed and markup removed.
pub(crate) fn blocks(file: &str, bytes: &[u8], limits: &Limits) -> Result<Reading> {
    let source = Source { file, limits };
    if bytes.is_empty() {
        return Err(source.fault(FaultKind::Invalid, "paper-file-empty"));
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.max_bytes {
        return Err(source
            .fault(FaultKind::TooLarge, "paper-file-too-large")
            .arg("size", megabytes(u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
            .arg("limit", megabytes(limits.max_bytes)));
    }
    let zipped = bytes.starts_with(b"PK");
    let (mut blocks, mut converted) = if zipped {
        (package(&source, bytes)?, false)
    } else {
        refuse_foreign(&source, bytes)?;
        text::read(&source, bytes)?
    };
    converted |= encoding::mend(&mut blocks);
    markup::clean(&mut blocks);
    Ok(Reading { blocks, text: !zipped, converted })
}

fn refuse_foreign(source: &Source<'_>, bytes: &[u8]) -> Result<()> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(name.len()).any(|w| w == name);
        return Err(source.unsupported(if encrypted { "paper-encrypted" } else { "paper-legacy" }));
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Err(source.unsupported("paper-pdf"));
    }
    if head.starts_with(b"{\\rtf") {
        return Err(source.unsupported("paper-rtf"));
    }
    let known =
        [&[0x89, b'P', b'N', b'G'][..], &[0xFF, 0xD8, 0xFF], b"GIF8", b"Rar!", b"7z\xBC\xAF", &[0x1F, 0x8B], b"BM"];
    if known.iter().any(|k| head.starts_with(k)) {
        return Err(source.unsupported("paper-unsupported"));
    }
    let start = String::from_utf8_lossy(head).to_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("<?xml") || start.starts_with("<!doctype") || start.starts_with("<html") {
        return Err(source.unsupported("paper-unsupported"));
    }
    Ok(())
}

fn package(source: &Source<'_>, bytes: &[u8]) -> Result<Vec<Block>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| source.broken(cause))?;
    check(source, &mut archive)?;
    let mut package = Package { source, archive, spent: 0 };
    let main = main_part(&mut package)?;
    if main.starts_with("word/") {
        docx::read(&mut package, &main)
    } else if main.starts_with("xl/") && !main.to_lowercase().ends_with(".bin") {
        xlsx::read(&mut package, &main)
    } else {
        Err(source.unsupported("paper-unsupported"))
    }
}

/// Sizes as the package states them; what it does not state truly is met while reading.
fn check(source: &Source<'_>, archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<()> {
    if archive.len() > source.limits.max_parts {
        return Err(source.too_big_unpacked());
    }
    let mut total = 0u64;
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(|cause| source.broken(cause))?;
        if part.encrypted() {
            return Err(source.unsupported("paper-encrypted"));
        }
        total = total.saturating_add(part.size());
        let packed = part.compressed_size().max(1);
        // Long tables of like rows pack well; only a large part that packs beyond reason is a bomb.
        let bomb = part.size() > 100_000_000 && part.size() / packed > source.limits.max_ratio;
        if bomb || total > source.limits.max_unpacked_bytes {
            return Err(source.too_big_unpacked());
        }
    }
    Ok(())
}

/// An opened package.
pub(crate) struct Package<'a> {
    pub(crate) source: &'a Source<'a>,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    spent: u64,
}

impl<'a> Package<'a> {
    /// Whether it has such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }
    /// Names of all parts.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(|n| n.into_owned()).collect()
    }
    /// A part, unpacked as it is read; `None` where there is no such part.
    pub(crate) fn open(&mut self, name: &str) -> Result<Option<Box<dyn BufRead + '_>>> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let source = self.source;
        let part = self.archive.by_index(index).map_err(|cause| source.broken(cause))?;
        self.spent = self.spent.saturating_add(part.size());
        let left = source.limits.max_unpacked_bytes;
        let mut input = BufReader::with_capacity(1 << 16, Capped { inner: part, left });
        let head = input.fill_buf().map_err(|cause| source.broken(cause))?;
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || head.starts_with(b"<\0") {
            return Err(source.broken("the part is not UTF-8"));
        }
        Ok(Some(Box::new(input)))
    }
}

/// Ends with an error where a part unpacks to more than it may.
struct Capped<R> {
    inner: R,
    left: u64,
}
impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => self.left = left,
            None => return Err(std::io::Error::other(TOO_BIG)),
        }
        Ok(n)
    }
}

/// The main document, as the package's relationships name it.
fn main_part(package: &mut Package<'_>) -> Result<String> {
    use super::xml::{Event, Xml};
    let source = package.source;
    let mut found = None;
    if let Some(input) = package.open("_rels/.rels")? {
        let mut xml = Xml::new(input, source);
        loop {
            match xml.next()? {
                Event::Open(tag)
                    if tag.name == "Relationship"
                        && tag.attribute("Type").is_some_and(|t| t.ends_with("/officeDocument")) =>
                {
                    found = tag.attribute("Target");
                }
                Event::End => break,
                _ => {}
            }
        }
    }
    let found = found.map(|t| t.trim_start_matches('/').to_owned()).filter(|t| package.has(t));
    let usual = ["word/document.xml", "xl/workbook.xml"].into_iter().find(|n| package.has(n)).map(str::to_owned);
    found.or(usual).ok_or_else(|| source.unsupported("paper-unsupported"))
}
