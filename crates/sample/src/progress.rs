//! How the year went: when each task was done, and the values targets reached. The dates are
//! simulated; values are real where the report prints them.
use std::collections::BTreeMap;

use kernel::Day;

use crate::embedded;

/// Key of a task: plan, section, number.
pub type TaskKey = (String, String, String);

/// How a task went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// When the last lead member reported it done; none before December 2026.
    pub done_on: Option<Day>,
    /// When the focal department confirmed that.
    pub confirmed_on: Option<Day>,
}

/// How every task of the sample plans went.
#[must_use]
pub fn outcomes() -> BTreeMap<TaskKey, Outcome> {
    embedded::rows(include_str!("../data/progress.tsv"))
        .map(|[plan, section, no, done, confirmed]| {
            let outcome = Outcome { done_on: done.parse().ok(), confirmed_on: confirmed.parse().ok() };
            ((plan.to_owned(), section.to_owned(), no.to_owned()), outcome)
        })
        .collect()
}

/// A value reached.
#[derive(Clone, Debug)]
pub struct Actual {
    /// Section of the target in plan 9001.
    pub section: String,
    /// Its number there.
    pub no: String,
    /// The day it speaks of.
    pub as_of: Day,
    /// The value as an officer would type it.
    pub value: String,
    /// Made up by us.
    pub simulated: bool,
    /// Where it is printed, or that it is simulated.
    pub source: String,
    /// What a reader must know about it.
    pub note: String,
}

/// All values, in order of their days.
#[must_use]
pub fn actuals() -> Vec<Actual> {
    embedded::rows(include_str!("../data/actuals.tsv"))
        .map(|[target, as_of, value, simulated, source, note]| {
            let (section, no) = target.split_once('.').expect("section and number of a target");
            Actual {
                section: section.into(),
                no: no.into(),
                as_of: as_of.parse().expect("a date in actuals.tsv"),
                value: value.into(),
                simulated: simulated == "1",
                source: source.into(),
                note: note.into(),
            }
        })
        .collect()
}
