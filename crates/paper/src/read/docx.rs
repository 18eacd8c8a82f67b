//! DOCX: paragraphs and real tables, with merged cells, automatic numbers, tracked changes
//! (deleted text is gone, inserted text is there), text boxes and old fonts.
use kernel::Result;

use super::{
    encoding::{self, Legacy},
    model::Block,
    package::{Package, Source},
    xml::{Event, Xml},
};
use counters::Counters;
use flat::Flat;
use parts::{Numbering, Styles, numbering, styles};
use properties::{cell_properties, paragraph_properties, row_properties, run_properties, symbol};

mod counters;
mod flat;
mod parts;
mod properties;

/// Reads the main part.
pub(crate) fn read(package: &mut Package<'_>, main: &str) -> Result<Vec<Block>> {
    let folder = main.rsplit_once('/').map_or("", |(f, _)| f).to_owned();
    let styles = styles(package, &format!("{folder}/styles.xml"))?;
    let numbering = numbering(package, &format!("{folder}/numbering.xml"))?;
    let source = package.source;
    let mut items = Vec::new();
    // A marking may stand in the page header; only the first page's headers are of interest.
    let headers: Vec<String> =
        package.names().into_iter().filter(|n| n.starts_with(&format!("{folder}/header"))).take(6).collect();
    for name in headers {
        if let Some(input) = package.open(&name)? {
            let mut reader = Reader::new(source, &styles, &numbering);
            let mut found = Vec::new();
            reader.part(&mut Xml::new(input, source), &mut found)?;
            found.retain(|item| matches!(item, Item::Para(p) if super::head::is_secret_marking(&p.text)));
            items.extend(found);
        }
    }
    let Some(input) = package.open(main)? else { return Err(source.broken("no main part")) };
    let mut reader = Reader::new(source, &styles, &numbering);
    reader.part(&mut Xml::new(input, source), &mut items)?;
    let mut flat = Flat::default();
    flat.items(items, false);
    Ok(flat.blocks)
}

enum Item {
    Para(Para),
    Table(RawTable),
}
#[derive(Default)]
struct Para {
    text: String,
    bold: bool,
    heading: bool,
}
#[derive(Default)]
struct RawTable {
    rows: Vec<RawRow>,
}
#[derive(Default)]
struct RawRow {
    cells: Vec<RawCell>,
    before: u16,
    after: u16,
    deleted: bool,
    hidden: bool,
}
#[derive(Default)]
struct RawCell {
    items: Vec<Item>,
    span: u16,
    continued: bool,
    /// Old-style horizontal merge: belongs to the cell on its left.
    joined: bool,
}

