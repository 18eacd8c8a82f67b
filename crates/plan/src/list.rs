//! Work lists: filters, search, stable orders and keyset pages over the board, and one task in
//! full. A page costs one scan of memory; no query.
mod cursor;
mod filter;
mod row;

use kernel::{Day, Result, TaskId, UnitId};

pub use self::{
    filter::{Filter, Role},
    row::{LastWord, LineRow, Row, TaskDetail, VersionRow, last_words},
};
use crate::{
    board::{Asked, Board, Sight, Subset, View, Visible},
    list::cursor::Key,
    state::State,
    status::Tally,
};

/// In which order a list stands; equal ones stand by document and place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is open by last day, nearest first, those without one after them; then what is closed.
    #[default]
    Due,
    /// By document and place in it.
    Document,
    /// Newest change first.
    Changed,
    /// By lead unit as printed.
    Unit,
}
impl Sort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Due, Self::Document, Self::Changed, Self::Unit];
    /// As in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Document => "document",
            Self::Changed => "changed",
            Self::Unit => "unit",
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Due => "plan-sort-due",
            Self::Document => "plan-sort-document",
            Self::Changed => "plan-sort-changed",
            Self::Unit => "plan-sort-unit",
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
    /// Rows on all pages.
    pub total: u32,
    /// By state, whatever states the filter names: the numbers on the chips.
    pub chips: Tally,
}

/// Which page of which list.
#[derive(Clone, Debug, Default)]
pub struct PageAsk {
    /// The order.
    pub sort: Sort,
    /// Where the page begins, as an earlier page's `next` says; `None` for the first.
    pub cursor: Option<String>,
    /// Rows on a page; 0 for all there are.
    pub limit: usize,
}

/// The rows nearest to the beginning of a list: the rest is counted and never sorted.
struct Nearest<'a> {
    limit: usize,
    rows: Vec<(Key<'a>, Visible<'a>)>,
    /// Rows from here on are not among them.
    bound: Option<Key<'a>>,
}
impl<'a> Nearest<'a> {
    /// `limit` 0 keeps all.
    fn new(limit: usize) -> Self {
        Self { limit: if limit == 0 { usize::MAX } else { limit }, rows: Vec::new(), bound: None }
    }
    fn add(&mut self, key: Key<'a>, row: Visible<'a>) {
        if self.bound.is_none_or(|bound| key < bound) {
            self.rows.push((key, row));
        }
        // One more than the limit is kept: it tells whether there is a next page.
        if self.rows.len() > self.limit.saturating_mul(4).max(64) {
            let (_, bound, _) = self.rows.select_nth_unstable_by(self.limit, |a, b| a.0.cmp(&b.0));
            self.bound = Some(bound.0);
            self.rows.truncate(self.limit + 1);
        }
    }
    /// The rows in order, and whether there are more.
    fn finish(mut self) -> (Vec<(Key<'a>, Visible<'a>)>, bool) {
        self.rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let more = self.rows.len() > self.limit;
        self.rows.truncate(self.limit);
        (self.rows, more)
    }
}

