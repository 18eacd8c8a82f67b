//! What the properties of paragraphs, runs, rows and cells say that matters to a reader.
use kernel::Result;

use super::{Inline, RawCell, RawRow, Run};
use crate::read::xml::{Event, Tag, Xml};

pub(super) fn symbol(tag: &Tag) -> char {
    let code = tag.attribute("char").and_then(|c| u32::from_str_radix(&c, 16).ok()).unwrap_or(0);
    match code & 0xFF {
        0xB3 => '≥',
        0xA3 => '≤',
        0xB1 => '±',
        0xB4 => '×',
        0xB7 | 0xA7 | 0xD8 => '-',
        0xFC | 0xFE => '✓',
        _ => '\u{fffd}',
    }
}

pub(super) fn paragraph_properties(xml: &mut Xml<'_>, state: &mut Inline) -> Result<()> {
    properties(xml, &mut |tag| {
        match tag.name.as_str() {
            "pStyle" => state.style = tag.attribute("val"),
            "numId" => state.list = tag.attribute("val"),
            "ilvl" => state.level = tag.number("val").and_then(|n| usize::try_from(n).ok()).map(|n| n.min(8)),
            "del" | "moveFrom" => state.gone = true,
            _ => {}
        }
        tag.name != "pPrChange"
    })
}

pub(super) fn run_properties(xml: &mut Xml<'_>, run: &mut Run) -> Result<()> {
    properties(xml, &mut |tag| {
        match tag.name.as_str() {
            "b" => run.bold = tag.on(),
            "vertAlign" => run.raised = tag.attribute("val").as_deref() == Some("superscript"),
            "vanish" => run.hidden = tag.on(),
            "rFonts" => run.font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi")),
            _ => {}
        }
        tag.name != "rPrChange"
    })
}

pub(super) fn row_properties(xml: &mut Xml<'_>, row: &mut RawRow) -> Result<()> {
    let number = |tag: &Tag| tag.number("val").and_then(|n| u16::try_from(n).ok()).unwrap_or(0).min(50);
    properties(xml, &mut |tag| {
        match tag.name.as_str() {
            "gridBefore" => row.before = number(tag),
            "gridAfter" => row.after = number(tag),
            "del" => row.deleted = true,
            "hidden" => row.hidden = tag.on(),
            _ => {}
        }
        tag.name != "trPrChange"
    })
}

pub(super) fn cell_properties(xml: &mut Xml<'_>, cell: &mut RawCell) -> Result<()> {
    properties(xml, &mut |tag| {
        let value = tag.attribute("val");
        match tag.name.as_str() {
            "gridSpan" => cell.span = value.and_then(|v| v.parse().ok()).unwrap_or(1).clamp(1, 200),
            "vMerge" => cell.continued = value.as_deref() != Some("restart"),
            "hMerge" => cell.joined = value.as_deref() != Some("restart"),
            _ => {}
        }
        tag.name != "tcPrChange"
    })
}

/// Hands every element below the one just opened to `look`, which says whether to go into it.
pub(super) fn properties(xml: &mut Xml<'_>, look: &mut dyn FnMut(&Tag) -> bool) -> Result<()> {
    let mut open = 1usize;
    while open > 0 {
        match xml.next()? {
            Event::Open(tag) => {
                if look(&tag) {
                    open += 1;
                } else {
                    xml.skip()?;
                }
            }
            Event::Close => open -= 1,
            Event::Text(_) => {}
            Event::End => return Ok(()),
        }
    }
    Ok(())
}
