//! From the board to what pages and the API show of it: who sees what, rows of tasks, counts.
use std::collections::HashSet;

use kernel::{Ctx, Day, DocumentId, Fault, Result, UnitId};
use org::Directory;
use plan::{
    board::{Asked, Board, Sight},
    list::{LineRow, Row},
    state::State,
    status::{Status, Tally},
};

use crate::{
    api::{self, ByState, DocumentRef, DocumentStatus, LineItem, TargetStatus, TaskItem, TaskStatus, UnitRef},
    draw,
    lang::L,
    pages::{self, Slice},
    url::{self, Query},
};

/// What the actor may see: the whole province, or what their unit and those they stand in for have
/// a part in.
pub(crate) fn sight(ctx: &Ctx) -> Sight {
    if pages::may(ctx, "province.read") { Sight::All } else { Sight::Units(ctx.actor.unit.into_iter().collect()) }
}

/// Documents in which the reader has a part: only those are theirs to open. `None`: all.
pub(crate) fn own_documents(board: &Board, sight: &Sight, day: Day) -> Option<HashSet<DocumentId>> {
    let Sight::Units(own) = sight else { return None };
    let moment = asked(day);
    let mut ids = HashSet::clone(&board.documents_of(own, day));
    let led = board.targets().cells().iter().filter(|c| c.leads(moment).any(|unit| own.contains(&unit)));
    ids.extend(led.map(|c| c.document));
    Some(ids)
}

/// Documents to choose from in a filter, as values and words.
pub(crate) fn document_choices(board: &Board, sight: &Sight, day: Day) -> Vec<(String, String)> {
    let own = own_documents(board, sight, day);
    let seen = board.documents().into_iter().filter(|d| own.as_ref().is_none_or(|own| own.contains(&d.id)));
    seen.map(|d| (d.id.to_string(), d.number.clone())).collect()
}

/// Is the document the reader's to open?
///
/// # Errors
/// `NotFound` when they have no part in it: it is not said that there is such a document.
pub(crate) fn require_document(board: &Board, ctx: &Ctx, id: DocumentId) -> Result<()> {
    match own_documents(board, &sight(ctx), ctx.today()) {
        Some(own) if !own.contains(&id) => Err(Fault::not_found("fault-not-found")),
        _ => Ok(()),
    }
}

/// A day as asked about: everything known now about it.
pub(crate) fn asked(day: Day) -> Asked {
    Asked::on(day)
}

pub(crate) fn by_state(tally: &Tally) -> ByState {
    let of = |state| tally.of(state) as usize;
    ByState {
        done_on_time: of(State::DoneOnTime),
        done_late: of(State::DoneLate),
        running: of(State::Running),
        due_soon: of(State::DueSoon),
        overdue: of(State::Overdue),
        recurring: of(State::Recurring),
        not_started: of(State::NotStarted),
        waiting: of(State::Waiting),
        not_applicable: of(State::NotApplicable),
    }
}

pub(crate) fn document_ref(board: &Board, id: DocumentId) -> DocumentRef {
    let document = board.document(id);
    DocumentRef {
        id: id.to_string(),
        number: document.map(|d| d.number.clone()).unwrap_or_default(),
        title: document.map(|d| d.title.clone()).unwrap_or_default(),
    }
}

pub(crate) fn unit_refs(directory: &Directory, ids: &[UnitId]) -> Vec<UnitRef> {
    ids.iter().map(|id| api::unit_ref(directory, *id)).collect()
}

pub(crate) fn task_item(board: &Board, directory: &Directory, row: &Row) -> TaskItem {
    TaskItem {
        id: row.task.to_string(),
        section_no: row.section_no.clone(),
        no: row.no.clone(),
        name: row.name.clone(),
        state: row.state.code(),
        document: document_ref(board, row.document),
        lead: row.line.iter().map(|l| api::unit_ref(directory, l.unit)).collect(),
        lead_text: row.lead_text.clone(),
        due_on: row.due_on.map(|d| d.to_string()),
        deadline_text: row.deadline_text.clone(),
        lines: row.lines as usize,
        lines_done: row.closed as usize,
    }
}

pub(crate) fn line_item(directory: &Directory, line: &LineRow, percent: Option<i64>) -> LineItem {
    LineItem {
        id: line.line.to_string(),
        unit: api::unit_ref(directory, line.unit),
        state: line.state.code(),
        awaiting: line.standing.awaits(),
        percent,
        done_on: line.done_on.map(|d| d.to_string()),
        seen: line.last_mark,
    }
}

pub(crate) fn status(status: &Status) -> api::Status {
    let by_document = status.by_document.iter().map(|d| DocumentStatus {
        document: DocumentRef {
            id: d.document.id.to_string(),
            number: d.document.number.clone(),
            title: d.document.title.clone(),
        },
        total: d.tally.total() as usize,
        by_state: by_state(&d.tally),
    });
    let targets = &status.targets;
    api::Status {
        as_of: status.as_of.to_string(),
        tasks: TaskStatus {
            total: status.tasks.total() as usize,
            by_state: by_state(&status.tasks),
            by_document: by_document.collect(),
        },
        targets: TargetStatus {
            total: targets.total as usize,
            met: targets.met as usize,
            exceeded: targets.exceeded as usize,
            not_met: targets.not_met as usize,
            running: targets.running as usize,
        },
    }
}

/// A tally as parts of a bar; each opens its rows in the list that `view` describes.
pub(crate) fn slices(l: L, tally: &Tally, view: &Query) -> Vec<Slice> {
    let shown: Vec<State> = State::ALL.into_iter().filter(|s| tally.of(*s) > 0).collect();
    let counts: Vec<usize> = shown.iter().map(|s| tally.of(*s) as usize).collect();
    let parts = draw::shares(&counts);
    shown
        .iter()
        .zip(counts)
        .zip(parts)
        .map(|((state, count), (x, width))| Slice {
            state: state.code().to_owned(),
            label: l.tk("state", state.code()),
            count: pages::count(l, count),
            x: x.to_string(),
            width: width.to_string(),
            url: view.with("state", state.code()).at(url::TASKS),
        })
        .collect()
}

/// The view of a day: nothing for today, so that addresses stay short and live.
pub(crate) fn day_view(day: Day, today: Day) -> Query {
    if day == today { Query::new() } else { Query::new().with("as_of", day) }
}
