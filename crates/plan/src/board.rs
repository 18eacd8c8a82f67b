//! The board: every task, line and decisive mark in memory, so that a list, a count or the leader's
//! screen of any day is a scan of memory and never a query. Brought up to date by sequence
//! numbers; who reads holds a snapshot and is never in a writer's way.
//!
//! Size at 20,000 tasks, 100,000 lines and 1 million marks: see `benches/board.rs`, which prints it.
//! Progress marks are not kept here (only the first of each line counts for states), so memory grows
//! with tasks and lines, not with how often people report: ten times the tasks take ten times the
//! memory, ten times the reports take none.
mod cell;
mod chunk;
mod later;
mod load;
mod open;
mod sight;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

pub use indicator::book::{Asked, Book};
use kernel::{Day, DocumentId, Result, TaskId, UnitId};
use store::Store;

use crate::{list::Filter, status::TargetTally};

pub(crate) use self::{
    cell::{Completed, Line, Task, Text, Version, View},
    chunk::{Chunk, TaskNow},
    sight::{Among, Eyes, Sift, Subset, Visible},
};
pub use self::{load::day_number, open::OpenLine, sight::Sight};

/// A document as lists need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// `Kế hoạch`, `Quyết định`…
    pub kind: String,
    /// `3450/KH-UBND`.
    pub number: String,
    /// The date of issue.
    pub issued_on: Option<Day>,
    /// The issuing body.
    pub issuer: String,
    /// Its title.
    pub title: String,
    /// From when it is in force here.
    pub from_day: Day,
    /// It belongs to the sample province.
    pub sample: bool,
    /// The date of issue, else `from_day`, as its number.
    pub(crate) day: i32,
}
impl Document {
    /// The order of documents: by date of issue.
    pub(crate) fn rank(&self) -> (i32, DocumentId) {
        (self.day, self.id)
    }
}

/// Units by small numbers: a hundred thousand lines name them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    ids: Vec<UnitId>,
    index: HashMap<UnitId, u16>,
}
impl Units {
    pub(crate) fn number(&self, id: UnitId) -> Option<u16> {
        self.index.get(&id).copied()
    }
    pub(crate) fn id(&self, number: u16) -> UnitId {
        self.ids[usize::from(number)]
    }
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
    fn intern(&mut self, id: UnitId) -> u16 {
        // A province has some hundred units; 65,535 in one plan is not of this world.
        let next = u16::try_from(self.ids.len()).unwrap_or(u16::MAX);
        *self.index.entry(id).or_insert_with(|| {
            self.ids.push(id);
            next
        })
    }
}

/// For each unit, the numbers of the tasks that it has a part in by any version, in order: what one
/// unit sees or has to do is a tenth of the board or less.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares {
    all: Vec<Vec<u32>>,
    led: Vec<Vec<u32>>,
}
impl Shares {
    /// Tasks that the unit has any part in.
    pub(crate) fn of(&self, unit: u16) -> &[u32] {
        self.all.get(usize::from(unit)).map_or(&[], Vec::as_slice)
    }
    /// Tasks that the unit leads.
    pub(crate) fn led_by(&self, unit: u16) -> &[u32] {
        self.led.get(usize::from(unit)).map_or(&[], Vec::as_slice)
    }
    fn add(&mut self, unit: u16, task: u32, leads: bool) {
        insert(&mut self.all, unit, task);
        if leads {
            insert(&mut self.led, unit, task);
        }
    }
}
fn insert(shares: &mut Vec<Vec<u32>>, unit: u16, task: u32) {
    let unit = usize::from(unit);
    if shares.len() <= unit {
        shares.resize(unit + 1, Vec::new());
    }
    let tasks = &mut shares[unit];
    // Mostly they come in order.
    if tasks.last().is_none_or(|last| *last < task) {
        tasks.push(task);
    } else if let Err(at) = tasks.binary_search(&task) {
        tasks.insert(at, task);
    }
}

/// Which documents some units had a part in on a day, as asked before: every page of a unit asks.
const PARTS_KEPT: usize = 1000;
type PartsKept = Mutex<HashMap<(Vec<UnitId>, i32), Arc<HashSet<DocumentId>>>>;

/// The targets, with the sums of the day asked about last: they change seldom and every leader's
/// screen asks for them.
#[derive(Debug, Default)]
struct Shelf {
    book: Book,
    sums: Mutex<Option<(Asked, TargetTally)>>,
}

