//! `word/document.xml`: head, text, foot and appendices.
use kernel::Result;

use super::{
    table::{pair, table},
    xml::{Face, line, paragraph, rule, run, runs, twips},
};
use crate::write::{
    model::{Appendix, HeadStyle, OfficialDocument, Para},
    wording::{self, Sizes, bold_width, page},
};

/// The whole part.
pub fn document(doc: &OfficialDocument) -> Result<String> {
    let mut out = String::from(OPEN);
    let sizes = wording::sizes(doc.style);
    head(&mut out, doc, sizes);
    title(&mut out, doc, sizes);
    body(&mut out, &doc.body, false)?;
    foot(&mut out, doc, sizes);
    let mut landscape = false;
    for appendix in &doc.appendices {
        // The properties of a section stand in its last paragraph, those of the last one at the end.
        paragraph(&mut out, "Break", &section(landscape), |_| ());
        landscape = appendix.landscape;
        self::appendix(&mut out, appendix)?;
    }
    paragraph(&mut out, "Break", "", |_| ());
    out.push_str(&section(landscape));
    out.push_str("</w:body></w:document>");
    Ok(out)
}

const OPEN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#;

/// Page numbers begin anew in each appendix, and none is shown on a first page.
fn section(landscape: bool) -> String {
    let (width, height, turned) =
        if landscape { (page::LONG, page::SHORT, r#" w:orient="landscape""#) } else { (page::SHORT, page::LONG, "") };
    let [width, height] = [width, height].map(twips);
    let [top, right, bottom, left, number] =
        [page::TOP, page::RIGHT, page::BOTTOM, page::LEFT, page::NUMBER].map(twips);
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/><w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{number}" w:footer="{number}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>"#
    )
}

fn plain(size: u32) -> Face {
    Face { size: Some(size), ..Face::default() }
}
fn bold(size: u32) -> Face {
    Face { bold: true, ..plain(size) }
}
fn italic(size: u32) -> Face {
    Face { italic: true, ..plain(size) }
}

/// Twips of a share (in hundredths) of a bold line of this size, never wider than its column.
fn share(text: &str, size: u32, hundredths: u32, column: u32) -> u32 {
    let longest = text.lines().map(bold_width).max().unwrap_or(0);
    (longest * size * 20 / 1000).min(column) * hundredths / 100
}

fn head(out: &mut String, doc: &OfficialDocument, sizes: Sizes) {
    let left = twips(page::HEAD_LEFT);
    let right = twips(page::text_width(false)) - left;
    let issuer = |out: &mut String| {
        if let Some(superior) = &doc.superior_body {
            line(out, "HeadLine", superior, plain(sizes.issuer));
        }
        line(out, "HeadLine", &doc.issuing_body, bold(sizes.issuer));
        match doc.style {
            HeadStyle::State => rule(out, share(&doc.issuing_body, sizes.issuer, 42, left), left),
            HeadStyle::Party => line(out, "HeadLine", wording::PARTY_MARK, plain(sizes.issuer)),
        }
    };
    let state = |out: &mut String| {
        let (text, size) = match doc.style {
            HeadStyle::State => {
                line(out, "HeadLine", wording::STATE_TITLE, bold(sizes.head));
                (wording::STATE_MOTTO, sizes.motto)
            }
            HeadStyle::Party => (wording::PARTY_TITLE, sizes.head),
        };
        line(out, "HeadLine", text, bold(size));
        rule(out, share(text, size, 100, right), right);
    };
    let number = |out: &mut String| {
        paragraph(out, "HeadLine", SPACED, |out| run(out, &wording::number_line(doc), plain(sizes.number)));
        if doc.kind.is_empty() && !doc.title.is_empty() {
            let face = if doc.style == HeadStyle::Party { italic(sizes.subject) } else { plain(sizes.subject) };
            paragraph(out, "HeadLine", SPACED, |out| run(out, &doc.title, face));
        }
    };
    let date = |out: &mut String| {
        let text = wording::date_line(&doc.place, doc.date);
        paragraph(out, "HeadLine", SPACED, |out| run(out, &text, italic(sizes.number)));
    };
    pair(out, left, right, &[[&issuer, &state], [&number, &date]]);
}

const SPACED: &str = r#"<w:spacing w:before="120"/>"#;

fn title(out: &mut String, doc: &OfficialDocument, sizes: Sizes) {
    let width = twips(page::text_width(false));
    if !doc.kind.is_empty() {
        line(out, "Title", &doc.kind, Face::default());
        line(out, "Subtitle", &doc.title, Face::default());
        rule(out, share(&doc.title, sizes.text, 40, width / 2), width);
    }
    gap(out, 12);
    match &doc.addressees[..] {
        [] => return,
        [one] => paragraph(out, "Addressees", CENTRED, |out| {
            run(out, &format!("{} {one}.", wording::ADDRESSEES), Face::default());
        }),
        many => {
            paragraph(out, "Addressees", r#"<w:ind w:left="1800"/>"#, |out| {
                run(out, wording::ADDRESSEES, Face::default());
            });
            for body in wording::listed(many) {
                paragraph(out, "Addressees", r#"<w:ind w:left="3240" w:hanging="160"/>"#, |out| {
                    run(out, &body, Face::default());
                });
            }
        }
    }
    gap(out, 8);
}

