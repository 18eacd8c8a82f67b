//! Loading the sample province into a store, through the public operations of the rooms: units and
//! people, plans rendered and read back, then the year replayed day by day, every event at its
//! simulated time. Begun twice, it goes on where it stopped; finished, it does nothing.
mod account;
mod budget;
mod cast;
mod org;
mod plans;
mod replay;
mod values;
mod voice;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use ::org::Directories;
use ::plan::board::Boards;
use kernel::{Day, Fault, Gate, Millis, Result};
use store::{Store, setting};

pub use self::account::{Account, accounts};
use self::cast::Cast;
use crate::{
    calendar::calendar,
    plans::{Plan, plans as sample_plans},
    progress::{Actual, actuals, outcomes},
    story::{END, Step, steps},
    units::units,
};

/// The setting that says how far loading is.
const MARK: &str = "sample";
/// The province is set up on this day, before the first plan.
const FIRST: (i16, i8, i8) = (2026, 1, 5);
/// The day of the June report, which the sample always reaches.
const REPORT: (i16, i8, i8) = (2026, 6, 19);

/// What loading needs.
pub struct Sample {
    /// The store, migrated for all rooms.
    pub store: Store,
    /// Units and people on that store.
    pub directories: Directories,
    /// The policies; the simulated people are held to them as anybody.
    pub gate: Arc<dyn Gate>,
    /// Today: the story is told up to the day before.
    pub today: Day,
}

/// A stage of loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Units, groups, names and people.
    Units,
    /// Plans as files.
    Files,
    /// The year, in events.
    Year,
}
impl Stage {
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Units => "sample-stage-units",
            Self::Files => "sample-stage-files",
            Self::Year => "sample-stage-year",
        }
    }
}
/// How far loading is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The stage.
    pub stage: Stage,
    /// Steps of it that are done.
    pub done: usize,
    /// All its steps.
    pub total: usize,
}

/// What happens on a day of the simulated year.
#[derive(Default)]
struct Happenings {
    plans: Vec<usize>,
    steps: Vec<Step>,
    values: Vec<Actual>,
    figures: Vec<crate::budget::Figure>,
    said: Vec<crate::voice::Step>,
}
impl Happenings {
    fn count(&self) -> usize {
        self.plans.len() + self.steps.len() + self.values.len() + self.figures.len() + self.said.len()
    }
}

/// Loads the sample province, and writes its documents into the folder. Gives `false` when it was
/// loaded before.
///
/// # Errors
/// `Conflict` when the store holds something else; what the operations of the rooms return.
pub async fn load(sample: &Sample, documents: &Path, told: &(dyn Fn(Progress) + Sync)) -> Result<bool> {
    if is_loaded(sample).await? {
        return Ok(false);
    }
    let (units, plans) = (units(), sample_plans());
    told(Progress { stage: Stage::Units, done: 0, total: 1 });
    let cast = Cast::new(sample, &units);
    let first = Day::new(FIRST.0, FIRST.1, FIRST.2).unwrap_or(sample.today);
    org::load(&sample.store, &cast.program(first), &sample.directories, &units).await?;
    told(Progress { stage: Stage::Units, done: 1, total: 1 });
    let files = plans::files(&plans, &units, documents, told)?;
    let days = days(sample, &plans, &units);
    let total: usize = days.values().map(Happenings::count).sum();
    let boards = Boards::new(sample.store.clone());
    let mut lines = replay::Lines::default();
    let mut targets = BTreeMap::new();
    let (mut done, mut documents) = (0, HashMap::new());
    let mut projects = crate::budget::projects(&units);
    let (voices, mut links) = (crate::voice::voices(&calendar()), voice::Links::default());
    for (day, happens) in days {
        for index in &happens.plans {
            let plan = &plans[*index];
            let document = plans::import(sample, &cast, plan, files[*index].clone(), day).await?;
            let board = boards.now().await?;
            lines.learn(&board, plan, document, day)?;
            targets.extend(values::targets(&board, document));
            documents.insert(plan.number.clone(), document);
        }
        done += happens.count();
        replay::day(sample, &cast, &mut lines, happens.steps).await?;
        values::day(sample, &cast, &targets, happens.values).await?;
        if !happens.figures.is_empty() {
            budget::projects(sample, &cast, &documents, day, &std::mem::take(&mut projects)).await?;
            budget::day(sample, &cast, happens.figures).await?;
        }
        voice::day(sample, &cast, &mut links, &voices, &happens.said).await?;
        told(Progress { stage: Stage::Year, done, total });
    }
    mark(sample, &cast, first, "loaded").await?;
    Ok(true)
}

/// Whether it was loaded before; refuses a store that holds something else, whose newer events would
/// give the year's events wrong times.
async fn is_loaded(sample: &Sample) -> Result<bool> {
    let said = setting::get(&mut sample.store.read().await?, MARK).await?;
    if said.as_deref() == Some("loaded") {
        return Ok(true);
    }
    if said.is_none() {
        if sample.store.head().await? > 0 {
            return Err(Fault::conflict("sample-store-not-empty").arg("store", sample.store.address()));
        }
        let cast = Cast::new(sample, &units());
        mark(sample, &cast, Day::new(FIRST.0, FIRST.1, FIRST.2).unwrap_or(sample.today), "loading").await?;
    }
    Ok(false)
}

async fn mark(sample: &Sample, cast: &Cast, day: Day, said: &'static str) -> Result<()> {
    let ctx = cast.program(day);
    sample.store.write(&ctx, move |tx| Box::pin(async move { tx.set_setting(MARK, said).await })).await
}

/// Everything that happens, by day, up to yesterday (and up to the June report in any case).
fn days(sample: &Sample, plans: &[Plan], units: &crate::units::Units) -> BTreeMap<Day, Happenings> {
    let calendar = calendar();
    let day = |(year, month, day)| Day::new(year, month, day).unwrap_or(sample.today);
    let last = day(END).min(sample.today.plus_days(-1)).max(day(REPORT));
    let mut days: BTreeMap<Day, Happenings> = BTreeMap::new();
    for (index, plan) in plans.iter().enumerate() {
        let day = calendar.plus_working_days(plan.issued_on, 1);
        days.entry(day).or_default().plans.push(index);
    }
    for step in steps(plans, units, &calendar, &outcomes()) {
        days.entry(step.day).or_default().steps.push(step);
    }
    for actual in actuals() {
        days.entry(actual.as_of).or_default().values.push(actual);
    }
    for figure in crate::budget::figures(units, &calendar) {
        days.entry(figure.on).or_default().figures.push(figure);
    }
    for step in crate::voice::steps(&calendar, day(FIRST)) {
        days.entry(step.day).or_default().said.push(step);
    }
    days.retain(|day, _| *day <= last);
    days
}

/// That minute of that day.
fn at(day: Day, minute: u16) -> Millis {
    Millis::start_of(day).plus(i64::from(minute) * 60_000)
}
