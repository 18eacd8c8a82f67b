//! A table's rows as slots on a grid: where each cell stands, what it covers, what it continues.
use std::collections::HashMap;

use super::model::Table;

/// A cell on the grid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    pub(crate) text: String,
    /// First grid column.
    pub(crate) start: usize,
    /// Grid columns covered.
    pub(crate) span: usize,
    /// Continues the cell above; `above` is that cell's text.
    pub(crate) below: bool,
    pub(crate) above: String,
    pub(crate) bold: bool,
    pub(crate) numeric: bool,
}

impl Slot {
    /// What a reader takes the cell to say.
    pub(crate) fn effective(&self) -> &str {
        if self.below { &self.above } else { &self.text }
    }
}

/// The rows of a table as slots.
pub(crate) fn slots(table: &Table) -> Vec<Vec<Slot>> {
    // What a merged cell of the row above says, by where it begins: a cell can only go on with one
    // that stands right above it.
    let mut merged: HashMap<usize, String> = HashMap::new();
    let mut out = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let before = std::mem::take(&mut merged);
        let mut start = 0;
        let mut slots = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let span = usize::from(cell.columns.max(1));
            let above = if cell.continued { before.get(&start).cloned() } else { None };
            let below = above.is_some();
            merged.insert(start, above.clone().unwrap_or_else(|| cell.text.clone()));
            slots.push(Slot {
                text: if below { String::new() } else { cell.text.clone() },
                start,
                span,
                below,
                above: above.unwrap_or_default(),
                bold: cell.bold,
                numeric: cell.numeric,
            });
            start += span;
        }
        out.push(slots);
    }
    out
}

/// Grid columns a row covers.
pub(crate) fn width(slots: &[Slot]) -> usize {
    slots.last().map_or(0, |s| s.start + s.span)
}