/// A snapshot of everything that follows plans.
#[derive(Clone, Debug, Default)]
pub struct Board {
    seq: i64,
    units: Arc<Units>,
    documents: Arc<Vec<Document>>,
    chunks: Vec<Arc<Chunk>>,
    index: Arc<HashMap<TaskId, u32>>,
    shares: Arc<Shares>,
    /// Empty again whenever anything but a line's progress changed.
    parts_kept: Arc<PartsKept>,
    targets: Arc<Shelf>,
}

impl Board {
    /// A task by its number.
    pub(crate) fn task_at(&self, number: u32) -> &Task {
        let (chunk, at) = place(number as usize);
        &self.chunks[chunk].tasks()[at]
    }
    /// The newest event it knows.
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.seq
    }
    /// Documents that give tasks or targets, in order of issue.
    #[must_use]
    pub fn documents(&self) -> Vec<&Document> {
        let mut all: Vec<&Document> = self.documents.iter().collect();
        all.sort_by_key(|d| d.rank());
        all
    }
    /// One document.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|d| d.id == id)
    }
    /// The targets.
    #[must_use]
    pub fn targets(&self) -> &Book {
        &self.targets.book
    }
    /// The sums of all targets, counted by `count` where they are not those asked for last.
    pub(crate) fn target_sums(&self, asked: Asked, count: impl FnOnce() -> TargetTally) -> TargetTally {
        let known_seq = if asked.known_seq >= self.seq { i64::MAX } else { asked.known_seq };
        let asked = Asked { known_seq, ..asked };
        let mut kept = self.targets.sums.lock().unwrap_or_else(PoisonError::into_inner);
        match *kept {
            Some((of, tally)) if of == asked => tally,
            _ => kept.insert((asked, count())).1,
        }
    }
    /// The documents whose tasks in force on that day these units have a part in.
    #[must_use]
    pub fn documents_of(&self, units: &[UnitId], day: Day) -> Arc<HashSet<DocumentId>> {
        let key = (units.to_vec(), day.number());
        if let Some(kept) = self.parts_kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(kept);
        }
        let sight = Sight::Units(units.to_vec());
        let status = self.status(Asked::on(day), &sight, &Filter::default());
        let found: Arc<HashSet<_>> = Arc::new(status.by_document.iter().map(|d| d.document.id).collect());
        let mut kept = self.parts_kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= PARTS_KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&found));
        found
    }
    /// How many tasks it holds, withdrawn ones too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }
    /// Holds no task.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }
    pub(crate) fn units(&self) -> &Units {
        &self.units
    }
    pub(crate) fn chunks(&self) -> &[Arc<Chunk>] {
        &self.chunks
    }
    pub(crate) fn shares(&self) -> &Shares {
        &self.shares
    }
    pub(crate) fn document_of(&self, task: &Task) -> &Document {
        &self.documents[task.document as usize]
    }
    pub(crate) fn document_at(&self, index: u32) -> &Document {
        &self.documents[index as usize]
    }
    pub(crate) fn document_count(&self) -> usize {
        self.documents.len()
    }
    pub(crate) fn document_index(&self, id: DocumentId) -> Option<u32> {
        self.documents.iter().position(|d| d.id == id).and_then(|i| u32::try_from(i).ok())
    }
    pub(crate) fn task_cell(&self, id: TaskId) -> Option<&Task> {
        let (chunk, at) = place(*self.index.get(&id)? as usize);
        Some(&self.chunks[chunk].tasks()[at])
    }
}

/// Which chunk a task is in, and where there.
fn place(number: usize) -> (usize, usize) {
    (number / chunk::SIZE, number % chunk::SIZE)
}

/// Keeps the newest board.
pub struct Boards {
    store: Store,
    current: RwLock<Arc<Board>>,
    refreshing: tokio::sync::Mutex<()>,
}

impl Boards {
    /// An empty board; the first [`now`](Self::now) loads it.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, current: RwLock::default(), refreshing: tokio::sync::Mutex::default() }
    }
    /// The board as it is, without waiting.
    #[must_use]
    pub fn latest(&self) -> Arc<Board> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
    /// A board that knows everything committed before this call. Many who ask at once wait for
    /// one refresh together.
    ///
    /// # Errors
    /// When the store can't be read; the board before stays.
    pub async fn now(&self) -> Result<Arc<Board>> {
        let head = self.store.head().await?;
        let board = self.latest();
        if board.seq >= head {
            return Ok(board);
        }
        let _one = self.refreshing.lock().await;
        let board = self.latest();
        if board.seq >= head {
            return Ok(board);
        }
        let next = Arc::new(board.refreshed(&mut self.store.read().await?).await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
        Ok(next)
    }
}
