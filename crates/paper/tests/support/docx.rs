//! Made-up plans as DOCX, written by hand so that every trick of Word can be played.
use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Dice, truth::Sheet};

/// How a plan is laid out.
#[derive(Clone, Debug)]
pub struct Look {
    /// Rows on a page, where the table is a new one on each page.
    pub page: Option<usize>,
    pub repeat_header: bool,
    pub section: usize,
    /// Merged cells are printed once and then empty, as converters leave them.
    pub flat: bool,
    /// `.VnTime`, `VNI-Times`.
    pub font: Option<&'static str>,
    pub decomposed: bool,
    pub dots: bool,
    pub automatic_numbers: bool,
    pub tracked: bool,
    pub framed: bool,
}
impl Look {
    pub fn random(dice: &mut Dice) -> Self {
        Self {
            page: dice.one_in(2).then(|| dice.between(3, 9)),
            repeat_header: !dice.one_in(4),
            section: dice.below(4),
            flat: dice.one_in(3),
            font: if dice.one_in(8) { Some(*dice.pick(&[".VnTime", "VNI-Times"])) } else { None },
            decomposed: dice.one_in(6),
            dots: dice.one_in(6),
            automatic_numbers: dice.one_in(8),
            tracked: dice.one_in(6),
            framed: dice.one_in(10),
        }
    }
}

/// A package of parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
pub const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const NUMBERING: &str = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>NUMS</w:numbering>"#;

/// A document around a body.
pub fn document(body: &str) -> Vec<u8> {
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    );
    // 1 to 39 count in numbers, 101 to 109 in romans, 111 to 119 in numbers of two levels.
    let nums: String = (1..120)
        .map(|n| (n, if n < 100 { 7 } else if n < 110 { 8 } else { 9 }))
        .map(|(n, of)| format!(r#"<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#))
        .collect();
    let numbering = NUMBERING.replace("NUMS", &nums);
    package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/document.xml", &xml),
        ("word/numbering.xml", &numbering),
    ])
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub fn paragraph(text: &str, look: &Look) -> String {
    format!("<w:p>{}</w:p>", runs(text, look))
}

