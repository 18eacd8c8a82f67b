//! What a reader may see: everything, or what their units have a part in. Every function of the
//! board asks here first.
use kernel::UnitId;

use super::{Board, Line, Task, Units, Version, View};
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
}

impl Task {
    /// Its state as gathered from a subset of its lines.
    pub(crate) fn state(&self, version: &Version, subset: Subset<'_>, view: View) -> State {
        self.gather(version, view, |u| subset.holds(u)).state(self.due(version, None, view), view.day)
    }
}
impl Visible<'_> {
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
    /// Every task in force that the eyes see. Where they see all of a task, its kept state is used.
    pub(crate) fn visible<'a>(&'a self, eyes: &'a Eyes, view: View) -> impl Iterator<Item = Visible<'a>> {
        self.chunks().iter().flat_map(move |chunk| {
            let sums = chunk.sums(view, self.seq());
            chunk.tasks().iter().enumerate().filter_map(move |(i, task)| {
                let version = task.version(view)?;
                let subset = eyes.subset(version)?;
                let state = match subset {
                    Subset::All => sums.states[i]?,
                    _ => task.state(version, subset, view),
                };
                Some(Visible { task, version, subset, state })
            })
        })
    }
}
