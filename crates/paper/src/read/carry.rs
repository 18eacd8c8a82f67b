//! Values that a reader sees as merged over several rows of a flat table: printed once, then empty.
use super::{
    columns::{Layout, Role},
    draft::Draft,
    guess,
};

/// Ditto marks stand for what the cell above says.
pub(crate) fn ditto(drafts: &mut [Draft], layout: &Layout) {
    for (column, kind) in layout.columns.iter().enumerate() {
        if matches!(kind.role, Role::No | Role::Other | Role::Mark(_) | Role::Base(_)) {
            continue;
        }
        for i in 1..drafts.len() {
            let (above, below) = drafts.split_at_mut(i);
            let (Some(above), Some(row)) = (above.last(), below.first_mut()) else { continue };
            if guess::ditto(&row.cells[column]) && !above.cells[column].is_empty() {
                row.cells[column].clone_from(&above.cells[column]);
                row.carried[column] = true;
            }
        }
    }
}

/// Fills the empty cells of columns that every row must have from the row above in the same
/// section, and names them as carried. Columns with real merged cells are left as the file has them.
pub(crate) fn flat(drafts: &mut [Draft], layout: &Layout) {
    for role in [Role::Lead, Role::Both, Role::Deadline] {
        if let Some(column) = layout.column(role)
            && !drafts.iter().any(|d| d.merged[column])
        {
            fill(drafts, column);
        }
    }
    // A group is printed once for all its rows; that is what the column is for.
    if let Some(column) = layout.column(Role::Group).filter(|c| !drafts.iter().any(|d| d.merged[*c])) {
        fill(drafts, column);
    }
    // The accountable head goes with the lead: both empty, both carried.
    let lead = layout.column(Role::Lead).or(layout.column(Role::Both));
    if let (Some(lead), Some(column)) = (lead, layout.column(Role::Responsible))
        && !drafts.iter().any(|d| d.merged[column])
    {
        follow(drafts, lead, column);
    }
    if let Some(column) = layout.column(Role::Source)
        && !drafts.iter().any(|d| d.merged[column])
        && printed_by_groups(drafts, column)
    {
        fill(drafts, column);
    }
}

fn fill(drafts: &mut [Draft], column: usize) {
    for i in 1..drafts.len() {
        let (above, below) = drafts.split_at_mut(i);
        let (Some(above), Some(row)) = (above.last(), below.first_mut()) else { continue };
        if !row.cells[column].is_empty() || row.unsure || row.section != above.section || above.cells[column].is_empty()
        {
            continue;
        }
        row.cells[column].clone_from(&above.cells[column]);
        row.carried[column] = true;
    }
}

fn follow(drafts: &mut [Draft], lead: usize, column: usize) {
    for i in 1..drafts.len() {
        let (above, below) = drafts.split_at_mut(i);
        let (Some(above), Some(row)) = (above.last(), below.first_mut()) else { continue };
        if row.carried[lead] && row.cells[column].is_empty() && row.section == above.section {
            row.cells[column].clone_from(&above.cells[column]);
            row.carried[column] = !row.cells[column].is_empty();
        }
    }
}

/// Whether an optional column is printed once for a group of rows: every section begins with it,
/// most of its cells are empty, and that in three sections or more, so that it can't be chance.
fn printed_by_groups(drafts: &[Draft], column: usize) -> bool {
    let empty = drafts.iter().filter(|d| d.cells[column].is_empty()).count();
    let mut firsts = 0;
    let mut sections = 0;
    for (i, draft) in drafts.iter().enumerate() {
        if i == 0 || draft.section != drafts[i - 1].section {
            sections += 1;
            firsts += usize::from(!draft.cells[column].is_empty());
        }
    }
    sections >= 3 && firsts == sections && empty * 2 >= drafts.len()
}
