//! Keyset pages: a page begins after a key, so that rows which come or go in between shift nothing.
use kernel::{DocumentId, Fault, Result, TaskId};

use super::Sort;
use crate::board::{Board, View, Visible};

/// What a row stands by. Compared from the left; ends in the task's id, so that no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key<'a> {
    number: i64,
    text: &'a str,
    document: (i32, DocumentId),
    ordinal: u32,
    task: TaskId,
}

impl<'a> Key<'a> {
    pub(super) fn of(board: &Board, hit: &Visible<'a>, sort: Sort, view: View) -> Self {
        let (number, text) = match sort {
            Sort::Due => (due_rank(hit, view), ""),
            Sort::Document => (0, ""),
            Sort::Changed => (-hit.task.changed, ""),
            Sort::Unit => (0, &*hit.version.text.lead_folded),
        };
        let document = board.document_of(hit.task).rank();
        Self { number, text, document, ordinal: hit.task.ordinal, task: hit.task.id }
    }
    pub(super) fn write(&self) -> String {
        let (day, document) = self.document;
        format!("{}~{day}~{document}~{}~{}~{}", self.number, self.ordinal, self.task, self.text)
    }
}

/// What is still to be done comes first, by last day, without one at its end; then what is closed,
/// the latest first: a work list begins with work.
fn due_rank(hit: &Visible<'_>, view: View) -> i64 {
    const NO_DAY: i64 = 1 << 32;
    const CLOSED: i64 = 1 << 33;
    match (hit.state.is_closed(), hit.due(view).on.map(i64::from)) {
        (false, due) => due.unwrap_or(NO_DAY),
        (true, due) => CLOSED - due.unwrap_or(0),
    }
}

/// A key read back.
pub struct After {
    number: i64,
    text: String,
    document: (i32, DocumentId),
    ordinal: u32,
    task: TaskId,
}
impl After {
    pub(super) fn key(&self) -> Key<'_> {
        Key { number: self.number, text: &self.text, document: self.document, ordinal: self.ordinal, task: self.task }
    }
}

pub(super) fn read(cursor: &str) -> Result<After> {
    let bad = || Fault::invalid("plan-cursor");
    let mut parts = cursor.splitn(6, '~');
    let mut next = || parts.next().ok_or_else(bad);
    Ok(After {
        number: next()?.parse().map_err(|_| bad())?,
        document: (next()?.parse().map_err(|_| bad())?, next()?.parse().map_err(|_| bad())?),
        ordinal: next()?.parse().map_err(|_| bad())?,
        task: next()?.parse().map_err(|_| bad())?,
        text: next()?.to_owned(),
    })
}
