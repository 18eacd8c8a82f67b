//! An item's cells put into their columns, and what other rows add to it.
use super::{
    align::{self, Verdict},
    columns::{Column, Layout, Role},
    going_on::unfinished,
    guess,
    model::Flag,
    number::{self, Number},
    rows::{Line, Section},
    units::is_beginning,
    view::View,
};

/// An item on its way to becoming a task or a target.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) line: u32,
    /// Which section of the table, counted; for comparing rows.
    pub(crate) section: usize,
    pub(crate) title: Option<Section>,
    /// Text by column.
    pub(crate) cells: Vec<String>,
    /// Carried from above, by column.
    pub(crate) carried: Vec<bool>,
    /// Part of a real merged cell, by column.
    pub(crate) merged: Vec<bool>,
    pub(crate) numeric: Vec<bool>,
    pub(crate) flags: Vec<Flag>,
    /// Its cells may stand in the wrong columns: nothing is carried into it.
    pub(crate) unsure: bool,
}

/// An item's cells in their columns.
pub(crate) fn draft(line: &Line, view: &View, layout: &Layout, counted: bool) -> Draft {
    let width = layout.columns.len();
    let mut out = Draft {
        line: line.line,
        section: 0,
        title: None,
        cells: vec![String::new(); width],
        carried: vec![false; width],
        merged: view.above.iter().map(Option::is_some).collect(),
        numeric: view.numeric.clone(),
        flags: Vec::new(),
        unsure: false,
    };
    let merged = view.above.iter().any(Option::is_some);
    let raw: Vec<String> = match &view.raw {
        Some(raw) if !merged => raw.clone(),
        _ => view.own.clone(),
    };
    let raw = split_first(raw, layout, &mut out.flags);
    let cells: Vec<&str> = raw.iter().map(String::as_str).collect();
    let placing = if merged {
        align::Placing { columns: (0..width).map(|i| vec![i]).collect(), verdict: Verdict::AsPrinted }
    } else {
        align::place(&cells, layout, counted)
    };
    for (column, group) in placing.columns.iter().enumerate() {
        let texts: Vec<&str> =
            group.iter().filter_map(|i| cells.get(*i)).copied().filter(|t| !t.trim().is_empty()).collect();
        out.cells[column] = texts.join(" ");
    }
    for (column, above) in view.above.iter().enumerate() {
        if let Some(text) = above.as_ref().filter(|t| !t.trim().is_empty()) {
            out.cells[column].clone_from(text);
            out.carried[column] = true;
        }
    }
    match placing.verdict {
        Verdict::AsPrinted => {}
        Verdict::Moved => out.flags.push(Flag::ShiftedColumns),
        Verdict::Unclear => {
            out.flags.push(Flag::ColumnsUnclear);
            out.unsure = true;
        }
    }
    // A short row whose cells all fit lost only empty cells at its end.
    if view.raw.is_some() && raw.len() < width && line.torn && placing.verdict != Verdict::AsPrinted {
        out.flags.push(Flag::CellLost);
    }
    if line.hidden {
        out.flags.push(Flag::HiddenRow);
    }
    if line.nested {
        out.flags.push(Flag::NestedTable);
    }
    let name = layout.column(Role::Name);
    if name.is_some_and(|c| out.carried[c])
        && layout.column(Role::No).is_none_or(|c| out.carried[c] || out.cells[c].is_empty())
    {
        out.flags.push(Flag::SameTaskAbove);
    }
    out
}

/// `5 Triển khai …` in the first cell: number and name were run together.
fn split_first(mut raw: Vec<String>, layout: &Layout, flags: &mut Vec<Flag>) -> Vec<String> {
    let width = layout.columns.len();
    if layout.columns.first().is_none_or(|c| c.role != Role::No)
        || layout.columns.get(1).is_none_or(|c| c.role != Role::Name)
    {
        return raw;
    }
    let Some(first) = raw.first().filter(|f| !guess::number(f)) else { return raw };
    let Some((head, rest)) = first.trim().split_once(char::is_whitespace) else { return raw };
    let numbered = matches!(number::parse(head), Some(Number::Plain(_) | Number::Mixed(..)));
    if !numbered || !rest.chars().any(char::is_alphabetic) {
        return raw;
    }
    let (head, rest) = (head.to_owned(), rest.trim().to_owned());
    if raw.get(1).is_none_or(|n| n.trim().is_empty()) && raw.len() >= width {
        raw[0] = head;
        raw[1] = rest;
    } else if raw.len() < width {
        raw[0] = head;
        raw.insert(1, rest);
    } else {
        return raw;
    }
    flags.push(Flag::ShiftedColumns);
    raw
}

impl Draft {
    /// Neither number nor name can be told, or it is unsure which cell is which and one of them
    /// stands where no field would show it.
    pub(crate) fn is_lost(&self, layout: &Layout) -> bool {
        let homeless = |(column, text): (&Column, &String)| column.role == Role::Other && !text.trim().is_empty();
        if self.unsure && layout.columns.iter().zip(&self.cells).any(homeless) {
            return true;
        }
        let text = |role: Role| layout.column(role).map_or("", |c| self.cells[c].as_str());
        let name = text(Role::Name);
        self.unsure && !guess::number(text(Role::No)) && (name.is_empty() || align::fit(Role::Name, name) <= -3)
    }
}

/// The cells of a row that doesn't fill its columns, put where they clearly belong.
pub(crate) fn placed(raw: &[String], layout: &Layout) -> Option<Vec<String>> {
    let cells: Vec<&str> = raw.iter().map(String::as_str).collect();
    let placing = align::place(&cells, layout, false);
    let text = |group: &Vec<usize>| group.iter().filter_map(|i| cells.get(*i)).copied().collect::<Vec<_>>().join(" ");
    (placing.verdict == Verdict::Moved).then(|| placing.columns.iter().map(text).collect())
}

/// Adds a row's texts to the item it continues; `cells` are its texts by column where they had to be
/// moved. A line torn in the middle goes on after a blank, a paragraph of its own after a line break.
pub(crate) fn join(draft: &mut Draft, view: &View, cells: Option<&[String]>, layout: &Layout, torn: bool) {
    let width = draft.cells.len();
    let texts: Vec<(usize, &String)> = match (cells, &view.raw) {
        (Some(cells), _) => cells.iter().enumerate().collect(),
        // A line without cells goes on with the last text of the row.
        (None, Some(raw)) if raw.len() == 1 => {
            let last = (0..width).rev().find(|c| !draft.cells[*c].is_empty()).unwrap_or(0);
            vec![(last, &raw[0])]
        }
        _ => view.own.iter().enumerate().collect(),
    };
    for (column, text) in texts {
        if text.trim().is_empty() {
            continue;
        }
        let units = matches!(layout.columns[column].role, Role::Lead | Role::Coordinating | Role::Both);
        let above = draft.cells[column].rsplit([';', '\n']).next().unwrap_or("").trim();
        let apart = !torn
            || text.starts_with(['-', '+', '•', '–'])
            || units && guess::unit(text) && !unfinished(above) && !is_beginning(above)
            || number::split_title(text).is_some();
        if !draft.cells[column].is_empty() {
            draft.cells[column].push(if apart { '\n' } else { ' ' });
        }
        draft.cells[column].push_str(text);
    }
    if !draft.flags.contains(&Flag::RowJoined) {
        draft.flags.push(Flag::RowJoined);
    }
}