struct Reader<'s> {
    source: &'s Source<'s>,
    styles: &'s Styles,
    numbering: &'s Numbering,
    counters: Counters,
    tables: u32,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source<'s>, styles: &'s Styles, numbering: &'s Numbering) -> Self {
        Self { source, styles, numbering, counters: Counters::default(), tables: 0 }
    }

    fn part(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Item>) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Open(_) => self.blocks(xml, out)?,
                Event::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Paragraphs and tables until the element just opened closes.
    fn blocks(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Item>) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "p" => self.paragraph(xml, out)?,
                    "tbl" => {
                        self.tables += 1;
                        let table = self.table(xml, self.tables)?;
                        out.push(Item::Table(table));
                    }
                    "del" | "moveFrom" | "Fallback" | "sectPr" | "sdtPr" | "tcPr" => xml.skip()?,
                    _ => self.blocks(xml, out)?,
                },
                Event::Close | Event::End => return Ok(()),
                Event::Text(_) => {}
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Item>) -> Result<()> {
        let mut state = Inline { all_bold: true, ..Inline::default() };
        self.inline(xml, &mut state)?;
        // A paragraph struck out with its mark is gone, and not counted.
        if state.gone && state.text.trim().is_empty() {
            out.append(&mut state.boxes);
            return Ok(());
        }
        let style = state.style.as_deref().and_then(|s| self.styles.by_id.get(s));
        let styled = style.and_then(|s| s.number.clone());
        let numbered = match (state.list.take(), state.level) {
            (Some(id), level) => Some((id, level.unwrap_or(0))),
            (None, level) => styled.map(|(id, of)| (id, level.unwrap_or(of))),
        };
        let (numbering, styles) = (self.numbering, self.styles);
        let prefix = numbered.and_then(|(id, level)| self.counters.next(numbering, styles, &id, level));
        let mut text = state.text;
        if let Some(prefix) = prefix {
            let bullet = !prefix.chars().any(char::is_alphanumeric);
            if !(bullet && text.trim().is_empty()) {
                text = if text.trim().is_empty() { prefix } else { format!("{prefix} {}", text.trim_start()) };
            }
        }
        let heading = style.is_some_and(|s| s.heading);
        out.push(Item::Para(Para { bold: state.any && state.all_bold, heading, text }));
        out.append(&mut state.boxes);
        Ok(())
    }

    /// Runs and what they stand in, until the element just opened closes.
    fn inline(&mut self, xml: &mut Xml<'_>, state: &mut Inline) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "pPr" => paragraph_properties(xml, state)?,
                    "r" => self.run(xml, state)?,
                    "txbxContent" => self.blocks(xml, &mut state.boxes)?,
                    "t" => {
                        let text = xml.text()?;
                        state.push(&text, false);
                    }
                    "del" | "moveFrom" | "Fallback" | "sdtPr" | "rPr" | "instrText" => xml.skip()?,
                    _ => self.inline(xml, state)?,
                },
                Event::Close | Event::End => return Ok(()),
                Event::Text(_) => {}
            }
        }
    }

    fn run(&mut self, xml: &mut Xml<'_>, state: &mut Inline) -> Result<()> {
        let mut run = Run::default();
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "rPr" => run_properties(xml, &mut run)?,
                    "t" => run.text.push_str(&xml.text()?),
                    "tab" | "ptab" => {
                        run.text.push('\t');
                        xml.skip()?;
                    }
                    "br" | "cr" => {
                        run.text.push('\n');
                        xml.skip()?;
                    }
                    "noBreakHyphen" => {
                        run.text.push('-');
                        xml.skip()?;
                    }
                    "sym" => {
                        run.text.push(symbol(&tag));
                        xml.skip()?;
                    }
                    "delText" | "instrText" | "footnoteReference" | "endnoteReference" | "commentReference"
                    | "softHyphen" | "Fallback" => xml.skip()?,
                    "txbxContent" => self.blocks(xml, &mut state.boxes)?,
                    // drawings, pictures, alternate content: only their text boxes speak
                    _ => {
                        let mut inner = Inline::default();
                        self.inline(xml, &mut inner)?;
                        state.boxes.append(&mut inner.boxes);
                    }
                },
                Event::Close | Event::End => break,
                Event::Text(_) => {}
            }
        }
        if run.hidden {
            return Ok(());
        }
        let font = run
            .font
            .or_else(|| state.style.as_ref().and_then(|s| self.styles.by_id.get(s)).and_then(|s| s.font.clone()))
            .or_else(|| self.styles.default_font.clone());
        let text = match font.as_deref().and_then(encoding::legacy_font) {
            Some((Legacy::Tcvn3, capitals)) => encoding::from_tcvn3(&run.text, capitals),
            Some((Legacy::Vni, _)) => encoding::from_vni(&run.text),
            None => run.text,
        };
        if run.raised && is_note_mark(&text, &state.text) {
            return Ok(());
        }
        state.push(&text, run.bold);
        Ok(())
    }

    fn table(&mut self, xml: &mut Xml<'_>, number: u32) -> Result<RawTable> {
        let mut table = RawTable::default();
        self.rows(xml, &mut table, number)?;
        Ok(table)
    }

    fn rows(&mut self, xml: &mut Xml<'_>, table: &mut RawTable, number: u32) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "tr" => {
                        let mut row = RawRow::default();
                        self.cells(xml, &mut row)?;
                        if !row.deleted {
                            table.rows.push(row);
                        }
                        if table.rows.len() > self.source.limits.max_rows {
                            return Err(self.source.too_many_rows(number));
                        }
                    }
                    "tblPr" | "tblGrid" | "sdtPr" => xml.skip()?,
                    _ => self.rows(xml, table, number)?,
                },
                Event::Close | Event::End => return Ok(()),
                Event::Text(_) => {}
            }
        }
    }

    fn cells(&mut self, xml: &mut Xml<'_>, row: &mut RawRow) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "trPr" => row_properties(xml, row)?,
                    // Rows struck out are not counted.
                    "tc" if row.deleted => xml.skip()?,
                    "tc" => {
                        let cell = self.cell(xml)?;
                        row.cells.push(cell);
                        if row.cells.len() > self.source.limits.max_columns {
                            return Err(self.source.too_many_columns(self.tables, 1));
                        }
                    }
                    "tblPrEx" | "sdtPr" => xml.skip()?,
                    _ => self.cells(xml, row)?,
                },
                Event::Close | Event::End => return Ok(()),
                Event::Text(_) => {}
            }
        }
    }

    fn cell(&mut self, xml: &mut Xml<'_>) -> Result<RawCell> {
        let mut cell = RawCell { span: 1, ..RawCell::default() };
        let mut counted = None;
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "tcPr" => {
                        cell_properties(xml, &mut cell)?;
                        counted = cell.continued.then(|| self.counters.clone());
                    }
                    "p" => self.paragraph(xml, &mut cell.items)?,
                    "tbl" => {
                        self.tables += 1;
                        let table = self.table(xml, self.tables)?;
                        cell.items.push(Item::Table(table));
                    }
                    "del" | "moveFrom" | "Fallback" | "sdtPr" => xml.skip()?,
                    _ => self.blocks(xml, &mut cell.items)?,
                },
                Event::Close | Event::End => {
                    // What is hidden under a merged cell is not counted.
                    if let Some(counters) = counted {
                        self.counters = counters;
                    }
                    return Ok(cell);
                }
                Event::Text(_) => {}
            }
        }
    }
}

#[derive(Default)]
struct Inline {
    text: String,
    any: bool,
    all_bold: bool,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// Its mark was struck out.
    gone: bool,
    boxes: Vec<Item>,
}
impl Inline {
    fn push(&mut self, text: &str, bold: bool) {
        if text.trim().is_empty() {
            self.text.push_str(text);
            return;
        }
        self.any = true;
        self.all_bold &= bold;
        self.text.push_str(text);
    }
}
#[derive(Default)]
pub(crate) struct Run {
    text: String,
    bold: bool,
    hidden: bool,
    /// Set as superscript.
    raised: bool,
    pub(crate) font: Option<String>,
}

/// A raised figure or star behind a number or a word marks a note; behind `m` it is part of the unit.
fn is_note_mark(text: &str, before: &str) -> bool {
    let mark = text.trim();
    let figures = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit() || "*()[],".contains(c));
    let word: String = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    figures && !before.trim().is_empty() && !matches!(word.as_str(), "m" | "mk" | "mc" | "md" | "mm" | "mh")
}
