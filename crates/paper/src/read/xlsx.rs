//! XLSX: every sheet as a reader sees it: merged ranges, number formats, dates, hidden rows and
//! sheets (read and flagged), old fonts.
use std::collections::{BTreeMap, HashMap};

use kernel::{Day, Result};

use super::{
    encoding::{self, Legacy},
    model::{Block, Cell, Row, Table},
    number_format::shown,
    package::{Package, Source},
    xml::{Event, Tag, Xml},
};

/// Reads a workbook.
pub(crate) fn read(package: &mut Package<'_>, main: &str) -> Result<Vec<Block>> {
    let folder = main.rsplit_once('/').map_or("", |(f, _)| f).to_owned();
    let targets = relationships(package, main)?;
    let book = workbook(package, main)?;
    let strings = shared_strings(package, &format!("{folder}/sharedStrings.xml"))?;
    let styles = styles(package, &format!("{folder}/styles.xml"))?;
    let mut out = Out::default();
    for sheet in &book.sheets {
        let Some(target) = targets.get(&sheet.relation) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
        let source = package.source;
        let number = out.tables + 1;
        let Some(input) = package.open(&path)? else { continue };
        let reader = SheetReader { source, strings: &strings, styles: &styles, early: book.early, number };
        let grid = reader.read(&mut Xml::new(input, source))?;
        out.sheet(grid, sheet);
    }
    Ok(out.blocks)
}

struct Workbook {
    sheets: Vec<Sheet>,
    /// Dates count from 1904.
    early: bool,
}
struct Sheet {
    name: String,
    relation: String,
    hidden: bool,
}