impl Board {
    /// A page of the tasks that the reader may see and the filter lets pass.
    ///
    /// # Errors
    /// `Invalid` when the cursor was not made by this list.
    pub fn list(&self, asked: Asked, sight: &Sight, filter: &Filter, ask: &PageAsk) -> Result<Page> {
        let view = View::from(asked);
        let eyes = self.eyes(sight);
        let after = ask.cursor.as_deref().map(cursor::read).transpose()?;
        let any_state = Filter { states: Vec::new(), ..filter.clone() };
        let mut page = Page::default();
        let mut found = Nearest::new(ask.limit);
        for hit in self.hits(&eyes, &any_state, view) {
            page.chips.add(hit.state);
            if !filter.states.is_empty() && !filter.states.contains(&hit.state) {
                continue;
            }
            page.total += 1;
            let key = Key::of(self, &hit, ask.sort, view);
            if after.as_ref().is_none_or(|a| key > a.key()) {
                found.add(key, hit);
            }
        }
        let (found, more) = found.finish();
        page.next = found.last().filter(|_| more).map(|(key, _)| key.write());
        page.rows = found.iter().map(|(_, hit)| self.row(hit, view)).collect();
        Ok(page)
    }
    /// Overdue tasks, longest overdue first; at most `limit`, 0 for all.
    #[must_use]
    pub fn late(&self, asked: Asked, sight: &Sight, filter: &Filter, limit: usize) -> Vec<Row> {
        let filter = Filter { states: vec![State::Overdue], ..filter.clone() };
        self.first(asked, sight, &filter, limit)
    }
    /// For each of these units, its own lines that are longest overdue, at most `limit`: one scan for
    /// all of them.
    #[must_use]
    pub fn late_of(&self, asked: Asked, units: &[UnitId], limit: usize) -> Vec<Vec<Row>> {
        let view = View::from(asked);
        let numbers: Vec<Option<u16>> = units.iter().map(|u| self.units().number(*u)).collect();
        let mut found: Vec<Nearest<'_>> = units.iter().map(|_| Nearest::new(limit)).collect();
        for chunk in self.chunks() {
            let sums = chunk.sums(view, self.seq());
            let all = chunk.tasks().iter().zip(&sums.tasks).filter_map(|(task, now)| Some((task, now.as_ref()?)));
            // A task with an overdue line is overdue itself.
            for (task, now) in all.filter(|(_, now)| now.state == State::Overdue) {
                for unit in sums.units_in(now, State::Overdue) {
                    let Some(at) = numbers.iter().position(|n| *n == Some(unit)) else { continue };
                    let (subset, version) = (Subset::One(unit), &task.versions[now.version as usize]);
                    let hit = Visible { task, version, subset, state: State::Overdue, awaiting: 0 };
                    found[at].add(Key::of(self, &hit, Sort::Due, view), hit);
                }
            }
        }
        let rows = |near: Nearest<'_>| near.finish().0.iter().map(|(_, hit)| self.row(hit, view)).collect();
        found.into_iter().map(rows).collect()
    }
    /// Open tasks whose last day is within so many days from the day asked about, nearest first;
    /// at most `limit`, 0 for all.
    #[must_use]
    pub fn due_within(&self, asked: Asked, sight: &Sight, filter: &Filter, days: u16, limit: usize) -> Vec<Row> {
        let open = [State::Running, State::DueSoon, State::NotStarted, State::Recurring, State::Waiting];
        let filter = Filter {
            states: open.to_vec(),
            due_from: Some(asked.day),
            due_to: Some(asked.day.plus_days(days.into())),
            ..filter.clone()
        };
        self.first(asked, sight, &filter, limit)
    }
    fn first(&self, asked: Asked, sight: &Sight, filter: &Filter, limit: usize) -> Vec<Row> {
        let ask = PageAsk { limit, ..PageAsk::default() };
        self.list(asked, sight, filter, &ask).map(|page| page.rows).unwrap_or_default()
    }
    /// One task in full, as the reader may see it; `None` where they have no part in it or it is
    /// not in force on that day.
    #[must_use]
    pub fn task(&self, id: TaskId, asked: Asked, sight: &Sight) -> Option<TaskDetail> {
        let view = View::from(asked);
        let eyes = self.eyes(sight);
        let task = self.task_cell(id)?;
        let version = task.version(view)?;
        let subset = eyes.subset(version)?;
        Some(self.detail(&Visible::new(task, version, subset, view), view))
    }
    /// Days from the day asked about to a row's last day, negative when it has passed.
    #[must_use]
    pub fn days_left(asked: Asked, row: &Row) -> Option<i64> {
        row.due_on.map(|due: Day| asked.day.days_until(due))
    }
}
