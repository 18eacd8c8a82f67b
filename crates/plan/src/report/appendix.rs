//! The report's appendices: all tasks by document, and all targets.
use kernel::{Day, Say};
use paper::write::model::{Appendix, Column, Para, Row as TableRow, Table};

use super::{
    TargetRow,
    document::{Writer, due},
};
use crate::list::Row;

const TASK_COLUMNS: &[&str] = &[
    "plan-report-c-no",
    "plan-report-c-task",
    "plan-report-c-lead",
    "plan-report-c-product",
    "plan-report-c-due",
    "plan-report-c-state",
    "plan-report-c-done-on",
];
const TARGET_COLUMNS: &[&str] = &[
    "plan-report-c-no",
    "plan-report-c-target",
    "plan-report-c-unit-of",
    "plan-report-c-wanted",
    "plan-report-c-reached",
    "plan-report-c-reached-on",
    "plan-report-c-verdict",
    "plan-report-c-source",
];

pub(super) fn appendices(w: &Writer<'_>) -> Vec<Appendix> {
    let mut all = vec![Appendix {
        label: w.t("plan-report-appendix-1"),
        title: w.t("plan-report-appendix-tasks"),
        attached_to: w.t("plan-report-attached"),
        landscape: true,
        body: vec![Para::Table(tasks(w))],
    }];
    if !w.figures.targets.is_empty() {
        all.push(Appendix {
            label: w.t("plan-report-appendix-2"),
            title: w.t("plan-report-appendix-targets"),
            attached_to: w.t("plan-report-attached"),
            landscape: true,
            body: vec![Para::Table(targets(w))],
        });
    }
    all
}

fn tasks(w: &Writer<'_>) -> Table {
    let mut rows = Vec::new();
    let mut last = None;
    for (row, done_on) in w.figures.tasks.iter().zip(&w.figures.done_on) {
        if last != Some(row.document) {
            last = Some(row.document);
            let title = w.figures.documents.iter().find(|d| d.id == row.document).map(document_title);
            rows.push(TableRow::group("", title.unwrap_or_default(), TASK_COLUMNS.len() as u16));
        }
        rows.push(TableRow::plain(task_cells(w, row, *done_on)));
    }
    let columns = vec![
        Column::center(2),
        Column::left(10),
        Column::left(6),
        Column::left(6),
        Column::center(3),
        Column::left(4),
        Column::center(3),
    ];
    Table { caption: None, columns, head: w.head(TASK_COLUMNS), rows }
}

fn task_cells(w: &Writer<'_>, row: &Row, done_on: Option<Day>) -> [String; 7] {
    let state = w.t(row.state.message_id());
    let state = if row.lines > 1 && !row.state.is_closed() {
        let say =
            Say::new("plan-report-of-lines").arg("state", state).arg("closed", row.closed).arg("lines", row.lines);
        (w.say)(&say)
    } else {
        state
    };
    [
        row.no.clone(),
        row.name.clone(),
        row.lead_text.clone(),
        row.product.clone(),
        due(row, w.say),
        state,
        done_on.map(Day::vietnamese).unwrap_or_default(),
    ]
}

fn targets(w: &Writer<'_>) -> Table {
    let mut rows = Vec::new();
    let mut last = None;
    for target in &w.figures.targets {
        if last != Some(target.document) {
            last = Some(target.document);
            let title = w.figures.documents.iter().find(|d| d.id == target.document).map(document_title);
            rows.push(TableRow::group("", title.unwrap_or_default(), TARGET_COLUMNS.len() as u16));
        }
        rows.push(TableRow::plain(target_cells(w, target)));
    }
    let columns = vec![
        Column::center(2),
        Column::left(10),
        Column::center(3),
        Column::right(3),
        Column::right(3),
        Column::center(3),
        Column::left(3),
        Column::left(6),
    ];
    Table { caption: None, columns, head: w.head(TARGET_COLUMNS), rows }
}

fn target_cells(w: &Writer<'_>, target: &TargetRow) -> [String; 8] {
    let source = if target.simulated { w.t("plan-report-simulated-source") } else { target.source.clone() };
    [
        target.no.clone(),
        target.name.clone(),
        target.unit.clone(),
        if target.year == 0 { target.wanted.clone() } else { format!("{} ({})", target.wanted, target.year) },
        target.reached.clone(),
        target.reached_on.map(Day::vietnamese).unwrap_or_default(),
        w.t(target.state.message_id()),
        source,
    ]
}

fn document_title(document: &crate::board::Document) -> String {
    format!("{} {}: {}", document.kind, document.number, document.title)
}
