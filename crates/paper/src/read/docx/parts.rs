//! The parts beside a DOCX's main part that its text depends on: styles (fonts, numbering) and the
//! lists that Word numbers by itself.
use std::collections::HashMap;

use kernel::Result;

use super::{
    Run,
    properties::{properties, run_properties},
};
use crate::read::{
    package::Package,
    xml::{Event, Xml},
};

#[derive(Default)]
pub(crate) struct Styles {
    pub(crate) by_id: HashMap<String, Style>,
    pub(crate) default_font: Option<String>,
}
#[derive(Clone, Default)]
pub(crate) struct Style {
    pub(crate) number: Option<(String, usize)>,
    pub(crate) font: Option<String>,
    pub(crate) heading: bool,
    based_on: Option<String>,
}

/// Reads the styles.
pub(crate) fn styles(package: &mut Package<'_>, name: &str) -> Result<Styles> {
    let source = package.source;
    let mut out = Styles::default();
    let Some(input) = package.open(name)? else { return Ok(out) };
    let mut xml = Xml::new(input, source);
    loop {
        match xml.next()? {
            Event::Open(tag) if tag.name == "style" => {
                let id = tag.attribute("styleId").unwrap_or_default();
                let default = tag.attribute("default").as_deref() == Some("1");
                let paragraph = tag.attribute("type").as_deref() == Some("paragraph");
                let style = style(&mut xml)?;
                if default && paragraph && style.font.is_some() {
                    out.default_font.clone_from(&style.font);
                }
                out.by_id.insert(id, style);
            }
            Event::Open(tag) if tag.name == "rPrDefault" => {
                let mut run = Run::default();
                run_properties(&mut xml, &mut run)?;
                out.default_font = run.font;
            }
            Event::End => break,
            _ => {}
        }
    }
    inherit(&mut out.by_id);
    Ok(out)
}

fn style(xml: &mut Xml<'_>) -> Result<Style> {
    let mut style = Style::default();
    let (mut id, mut level) = (None, 0);
    properties(xml, &mut |tag| {
        match tag.name.as_str() {
            "name" => {
                let name = tag.attribute("val").unwrap_or_default().to_lowercase();
                style.heading |= name.starts_with("heading") || name == "title";
            }
            "basedOn" => style.based_on = tag.attribute("val"),
            "numId" => id = tag.attribute("val"),
            "ilvl" => level = tag.number("val").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
            "rFonts" => style.font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi")),
            _ => {}
        }
        true
    })?;
    style.number = id.map(|id| (id, level.min(8)));
    Ok(style)
}

fn inherit(styles: &mut HashMap<String, Style>) {
    for _ in 0..6 {
        let snapshot = styles.clone();
        for style in styles.values_mut() {
            let Some(base) = style.based_on.as_ref().and_then(|b| snapshot.get(b)) else { continue };
            if style.font.is_none() {
                style.font.clone_from(&base.font);
            }
            if style.number.is_none() {
                style.number.clone_from(&base.number);
            }
            style.heading |= base.heading;
        }
    }
}

#[derive(Default)]
pub(crate) struct Numbering {
    /// Levels of each abstract list.
    pub(crate) levels: HashMap<String, Vec<Level>>,
    /// List → abstract list, and the starts it overrides.
    pub(crate) lists: HashMap<String, (String, HashMap<usize, i64>)>,
    /// Abstract lists that are those of a style.
    pub(crate) links: HashMap<String, String>,
}
pub(crate) struct Level {
    pub(crate) start: i64,
    pub(crate) format: String,
    pub(crate) text: String,
    /// All its numbers are printed as decimals.
    pub(crate) legal: bool,
}

/// Reads the lists.
pub(crate) fn numbering(package: &mut Package<'_>, name: &str) -> Result<Numbering> {
    let source = package.source;
    let mut out = Numbering::default();
    let Some(input) = package.open(name)? else { return Ok(out) };
    let mut xml = Xml::new(input, source);
    let (mut list, mut in_list, mut level) = (String::new(), false, 0usize);
    loop {
        let tag = match xml.next()? {
            Event::Open(tag) => tag,
            Event::End => break,
            _ => continue,
        };
        let value = || tag.attribute("val").unwrap_or_default();
        match tag.name.as_str() {
            "abstractNum" => (list, in_list) = (tag.attribute("abstractNumId").unwrap_or_default(), false),
            "num" => (list, in_list) = (tag.attribute("numId").unwrap_or_default(), true),
            "abstractNumId" if in_list => {
                out.lists.insert(list.clone(), (value(), HashMap::new()));
            }
            "lvl" if !in_list => {
                let levels = out.levels.entry(list.clone()).or_default();
                if levels.len() < 9 {
                    levels.push(Level { start: 1, format: "decimal".into(), text: String::new(), legal: false });
                }
            }
            "lvlOverride" => level = tag.number("ilvl").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
            "numStyleLink" if !in_list => {
                out.links.insert(list.clone(), value());
            }
            "startOverride" => {
                if let Some((_, starts)) = out.lists.get_mut(&list) {
                    starts.insert(level, value().parse().unwrap_or(1));
                }
            }
            "start" | "numFmt" | "lvlText" | "isLgl" if !in_list => {
                if let Some(last) = out.levels.get_mut(&list).and_then(|l| l.last_mut()) {
                    match tag.name.as_str() {
                        "start" => last.start = value().parse().unwrap_or(1),
                        "numFmt" => last.format = value(),
                        "isLgl" => last.legal = tag.on(),
                        _ => last.text = value(),
                    }
                }
            }
            _ => {}
        }
    }
    Ok(out)
}
