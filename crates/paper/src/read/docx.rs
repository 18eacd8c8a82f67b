//! DOCX: paragraphs and real tables, with merged cells, automatic numbers, tracked changes
//! (deleted text is gone, inserted text is there), text boxes and old fonts.
use std::collections::HashMap;

use kernel::Result;

use super::{
    docx_parts::{Numbering, Styles, numbering, styles},
    encoding::{self, Legacy},
    model::{Block, Cell, Row, Table},
    number::to_roman,
    package::{Package, Source},
    xml::{Event, Tag, Xml},
};

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
    counters: HashMap<String, [i64; 9]>,
    tables: u32,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source<'s>, styles: &'s Styles, numbering: &'s Numbering) -> Self {
        Self { source, styles, numbering, counters: HashMap::new(), tables: 0 }
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
        let style = state.style.as_deref().and_then(|s| self.styles.by_id.get(s));
        let numbered = state.number.clone().or_else(|| style.and_then(|s| s.number.clone()));
        let prefix = numbered.and_then(|(id, level)| self.next_number(&id, level));
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
        loop {
            match xml.next()? {
                Event::Open(tag) => match tag.name.as_str() {
                    "tcPr" => cell_properties(xml, &mut cell)?,
                    "p" => self.paragraph(xml, &mut cell.items)?,
                    "tbl" => {
                        self.tables += 1;
                        let table = self.table(xml, self.tables)?;
                        cell.items.push(Item::Table(table));
                    }
                    "del" | "moveFrom" | "Fallback" | "sdtPr" => xml.skip()?,
                    _ => self.blocks(xml, &mut cell.items)?,
                },
                Event::Close | Event::End => return Ok(cell),
                Event::Text(_) => {}
            }
        }
    }

    /// The automatic number of a paragraph, as Word would print it.
    fn next_number(&mut self, id: &str, level: usize) -> Option<String> {
        let list = self.numbering.lists.get(id)?;
        let levels = self.numbering.levels.get(&list.0)?;
        let shape = levels.get(level)?;
        if shape.format == "none" {
            return None;
        }
        if shape.format == "bullet" {
            return Some("-".to_owned());
        }
        let key = if list.1.is_empty() { list.0.clone() } else { format!("{}#{id}", list.0) };
        let start = |l: usize| list.1.get(&l).copied().unwrap_or_else(|| levels.get(l).map_or(1, |s| s.start));
        let counters = self.counters.entry(key).or_insert_with(|| std::array::from_fn(|l| start(l) - 1));
        for (l, counter) in counters.iter_mut().enumerate() {
            match l.cmp(&level) {
                std::cmp::Ordering::Less if *counter < start(l) => *counter = start(l),
                std::cmp::Ordering::Equal => *counter += 1,
                std::cmp::Ordering::Greater => *counter = start(l) - 1,
                std::cmp::Ordering::Less => {}
            }
        }
        let counters = *counters;
        let mut out = shape.text.clone();
        for (l, counter) in counters.iter().enumerate() {
            let format = levels.get(l).map_or("decimal", |s| s.format.as_str());
            out = out.replace(&format!("%{}", l + 1), &formatted(*counter, format));
        }
        (!out.trim().is_empty()).then_some(out)
    }
}

fn formatted(n: i64, format: &str) -> String {
    let small = u32::try_from(n).unwrap_or(0);
    let letter = |base: u8| {
        let n = u8::try_from(small.saturating_sub(1) % 26).unwrap_or(0);
        char::from(base + n).to_string()
    };
    match format {
        "upperRoman" => to_roman(small).to_uppercase(),
        "lowerRoman" => to_roman(small),
        "upperLetter" => letter(b'A'),
        "lowerLetter" => letter(b'a'),
        "decimalZero" => format!("{n:02}"),
        _ => n.to_string(),
    }
}

#[derive(Default)]
struct Inline {
    text: String,
    any: bool,
    all_bold: bool,
    style: Option<String>,
    number: Option<(String, usize)>,
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
    pub(crate) font: Option<String>,
}