fn workbook(package: &mut Package<'_>, main: &str) -> Result<Workbook> {
    let source = package.source;
    let mut out = Workbook { sheets: Vec::new(), early: false };
    let Some(input) = package.open(main)? else { return Err(source.broken("no workbook")) };
    let mut xml = Xml::new(input, source);
    loop {
        match xml.next()? {
            Event::Open(tag) if tag.name == "sheet" => out.sheets.push(Sheet {
                name: tag.attribute("name").unwrap_or_default(),
                relation: tag.attribute("id").unwrap_or_default(),
                hidden: tag.attribute("state").is_some_and(|s| s != "visible"),
            }),
            Event::Open(tag) if tag.name == "workbookPr" => {
                out.early = matches!(tag.attribute("date1904").as_deref(), Some("1" | "true"));
            }
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

fn relationships(package: &mut Package<'_>, main: &str) -> Result<HashMap<String, String>> {
    let source = package.source;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let mut out = HashMap::new();
    let Some(input) = package.open(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(out) };
    let mut xml = Xml::new(input, source);
    loop {
        match xml.next()? {
            Event::Open(tag) if tag.name == "Relationship" => {
                if let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target")) {
                    out.insert(id, target);
                }
            }
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

/// A rich text: its runs, those in old fonts converted already.
fn rich(xml: &mut Xml<'_>) -> Result<String> {
    let mut out = String::new();
    let mut font: Option<String> = None;
    let mut open = 1usize;
    while open > 0 {
        match xml.next()? {
            Event::Open(tag) => match tag.name.as_str() {
                "t" => {
                    let text = xml.text()?;
                    out.push_str(&in_font(&text, font.as_deref()));
                }
                "rPh" => xml.skip()?,
                "r" => {
                    font = None;
                    open += 1;
                }
                "rFont" => {
                    font = tag.attribute("val");
                    open += 1;
                }
                _ => open += 1,
            },
            Event::Close => open -= 1,
            Event::Text(_) => {}
            Event::End => break,
        }
    }
    Ok(out)
}

fn in_font(text: &str, font: Option<&str>) -> String {
    match font.and_then(encoding::legacy_font) {
        Some((Legacy::Tcvn3, capitals)) => encoding::from_tcvn3(text, capitals),
        Some((Legacy::Vni, _)) => encoding::from_vni(text),
        None => text.to_owned(),
    }
}

fn shared_strings(package: &mut Package<'_>, name: &str) -> Result<Vec<String>> {
    let source = package.source;
    let mut out = Vec::new();
    let Some(input) = package.open(name)? else { return Ok(out) };
    let mut xml = Xml::new(input, source);
    loop {
        match xml.next()? {
            Event::Open(tag) if tag.name == "si" => out.push(rich(&mut xml)?),
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Styles {
    formats: HashMap<u32, String>,
    fonts: Vec<Font>,
    /// Number format and font of each cell style.
    cells: Vec<(u32, usize)>,
}
#[derive(Clone, Default)]
struct Font {
    name: Option<String>,
    bold: bool,
}

fn styles(package: &mut Package<'_>, name: &str) -> Result<Styles> {
    let source = package.source;
    let mut out = Styles::default();
    let Some(input) = package.open(name)? else { return Ok(out) };
    let mut xml = Xml::new(input, source);
    let (mut in_cells, mut in_fonts) = (false, false);
    let small = |tag: &Tag, name: &str| tag.number(name).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    loop {
        match xml.next()? {
            Event::Open(tag) => match tag.name.as_str() {
                "numFmt" => {
                    out.formats.insert(small(&tag, "numFmtId"), tag.attribute("formatCode").unwrap_or_default());
                }
                "fonts" => in_fonts = true,
                "fills" | "borders" | "dxfs" => in_fonts = false,
                "font" if in_fonts => out.fonts.push(Font::default()),
                "b" if in_fonts => {
                    if let Some(font) = out.fonts.last_mut() {
                        font.bold = tag.on();
                    }
                }
                "name" if in_fonts => {
                    if let Some(font) = out.fonts.last_mut() {
                        font.name = tag.attribute("val");
                    }
                }
                "cellXfs" => in_cells = true,
                "cellStyleXfs" | "cellStyles" => in_cells = false,
                "xf" if in_cells => {
                    let font = usize::try_from(small(&tag, "fontId")).unwrap_or(0);
                    out.cells.push((small(&tag, "numFmtId"), font));
                }
                _ => {}
            },
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Grid {
    rows: Vec<GridRow>,
    /// First row, first column, last row, last column.
    merges: Vec<[u32; 4]>,
}
#[derive(Default)]
struct GridRow {
    number: u32,
    hidden: bool,
    cells: BTreeMap<u32, Cell>,
}

struct SheetReader<'a> {
    source: &'a Source<'a>,
    strings: &'a [String],
    styles: &'a Styles,
    early: bool,
    number: u32,
}

impl SheetReader<'_> {
    fn read(&self, xml: &mut Xml<'_>) -> Result<Grid> {
        let mut grid = Grid::default();
        loop {
            match xml.next()? {
                Event::Open(tag) if tag.name == "row" => {
                    let number = tag.number("r").and_then(|n| u32::try_from(n).ok());
                    let number = number.unwrap_or_else(|| grid.rows.last().map_or(1, |r| r.number + 1));
                    let hidden = matches!(tag.attribute("hidden").as_deref(), Some("1" | "true"));
                    let row = GridRow { number, hidden, cells: self.cells(xml)? };
                    if !row.cells.is_empty() {
                        grid.rows.push(row);
                    }
                    if grid.rows.len() > self.source.limits.max_rows {
                        return Err(self.source.too_many_rows(self.number));
                    }
                }
                Event::Open(tag) if tag.name == "mergeCell" => {
                    if let Some(range) = tag.attribute("ref").as_deref().and_then(range) {
                        grid.merges.push(range);
                    }
                    if grid.merges.len() > self.source.limits.max_rows * 4 {
                        return Err(self.source.too_many_rows(self.number));
                    }
                }
                Event::End => return Ok(grid),
                _ => {}
            }
        }
    }

    fn cells(&self, xml: &mut Xml<'_>) -> Result<BTreeMap<u32, Cell>> {
        let mut out = BTreeMap::new();
        let mut next = 0;
        loop {
            match xml.next()? {
                Event::Open(tag) if tag.name == "c" => {
                    let column = tag.attribute("r").as_deref().and_then(reference).map_or(next, |(_, c)| c);
                    next = column + 1;
                    let cell = self.cell(xml, &tag)?;
                    if !cell.text.trim().is_empty() {
                        out.insert(column, cell);
                    }
                }
                Event::Open(_) => xml.skip()?,
                Event::Close | Event::End => return Ok(out),
                Event::Text(_) => {}
            }
        }
    }

    fn cell(&self, xml: &mut Xml<'_>, tag: &Tag) -> Result<Cell> {
        let kind = tag.attribute("t").unwrap_or_default();
        let style = tag.number("s").and_then(|s| usize::try_from(s).ok()).and_then(|s| self.styles.cells.get(s));
        let font = style.and_then(|(_, f)| self.styles.fonts.get(*f)).cloned().unwrap_or_default();
        let (mut value, mut inline) = (String::new(), None);
        loop {
            match xml.next()? {
                Event::Open(tag) if tag.name == "v" => value = xml.text()?,
                Event::Open(tag) if tag.name == "is" => inline = Some(rich(xml)?),
                Event::Open(_) => xml.skip()?,
                Event::Close | Event::End => break,
                Event::Text(_) => {}
            }
        }
        let mut numeric = false;
        let text = match kind.as_str() {
            "s" => value.trim().parse::<usize>().ok().and_then(|i| self.strings.get(i)).cloned().unwrap_or_default(),
            "inlineStr" => inline.unwrap_or_default(),
            "str" | "e" | "b" => value,
            "d" => value.get(..10).and_then(|d| d.parse::<Day>().ok()).map_or(value.clone(), |d| d.vietnamese()),
            _ => match value.trim().parse::<f64>() {
                Ok(number) => {
                    numeric = true;
                    let format = style.map_or(0, |(f, _)| *f);
                    let code = self.styles.formats.get(&format).map_or("", String::as_str);
                    shown(number, format, code, self.early)
                }
                Err(_) => value,
            },
        };
        let text = if numeric { text } else { in_font(&text, font.name.as_deref()) };
        Ok(Cell {
            text: text.replace("_x000D_", "").replace('\t', " "),
            columns: 1,
            bold: font.bold,
            numeric,
            ..Cell::default()
        })
    }
}

/// `B12` as row and column, counted from one and from zero.
fn reference(text: &str) -> Option<(u32, u32)> {
    let text = text.trim_matches('$');
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0u32;
    for c in text[..split].chars().filter(|c| *c != '$') {
        column = column.checked_mul(26)?.checked_add(c.to_ascii_uppercase().to_digit(36)?.checked_sub(9)?)?;
    }
    Some((text[split..].parse().ok()?, column.checked_sub(1)?))
}

fn range(text: &str) -> Option<[u32; 4]> {
    let (a, b) = text.split_once(':')?;
    let ((r1, c1), (r2, c2)) = (reference(a)?, reference(b)?);
    Some([r1.min(r2), c1.min(c2), r1.max(r2), c1.max(c2)])
}

#[derive(Default)]
struct Out {
    blocks: Vec<Block>,
    line: u32,
    tables: u32,
}

impl Out {
    fn sheet(&mut self, grid: Grid, sheet: &Sheet) {
        let start = grid.rows.iter().position(|r| r.cells.len() >= 3).unwrap_or(grid.rows.len());
        let merges = merges_by_row(&grid);
        let mut rows = grid.rows;
        let table: Vec<GridRow> = rows.split_off(start);
        // Titles above the table are running text.
        for row in rows {
            for cell in row.cells.into_values() {
                for text in cell.text.lines().filter(|t| !t.trim().is_empty()) {
                    self.line += 1;
                    self.blocks.push(Block::Paragraph { line: self.line, text: text.to_owned() });
                }
            }
        }
        if table.is_empty() {
            return;
        }
        self.tables += 1;
        let from = table.iter().filter_map(|r| r.cells.keys().next()).min().copied().unwrap_or(0);
        let to = table.iter().filter_map(|r| r.cells.keys().last()).max().copied().unwrap_or(0);
        let mut out =
            Table { number: self.tables, sheet: Some(sheet.name.clone()), hidden: sheet.hidden, ..Table::default() };
        for mut row in table {
            self.line += 1;
            let empty = Vec::new();
            let here = merges.get(&row.number).unwrap_or(&empty);
            let mut cells = Vec::new();
            let mut column = from;
            while column <= to {
                let merge = here.iter().find(|m| m[1] <= column && column <= m[3]);
                let last = merge.map_or(column, |m| m[3].min(to));
                let continued = merge.is_some_and(|m| m[0] < row.number);
                let mut cell = row.cells.remove(&column).unwrap_or_default();
                cell.columns = u16::try_from(last - column + 1).unwrap_or(u16::MAX);
                cell.continued = continued;
                cells.push(cell);
                column = last + 1;
            }
            out.rows.push(Row { line: self.line, hidden: row.hidden, cells, ..Row::default() });
        }
        self.blocks.push(Block::Table(out));
    }
}

/// The merged ranges that touch each row there is.
fn merges_by_row(grid: &Grid) -> HashMap<u32, Vec<[u32; 4]>> {
    let mut out: HashMap<u32, Vec<[u32; 4]>> = HashMap::new();
    let numbers: Vec<u32> = grid.rows.iter().map(|r| r.number).collect();
    for merge in &grid.merges {
        let first = numbers.partition_point(|n| *n < merge[0]);
        for number in numbers[first..].iter().take_while(|n| **n <= merge[2]) {
            out.entry(*number).or_default().push(*merge);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn references() {
        assert_eq!(reference("B12"), Some((12, 1)));
        assert_eq!(reference("AA1"), Some((1, 26)));
        assert_eq!(range("A1:C3"), Some([1, 0, 3, 2]));
        assert_eq!(range("A1"), None);
    }
}
