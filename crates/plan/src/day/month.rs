//! Last days by the day of a month: the calendar view, and what a feed of one's own dates shows.
use std::collections::BTreeMap;

use kernel::Day;

use super::Who;
use crate::{
    board::{Asked, Board, Sight, View},
    list::{Filter, Row},
    state::State,
};

/// What is due on a day.
#[derive(Clone, Debug, Default)]
pub struct DayOf {
    /// How many tasks.
    pub count: u32,
    /// How many of them are overdue.
    pub overdue: u32,
    /// How many are closed.
    pub closed: u32,
    /// The first of them, open ones first.
    pub rows: Vec<Row>,
}

/// What is due from `first` to `last`, by day, at most `rows` rows a day: one's own lines, or the
/// province's tasks for who follows them.
#[must_use]
pub fn month(board: &Board, asked: Asked, who: &Who, (first, last): (Day, Day), rows: usize) -> BTreeMap<Day, DayOf> {
    let view = View::from(asked);
    let own = match who.sight {
        Sight::All => Filter::default(),
        Sight::Units(_) => who.own.map(Filter::mine).unwrap_or_default(),
    };
    let filter = Filter { due_from: Some(first), due_to: Some(last), ..own };
    let eyes = board.eyes(&who.sight);
    let mut hits: BTreeMap<Day, Vec<_>> = BTreeMap::new();
    for hit in board.hits(&eyes, &filter, view) {
        if let Some(due) = hit.due(view).on {
            hits.entry(Day::from_number(due)).or_default().push(hit);
        }
    }
    let day = |(day, mut hits): (Day, Vec<crate::board::Visible<'_>>)| {
        hits.sort_by_key(|h| (h.state.is_closed(), board.document_of(h.task).rank(), h.task.ordinal));
        let count =
            |is: &dyn Fn(State) -> bool| u32::try_from(hits.iter().filter(|h| is(h.state)).count()).unwrap_or(u32::MAX);
        let of = DayOf {
            count: count(&|_| true),
            overdue: count(&|s| s == State::Overdue),
            closed: count(&|s| s.is_closed()),
            rows: hits.iter().take(rows).map(|h| board.row(h, view)).collect(),
        };
        (day, of)
    };
    hits.into_iter().map(day).collect()
}