fn symbol(tag: &Tag) -> char {
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

fn paragraph_properties(xml: &mut Xml<'_>, state: &mut Inline) -> Result<()> {
    let (mut id, mut level) = (None, 0);
    properties(xml, &mut |tag| {
        match tag.name.as_str() {
            "pStyle" => state.style = tag.attribute("val"),
            "numId" => id = tag.attribute("val"),
            "ilvl" => level = tag.number("val").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
            _ => {}
        }
        // Marks of tracked paragraphs stand in here too and mean nothing to us.
        tag.name != "rPr" && tag.name != "pPrChange"
    })?;
    if let Some(id) = id {
        state.number = Some((id, level.min(8)));
    }
    Ok(())
}

pub(crate) fn run_properties(xml: &mut Xml<'_>, run: &mut Run) -> Result<()> {
    properties(xml, &mut |tag| {
        match tag.name.as_str() {
            "b" => run.bold = tag.on(),
            "vanish" => run.hidden = tag.on(),
            "rFonts" => run.font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi")),
            _ => {}
        }
        tag.name != "rPrChange"
    })
}

fn row_properties(xml: &mut Xml<'_>, row: &mut RawRow) -> Result<()> {
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

fn cell_properties(xml: &mut Xml<'_>, cell: &mut RawCell) -> Result<()> {
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
pub(crate) fn properties(xml: &mut Xml<'_>, look: &mut dyn FnMut(&Tag) -> bool) -> Result<()> {
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

/// Numbers the lines and lifts nested tables out of their cells.
#[derive(Default)]
struct Flat {
    blocks: Vec<Block>,
    line: u32,
    tables: u32,
}

impl Flat {
    fn items(&mut self, items: Vec<Item>, nested: bool) {
        for item in items {
            match item {
                Item::Para(para) => {
                    for text in para.text.split('\n') {
                        if text.trim().is_empty() {
                            continue;
                        }
                        self.line += 1;
                        let (line, text) = (self.line, text.replace('\t', " "));
                        self.blocks.push(if para.heading {
                            Block::Heading { line, text }
                        } else {
                            Block::Paragraph { line, text }
                        });
                    }
                }
                Item::Table(table) => self.table(table, nested),
            }
        }
    }

    fn table(&mut self, raw: RawTable, nested: bool) {
        self.tables += 1;
        let number = self.tables;
        let mut lifted = Vec::new();
        // A frame around everything is no table: what stands in it does.
        let frame = raw.rows.iter().all(|r| r.cells.len() <= 1)
            && raw.rows.iter().flat_map(|r| &r.cells).any(|c| c.items.iter().any(|i| matches!(i, Item::Table(_))));
        if frame {
            self.tables -= 1;
            for cell in raw.rows.into_iter().flat_map(|r| r.cells) {
                self.items(cell.items, nested);
            }
            return;
        }
        let mut rows = Vec::new();
        for raw_row in raw.rows {
            self.line += 1;
            rows.push(row(raw_row, self.line, &mut lifted));
        }
        self.blocks.push(Block::Table(Table { number, nested, rows, ..Table::default() }));
        for table in lifted {
            self.table(table, true);
        }
    }
}

fn row(raw: RawRow, line: u32, lifted: &mut Vec<RawTable>) -> Row {
    let mut cells: Vec<Cell> = Vec::new();
    let empty = |columns| Cell { columns, ..Cell::default() };
    if raw.before > 0 {
        cells.push(empty(raw.before));
    }
    for cell in raw.cells {
        if cell.joined
            && let Some(last) = cells.last_mut()
        {
            last.columns += cell.span;
            continue;
        }
        let mut out = Cell { columns: cell.span, continued: cell.continued, bold: true, ..Cell::default() };
        let mut texts = Vec::new();
        for item in cell.items {
            match item {
                Item::Para(para) => {
                    if !para.text.trim().is_empty() {
                        out.bold &= para.bold;
                        texts.push(para.text.replace('\t', " "));
                    }
                }
                Item::Table(table) if is_data(&table) => lifted.push(table),
                Item::Table(table) => texts.extend(flattened(table)),
            }
        }
        out.bold &= !texts.is_empty();
        out.text = texts.join("\n");
        cells.push(out);
    }
    if raw.after > 0 {
        cells.push(empty(raw.after));
    }
    Row { line, hidden: raw.hidden, cells, ..Row::default() }
}

/// A nested table with rows and columns of its own is read as a table.
fn is_data(table: &RawTable) -> bool {
    table.rows.len() >= 2 && table.rows.iter().any(|r| r.cells.len() >= 3)
}

fn flattened(table: RawTable) -> Vec<String> {
    let mut out = Vec::new();
    for row in table.rows {
        let mut cells = Vec::new();
        for item in row.cells.into_iter().flat_map(|c| c.items) {
            match item {
                Item::Para(para) if !para.text.trim().is_empty() => cells.push(para.text.trim().to_owned()),
                Item::Para(_) => {}
                Item::Table(inner) => cells.extend(flattened(inner)),
            }
        }
        if !cells.is_empty() {
            out.push(cells.join(" "));
        }
    }
    out
}