fn runs(text: &str, look: &Look) -> String {
    use paper::read::encoding::{to_tcvn3, to_vni};
    let (text, font) = match look.font {
        Some(font) if font.starts_with('.') => (to_tcvn3(text), Some(font)),
        Some(font) => (to_vni(text), Some(font)),
        None => (text.to_owned(), None),
    };
    let text = if look.decomposed && font.is_none() { nfd(&text) } else { text };
    let properties =
        font.map_or(String::new(), |f| format!(r#"<w:rPr><w:rFonts w:ascii="{f}" w:hAnsi="{f}"/></w:rPr>"#));
    let run = |t: &str| format!(r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#, escape(t));
    if look.tracked && text.chars().count() > 6 && font.is_none() && !look.decomposed {
        let cut = text.char_indices().nth(4).map_or(0, |(i, _)| i);
        let gone = r#"<w:del w:id="1"><w:r><w:delText>bỏ đi</w:delText></w:r></w:del>"#;
        return format!("{}{gone}<w:ins w:id=\"2\">{}</w:ins>", run(&text[..cut]), run(&text[cut..]));
    }
    run(&text)
}

pub fn nfd(text: &str) -> String {
    // Enough for the letters used here: take the composed letters apart.
    let mut out = String::new();
    for c in text.chars() {
        let mut left = c;
        let mut marks = Vec::new();
        while let Some((base, mark)) = apart(left) {
            marks.push(mark);
            left = base;
        }
        out.push(left);
        out.extend(marks.into_iter().rev());
    }
    out
}

fn apart(c: char) -> Option<(char, char)> {
    const MARKS: [char; 8] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}', '\u{302}', '\u{306}', '\u{31b}'];
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars() {
        for mark in MARKS {
            let joined = kernel::text::nfc(&format!("{base}{mark}"));
            if joined.chars().count() == 1 && joined.starts_with(c) && base != c {
                return Some((base, mark));
            }
        }
    }
    None
}

fn cell(content: &str, properties: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

fn span(n: usize) -> String {
    format!(r#"<w:gridSpan w:val="{n}"/>"#)
}

fn header(sheet: &Sheet, look: &Look) -> String {
    let mut out = String::new();
    let text = |t: &str| paragraph(t, look);
    if sheet.spans.is_empty() {
        out += "<w:tr>";
        for title in &sheet.titles {
            out += &cell(&text(title), "");
        }
        out += "</w:tr>";
    } else {
        let (mut top, mut sub) = (String::new(), String::new());
        let mut i = 0;
        while i < sheet.titles.len() {
            if let Some((a, b, title)) = sheet.spans.iter().find(|(a, _, _)| *a == i) {
                top += &cell(&text(title), &span(b - a + 1));
                for title in &sheet.titles[*a..=*b] {
                    sub += &cell(&text(title), "");
                }
                i = b + 1;
            } else {
                top += &cell(&text(&sheet.titles[i]), r#"<w:vMerge w:val="restart"/>"#);
                sub += &cell("<w:p/>", "<w:vMerge/>");
                i += 1;
            }
        }
        out += &format!("<w:tr>{top}</w:tr><w:tr>{sub}</w:tr>");
    }
    if sheet.numbering_row {
        out += "<w:tr>";
        for i in 0..sheet.titles.len() {
            out += &cell(&text(&format!("({})", i + 1)), "");
        }
        out += "</w:tr>";
    }
    out
}

/// A table, over pages where the look says so.
pub fn table(sheet: &Sheet, look: &Look, list: &mut usize) -> String {
    let width = sheet.columns.len();
    let mut pages: Vec<String> = vec![header(sheet, look)];
    let mut on_page = 0;
    for section in &sheet.sections {
        *list += 1;
        let gap = section.items.iter().enumerate().any(|(i, item)| item.no != (i + 1).to_string());
        if !section.no.is_empty() {
            let last = pages.last_mut().unwrap();
            *last += &section_row(section, look, width);
        }
        for item in &section.items {
            if look.page.is_some_and(|p| on_page >= p) && !item.cells.iter().any(|c| c.merged) {
                on_page = 0;
                pages.push(if look.repeat_header { header(sheet, look) } else { String::new() });
            }
            on_page += 1;
            let row: String = item
                .cells
                .iter()
                .enumerate()
                .map(|(c, value)| {
                    let below = section.items.iter().skip_while(|i| i.no != item.no).nth(1).is_some_and(|n| n.cells[c].merged);
                    if c == 0 && look.automatic_numbers && !gap {
                        return cell(&format!(r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr></w:p>"#), "");
                    }
                    let text = if c == 0 && look.dots { format!("{}.", value.text) } else { value.text.clone() };
                    match (value.merged, look.flat) {
                        (true, false) => cell("<w:p/>", "<w:vMerge/>"),
                        (true, true) => cell("<w:p/>", ""),
                        (false, false) if below => cell(&paragraph(&text, look), r#"<w:vMerge w:val="restart"/>"#),
                        _ => cell(&paragraph(&text, look), ""),
                    }
                })
                .collect();
            let last = pages.last_mut().unwrap();
            *last += &format!("<w:tr>{row}</w:tr>");
        }
    }
    let grid: String = (0..width).map(|_| "<w:gridCol/>").collect();
    pages
        .into_iter()
        .map(|rows| {
            let table = format!("<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>");
            if look.framed { format!("<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>") } else { table }
        })
        .collect()
}

fn section_row(section: &super::truth::Section, look: &Look, width: usize) -> String {
    let text = |t: &str| paragraph(t, look);
    let (no, title) = (&section.no, &section.title);
    let empty = |n: usize| (0..n).map(|_| cell("<w:p/>", "")).collect::<String>();
    let cells = match look.section {
        0 => cell(&text(no), "") + &cell(&text(title), &span(width - 1)),
        1 => cell(&text(&format!("{no} {title}")), "") + &empty(width - 1),
        2 => cell(&text(&format!("{no}. {title}")), &span(width)),
        _ => cell(&text(no), "") + &cell(&text(title), "") + &empty(width - 2),
    };
    format!("<w:tr>{cells}</w:tr>")
}
