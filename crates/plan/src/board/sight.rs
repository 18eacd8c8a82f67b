//! What a reader may see: everything, or what their units have a part in. Every function of the
//! board asks here first.
use std::{borrow::Cow, sync::Arc};

use kernel::UnitId;

use super::{
    Board, Line, Task, Units, Version, View,
    chunk::{Sums, TaskNow},
};
use crate::state::{DayNo, Due, State};

/// What a reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Everything.
    All,
    /// Tasks that these units lead (their own lines only) or have a part in (as a whole).
    Units(Vec<UnitId>),
}

/// Which lines of a task count for this reader and question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subset<'a> {
    /// All.
    All,
    /// Those of these units; sorted.
    Units(&'a [u16]),
    /// One unit's.
    One(u16),
}
impl Subset<'_> {
    pub(crate) fn holds(self, unit: u16) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.binary_search(&unit).is_ok(),
            Self::One(one) => one == unit,
        }
    }
}

/// A task in force that the reader may see, with its state as they see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visible<'a> {
    pub(crate) task: &'a Task,
    pub(crate) version: &'a Version,
    pub(crate) subset: Subset<'a>,
    pub(crate) state: State,
    /// Lines among them that wait for confirmation.
    pub(crate) awaiting: u32,
}

/// Which tasks are looked through at all.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Among {
    /// All.
    All,
    /// Those that this unit has a part in.
    Of(u16),
    /// Those that this unit leads.
    LedBy(u16),
}

/// What is looked for: first by what lies close at hand, then by the task itself.
pub(crate) trait Sift {
    /// Can it be meant at all?
    fn early(&self, now: &TaskNow) -> bool;
    /// Which of the lines that are seen answer the question; `None` when the task does not.
    fn pick<'a>(&self, task: &Task, version: &Version, seen: Subset<'a>) -> Option<Subset<'a>>;
}

impl Task {
    /// Its state as gathered from a subset of its lines.
    pub(crate) fn state(&self, version: &Version, subset: Subset<'_>, view: View) -> State {
        self.gather(version, view, |u| subset.holds(u)).state(self.due(version, None, view), view.day)
    }
}
impl<'a> Visible<'a> {
    /// One task by itself.
    pub(crate) fn new(task: &'a Task, version: &'a Version, subset: Subset<'a>, view: View) -> Self {
        let awaits = |l: &&Line| subset.holds(l.unit) && l.standing(view).awaits();
        let awaiting = task.lines_of(version).filter(awaits).map(|_| 1).sum();
        Self { task, version, subset, state: task.state(version, subset, view), awaiting }
    }
    /// The last day that counts for the lines it is about: where they have different ones, the
    /// nearest of those still open, else the last of all.
    pub(crate) fn due(&self, view: View) -> Due {
        let (task, version) = (self.task, self.version);
        if task.shifts.is_empty() {
            return version.due;
        }
        let lines = || task.lines_of(version).filter(|l| self.subset.holds(l.unit));
        let due = |line: &Line| task.due(version, Some(line.unit), view);
        let open = lines().filter(|l| !task.line_state(l, version, view).is_closed()).map(due);
        let by_day = |d: &Due| d.on.unwrap_or(DayNo::MAX);
        let nearest = open.min_by_key(by_day).or_else(|| lines().map(due).max_by_key(by_day));
        nearest.unwrap_or_else(|| task.due(version, None, view))
    }
}

/// A sight in the board's own numbers: `None` sees all.
#[derive(Clone, Debug)]
pub(crate) struct Eyes(Option<Vec<u16>>);
impl Eyes {
    pub(crate) fn of(sight: &Sight, units: &Units) -> Self {
        let Sight::Units(ids) = sight else { return Self(None) };
        let mut own: Vec<u16> = ids.iter().filter_map(|id| units.number(*id)).collect();
        own.sort_unstable();
        own.dedup();
        Self(Some(own))
    }
    /// May the reader see what this unit does on its own lines?
    pub(crate) fn owns(&self, unit: u16) -> bool {
        self.0.as_ref().is_none_or(|own| own.binary_search(&unit).is_ok())
    }
    /// Which of its lines the reader may see; `None` when nothing of the task.
    pub(crate) fn subset(&self, version: &Version) -> Option<Subset<'_>> {
        match &self.0 {
            None => Some(Subset::All),
            Some(own) if own.iter().any(|u| version.is_led_by(*u)) => Some(Subset::Units(own)),
            Some(own) if own.iter().any(|u| version.is_coordinated_by(*u)) => Some(Subset::All),
            Some(_) => None,
        }
    }
}

impl Board {
    pub(crate) fn eyes(&self, sight: &Sight) -> Eyes {
        Eyes::of(sight, self.units())
    }
    /// Every task in force that the eyes see and the sieve lets pass, in the board's order.
    pub(crate) fn visible<'a>(
        &'a self,
        eyes: &'a Eyes,
        among: Among,
        sift: impl Sift + 'a,
        view: View,
    ) -> Box<dyn Iterator<Item = Visible<'a>> + 'a> {
        let numbers = self.shared_by(eyes, among);
        let all = match &numbers {
            Some(numbers) => numbers.len(),
            None => self.len(),
        };
        let mut here: Option<(usize, Arc<Sums>)> = None;
        Box::new((0..all).filter_map(move |n| {
            let number = numbers.as_ref().map_or(n, |numbers| numbers[n] as usize);
            let (chunk, at) = super::place(number);
            if here.as_ref().is_none_or(|(known, _)| *known != chunk) {
                here = Some((chunk, self.chunks()[chunk].sums(view, self.seq())));
            }
            let (_, sums) = here.as_ref()?;
            let now = sums.tasks[at].as_ref().filter(|now| sift.early(now))?;
            let task: &Task = &self.chunks()[chunk].tasks()[at];
            let version = &task.versions[now.version as usize];
            let subset = sift.pick(task, version, eyes.subset(version)?)?;
            let (state, awaiting) = match subset {
                Subset::All => (now.state, now.awaiting),
                _ => sums.narrowed(now, subset),
            };
            Some(Visible { task, version, subset, state, awaiting })
        }))
    }
    /// The numbers of the tasks that can be meant, where a unit narrows them.
    fn shared_by(&self, eyes: &Eyes, among: Among) -> Option<Cow<'_, [u32]>> {
        match among {
            Among::All => {}
            Among::Of(unit) => return Some(Cow::Borrowed(self.shares().of(unit))),
            Among::LedBy(unit) => return Some(Cow::Borrowed(self.shares().led_by(unit))),
        }
        match eyes.0.as_deref()? {
            [one] => Some(Cow::Borrowed(self.shares().of(*one))),
            several => {
                let mut all: Vec<u32> = several.iter().flat_map(|u| self.shares().of(*u)).copied().collect();
                all.sort_unstable();
                all.dedup();
                Some(Cow::Owned(all))
            }
        }
    }
}
