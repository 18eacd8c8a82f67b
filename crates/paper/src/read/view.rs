//! A row of cells seen through the columns of its table.
use super::{
    columns::Layout,
    rows::Line,
    table::{self, Slot},
};

/// A row seen through the table's columns.
pub(crate) struct View {
    /// Text by column, own cells only.
    pub(crate) own: Vec<String>,
    /// Text of merged cells continued from above, by column.
    pub(crate) above: Vec<Option<String>>,
    pub(crate) numeric: Vec<bool>,
    pub(crate) bold: bool,
    /// One cell covers half the table or more.
    pub(crate) wide: bool,
    /// Own texts in printed order.
    pub(crate) texts: Vec<String>,
    /// Raw cells as printed, for rows that don't fit the columns.
    pub(crate) raw: Option<Vec<String>>,
}

/// A row's cells by column: by count where the counts agree, else by place on the grid.
pub(crate) fn view(line: &Line, layout: &Layout) -> View {
    let width = layout.columns.len();
    let mut out = View {
        own: vec![String::new(); width],
        above: vec![None; width],
        numeric: vec![false; width],
        bold: false,
        wide: false,
        texts: Vec::new(),
        raw: None,
    };
    let slots = &line.slots;
    let filled: Vec<&Slot> = slots.iter().filter(|s| !s.below && !s.text.trim().is_empty()).collect();
    out.texts = filled.iter().map(|s| s.text.clone()).collect();
    out.bold = !filled.is_empty() && filled.iter().all(|s| s.bold);
    out.wide = filled.len() == 1 && filled[0].span * 2 >= layout.grid.max(2) && filled[0].span > 1
        || slots.len() == 1 && width > 2
        || filled.len() == 2 && slots.len() == 2 && filled[1].span > 1 && width > 3;
    let by_count = slots.len() == width;
    let by_grid =
        !by_count && table::width(slots) == layout.grid && layout.grid != 0 && slots.iter().any(|s| s.span > 1);
    if !by_count && !by_grid {
        out.raw = Some(slots.iter().map(|s| s.effective().to_owned()).collect());
    }
    for (i, slot) in slots.iter().enumerate() {
        let column = if by_grid { layout.columns.iter().rposition(|c| c.start <= slot.start).unwrap_or(0) } else { i };
        if column >= width {
            continue;
        }
        if slot.below {
            out.above[column] = Some(slot.above.clone());
        } else if !slot.text.trim().is_empty() {
            if out.own[column].is_empty() {
                out.own[column].clone_from(&slot.text);
            } else {
                out.own[column] = format!("{} {}", out.own[column], slot.text);
            }
            out.numeric[column] = slot.numeric;
        }
    }
    out
}