const CENTRED: &str = r#"<w:jc w:val="center"/>"#;

/// White space of so many points that keeps with what follows.
fn gap(out: &mut String, points: u32) {
    let spacing = format!(r#"<w:keepNext/><w:spacing w:line="{}" w:lineRule="exact"/>"#, points * 20);
    paragraph(out, "Break", &spacing, |_| ());
}

fn body(out: &mut String, paras: &[Para], landscape: bool) -> Result<()> {
    for para in paras {
        match para {
            Para::Heading { level, text } => {
                line(out, &format!("Heading{}", (*level).clamp(1, 3)), text, Face::default());
            }
            Para::Text(text) => paragraph(out, "BodyText", "", |out| runs(out, text)),
            Para::Bullet(text) => paragraph(out, "BodyText", "", |out| {
                run(out, "- ", Face::default());
                runs(out, text);
            }),
            Para::Table(t) => {
                table(out, t, twips(page::text_width(landscape)))?;
                gap(out, 8);
            }
        }
    }
    Ok(())
}

fn foot(out: &mut String, doc: &OfficialDocument, sizes: Sizes) {
    let left = twips(page::FOOT_LEFT);
    let right = twips(page::text_width(false)) - left;
    let recipients = |out: &mut String| {
        let label = match doc.style {
            HeadStyle::State => Face { italic: true, ..bold(sizes.recipients_label) },
            HeadStyle::Party => Face { underline: true, ..plain(sizes.recipients_label) },
        };
        line(out, "Recipients", if doc.recipients.is_empty() { "" } else { wording::RECIPIENTS }, label);
        wording::listed(&doc.recipients).iter().for_each(|text| line(out, "Recipients", text, Face::default()));
    };
    let signature = |out: &mut String| {
        for text in &doc.signature.lines {
            let bold = wording::signature_bold(doc.style, text);
            line(out, "Signature", text, Face { bold, ..Face::default() });
        }
        // Room for the signature and the seal.
        paragraph(out, "Signature", r#"<w:spacing w:before="1500"/>"#, |out| {
            run(out, &doc.signature.name, bold(sizes.text));
        });
    };
    gap(out, 12);
    pair(out, left, right, &[[&recipients, &signature]]);
}

fn appendix(out: &mut String, appendix: &Appendix) -> Result<()> {
    let width = twips(page::text_width(appendix.landscape));
    line(out, "AppendixLabel", &appendix.label, Face::default());
    line(out, "AppendixTitle", &appendix.title, Face::default());
    if !appendix.attached_to.is_empty() {
        line(out, "AppendixNote", &appendix.attached_to, Face::default());
    }
    rule(out, twips(40), width);
    gap(out, 12);
    body(out, &appendix.body, appendix.landscape)
}
