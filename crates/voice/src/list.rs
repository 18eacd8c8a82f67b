//! Lists and statistics: which ones a view shows, and what they come to. Each number of the statistics
//! is a filter of the list, so that it opens its rows.
use std::collections::{BTreeMap, HashSet};

use kernel::{Day, Decimal, UnitId, VoiceId, WorkCalendar};
use plan::board::{Asked, Sight};

use crate::{
    Channel, Field, Kind,
    book::{Book, Item},
    state::{Standing, State, Timing},
};

/// Which ones; all conditions must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these, found by [`search`](crate::book::search).
    pub found: Option<Vec<VoiceId>>,
    /// In one of these states; empty for all.
    pub states: Vec<State>,
    /// Standing so against the deadline; empty for all.
    pub timings: Vec<Timing>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// About this.
    pub field: Option<Field>,
    /// That came in so.
    pub channel: Option<Channel>,
    /// With this unit, or last with it.
    pub unit: Option<UnitId>,
    /// Received from this day on.
    pub from: Option<Day>,
    /// Received up to this day.
    pub to: Option<Day>,
    /// Rated by the sender.
    pub rated: bool,
}

/// One as it stood.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The one.
    pub item: &'a Item,
    /// Kind by then.
    pub kind: Kind,
    /// Field by then.
    pub field: Field,
    /// Where it stood.
    pub standing: Standing,
}

/// Rows of a view: what is overdue and near first, then the newest.
#[must_use]
pub fn rows<'a>(book: &'a Book, asked: Asked, calendar: &WorkCalendar, sight: &Sight, filter: &Filter) -> Vec<Row<'a>> {
    let found: Option<HashSet<VoiceId>> = filter.found.as_ref().map(|ids| ids.iter().copied().collect());
    let seen = book.items().iter().filter(|item| item.was_there(asked) && item.is_seen(sight));
    let mut rows: Vec<Row<'a>> = seen
        .filter(|item| found.as_ref().is_none_or(|ids| ids.contains(&item.id)))
        .filter(|item| filter.channel.is_none_or(|c| c == item.channel))
        .filter(|item| filter.from.is_none_or(|d| d <= item.received_on))
        .filter(|item| filter.to.is_none_or(|d| item.received_on <= d))
        .map(|item| {
            let (kind, field) = item.class(asked);
            Row { item, kind, field, standing: item.standing(asked, calendar) }
        })
        .filter(|row| passes(row, filter))
        .collect();
    rows.sort_by_key(|row| {
        let first = match row.standing.timing {
            Timing::Overdue => 0,
            Timing::DueSoon => 1,
            _ if !row.standing.state.is_closed() => 2,
            _ => 3,
        };
        let due = if first < 2 { row.standing.due.map_or(0, |d| i64::from(d.number())) } else { 0 };
        (first, due, std::cmp::Reverse(row.item.seq))
    });
    rows
}

fn passes(row: &Row<'_>, filter: &Filter) -> bool {
    let standing = &row.standing;
    (filter.states.is_empty() || filter.states.contains(&standing.state))
        && (filter.timings.is_empty() || filter.timings.contains(&standing.timing))
        && filter.kind.is_none_or(|k| k == row.kind)
        && filter.field.is_none_or(|f| f == row.field)
        && filter.unit.is_none_or(|u| Some(u) == standing.unit)
        && (!filter.rated || standing.rating.is_some())
}

/// What a list comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Received; those merged into others are not counted, their main one is.
    pub received: usize,
    /// Answered.
    pub answered: usize,
    /// Of those, on time.
    pub on_time: usize,
    /// Of those, late.
    pub late: usize,
    /// Open past the last day.
    pub overdue: usize,
    /// Open otherwise.
    pub open: usize,
    /// Not taken up.
    pub declined: usize,
    /// Merged into others.
    pub merged: usize,
    /// Rated by the sender.
    pub rated: usize,
    /// Sum of the ratings.
    pub stars: i64,
}
impl Tally {
    /// Adds one.
    pub fn add(&mut self, standing: &Standing) {
        if let Some(score) = standing.rating {
            self.rated += 1;
            self.stars += score;
        }
        if standing.state == State::Merged {
            self.merged += 1;
            return;
        }
        self.received += 1;
        match (standing.state, standing.timing) {
            (State::Answered, Timing::Late) => (self.answered, self.late) = (self.answered + 1, self.late + 1),
            (State::Answered, _) => (self.answered, self.on_time) = (self.answered + 1, self.on_time + 1),
            (State::Declined, _) => self.declined += 1,
            (_, Timing::Overdue) => self.overdue += 1,
            _ => self.open += 1,
        }
    }
    /// The mean rating to one decimal; `None` when nobody rated.
    #[must_use]
    pub fn satisfaction(&self) -> Option<Decimal> {
        let count = i64::try_from(self.rated).ok().filter(|n| *n > 0)?;
        Some((Decimal::from(self.stars) / Decimal::from(count)).round_dp(1))
    }
}

/// The tally of a list.
#[must_use]
pub fn tally(rows: &[Row<'_>]) -> Tally {
    let mut all = Tally::default();
    rows.iter().for_each(|row| all.add(&row.standing));
    all
}

/// Tallies by a property; `None` leaves a row out.
#[must_use]
pub fn by<K: Ord>(rows: &[Row<'_>], key: impl Fn(&Row<'_>) -> Option<K>) -> BTreeMap<K, Tally> {
    let mut all: BTreeMap<K, Tally> = BTreeMap::new();
    for row in rows {
        if let Some(key) = key(row) {
            all.entry(key).or_default().add(&row.standing);
        }
    }
    all
}
