//! From what Word holds to blocks in order: lines numbered, nested tables lifted out of their cells.
use super::{Item, RawRow, RawTable};
use crate::read::model::{Block, Cell, Row, Table};

/// Numbers the lines and lifts nested tables out of their cells.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) blocks: Vec<Block>,
    line: u32,
    tables: u32,
}

impl Flat {
    pub(super) fn items(&mut self, items: Vec<Item>, nested: bool) {
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
