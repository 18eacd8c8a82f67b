//! The report's figures as sheets of one workbook.
use kernel::Decimal;

use super::{Figures, Translate, UnitName};
use crate::{
    export::{Cell, Column, Sheet, sheet},
    state::State,
};

/// Sums, tasks, overdue tasks and targets, a sheet each.
#[must_use]
pub fn sheets(figures: &Figures, say: Translate<'_>, unit_name: UnitName<'_>) -> Vec<Sheet> {
    let mut all = vec![sums(figures, say), tasks(figures, say), late(figures, say, unit_name)];
    if !figures.targets.is_empty() {
        all.push(targets(figures, say));
    }
    all
}

fn word(say: Translate<'_>, id: &'static str) -> Cell {
    say(&kernel::Say::new(id)).into()
}

fn sums(figures: &Figures, say: Translate<'_>) -> Sheet {
    let mut sheet =
        sheet(say, "plan-report-sheet-sums", &[("plan-report-c-document", 40), ("plan-report-c-total", 12)]);
    for state in State::ALL {
        let title = say(&kernel::Say::new(state.message_id()));
        sheet.columns.push(Column { title, width: 14 });
    }
    let numbers = |tally: &crate::status::Tally| -> Vec<Cell> {
        std::iter::once(tally.total()).chain(State::ALL.map(|s| tally.of(s))).map(Cell::from).collect()
    };
    for of in &figures.status.by_document {
        let mut row = vec![Cell::from(format!("{} {}", of.document.kind, of.document.number))];
        row.extend(numbers(&of.tally));
        sheet.rows.push(row);
    }
    let mut total = vec![word(say, "plan-report-total")];
    total.extend(numbers(&figures.status.tasks));
    sheet.rows.push(total);
    sheet
}

fn tasks(figures: &Figures, say: Translate<'_>) -> Sheet {
    let columns = [
        ("plan-report-c-document", 18),
        ("plan-report-c-no", 6),
        ("plan-report-c-task", 60),
        ("plan-report-c-lead", 30),
        ("plan-report-c-product", 30),
        ("plan-report-c-deadline", 16),
        ("plan-report-c-due", 12),
        ("plan-export-c-printed-due", 14),
        ("plan-report-c-state", 20),
        ("plan-report-c-done-on", 14),
        ("plan-report-c-lines", 10),
        ("plan-report-c-lines-closed", 10),
    ];
    let mut sheet = sheet(say, "plan-report-sheet-tasks", &columns);
    for (row, done_on) in figures.tasks.iter().zip(&figures.done_on) {
        sheet.rows.push(vec![
            (&row.document_number).into(),
            (&row.no).into(),
            (&row.name).into(),
            (&row.lead_text).into(),
            (&row.product).into(),
            (&row.deadline_text).into(),
            row.due_on.into(),
            row.printed_due_on.into(),
            word(say, row.state.message_id()),
            (*done_on).into(),
            row.lines.into(),
            row.closed.into(),
        ]);
    }
    sheet
}

fn late(figures: &Figures, say: Translate<'_>, unit_name: UnitName<'_>) -> Sheet {
    let columns = [
        ("plan-report-c-document", 18),
        ("plan-report-c-no", 6),
        ("plan-report-c-task", 60),
        ("plan-report-c-unit", 34),
        ("plan-report-c-due", 12),
        ("plan-report-c-days-late", 10),
        ("plan-report-c-reason", 50),
    ];
    let mut sheet = sheet(say, "plan-report-sheet-late", &columns);
    for late in &figures.late {
        let mut row = |unit: Cell, reason: Cell| {
            sheet.rows.push(vec![
                (&late.row.document_number).into(),
                (&late.row.no).into(),
                (&late.row.name).into(),
                unit,
                late.row.due_on.into(),
                late.days.into(),
                reason,
            ]);
        };
        // One row for each unit that is late; a task that nobody leads has one too.
        late.reasons.iter().for_each(|(unit, note)| row(unit_name(*unit).into(), note.into()));
        if late.reasons.is_empty() {
            row((&late.row.lead_text).into(), Cell::Empty);
        }
    }
    sheet
}

fn targets(figures: &Figures, say: Translate<'_>) -> Sheet {
    let columns = [
        ("plan-report-c-document", 18),
        ("plan-report-c-no", 6),
        ("plan-report-c-target", 60),
        ("plan-report-c-unit-of", 12),
        ("plan-report-c-lead", 30),
        ("plan-report-c-year", 8),
        ("plan-report-c-goal", 14),
        ("plan-report-c-reached", 14),
        ("plan-report-c-reached-on", 14),
        ("plan-report-c-verdict", 16),
        ("plan-report-c-source", 40),
    ];
    let mut sheet = sheet(say, "plan-report-sheet-targets", &columns);
    for target in &figures.targets {
        let document = figures.documents.iter().find(|d| d.id == target.document);
        let reached = kernel::number::parse_vietnamese(&target.reached);
        sheet.rows.push(vec![
            document.map_or(Cell::Empty, |d| (&d.number).into()),
            (&target.no).into(),
            (&target.name).into(),
            (&target.unit).into(),
            (&target.lead_text).into(),
            if target.year == 0 { Cell::Empty } else { Cell::Number(Decimal::from(target.year)) },
            (&target.wanted).into(),
            reached.map_or_else(|| (&target.reached).into(), Cell::Number),
            target.reached_on.into(),
            word(say, target.state.message_id()),
            if target.simulated { word(say, "plan-report-simulated-source") } else { (&target.source).into() },
        ]);
    }
    sheet
}
