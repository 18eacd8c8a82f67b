//! The simulated year, step by step: who reports what on which day, what the focal department
//! returns and confirms. Fixed seeds make it the same everywhere; `load` replays it.
use std::{collections::BTreeMap, sync::LazyLock};

use kernel::{Day, WorkCalendar};
use serde::Deserialize;

use crate::{
    embedded,
    plans::{Plan, Section, TaskRow},
    progress::{Outcome, TaskKey},
    random::Lcg,
    spread::{self, Frame},
    units::Units,
};

/// The simulation ends here.
pub const END: (i16, i8, i8) = (2026, 11, 30);

/// What happens in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The unit reports.
    Report {
        /// How far it is.
        percent: u8,
        /// Whether it says that it is done, on the day of the step.
        done: bool,
        /// What it writes.
        note: String,
        /// What it names as proof.
        evidence: String,
    },
    /// The unit says that the task does not apply to it.
    NotApplicable {
        /// Why.
        reason: String,
    },
    /// The focal department confirms that it is done, or that it does not apply.
    Confirm,
    /// The focal department returns the report.
    Return {
        /// Why.
        reason: String,
    },
}
/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub day: Day,
    /// Minute of the day.
    pub minute: u16,
    /// Plan, section and number of the task.
    pub task: TaskKey,
    /// Code of the unit whose line of progress it is.
    pub unit: String,
    /// What happens.
    pub act: Act,
}

#[derive(Deserialize)]
struct Words {
    start: Vec<String>,
    middle: Vec<String>,
    finish: Vec<String>,
    late: Vec<String>,
    returned: Vec<String>,
    mended: Vec<String>,
    evidence: Vec<String>,
    proof: String,
    task: Vec<Own>,
    group: Vec<Known>,
}
#[derive(Deserialize)]
struct Own {
    plan: String,
    section: String,
    no: String,
    report: Vec<OwnReport>,
}
#[derive(Deserialize)]
struct OwnReport {
    on: Day,
    percent: u8,
    note: String,
    /// It says that the task does not apply.
    #[serde(default)]
    na: bool,
}
#[derive(Deserialize)]
struct Known {
    plan: String,
    section: String,
    no: String,
    by: Day,
    count: usize,
    undone: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| embedded::toml("stories.toml", include_str!("../data/stories.toml")));

/// The text of a file that stands for a proof; says that it is simulated.
#[must_use]
pub fn proof(evidence: &str, note: &str) -> String {
    WORDS.proof.replace("{evidence}", evidence).replace("{note}", note)
}

/// All steps of the year, in the order in which they happen.
#[must_use]
pub fn steps(
    plans: &[Plan],
    units: &Units,
    calendar: &WorkCalendar,
    outcomes: &BTreeMap<TaskKey, Outcome>,
) -> Vec<Step> {
    let teller = Teller { words: &WORDS, calendar };
    let mut steps = vec![];
    for plan in plans {
        for (section, task) in plan.tasks() {
            let key = (plan.key.clone(), section.no.clone(), task.no().to_owned());
            let outcome = outcomes.get(&key).copied().unwrap_or_default();
            let members = units.resolve(task.lead()).unwrap_or_default();
            steps.extend(teller.task(plan, section, task, &members, outcome));
        }
    }
    // Stable: steps of one line stay in their order.
    steps.sort_by_key(|s| (s.day, s.minute));
    steps
}

struct Teller<'a> {
    words: &'a Words,
    calendar: &'a WorkCalendar,
}
/// One member's line of a task.
struct Line<'a> {
    key: &'a TaskKey,
    unit: &'a str,
    from: Day,
    due: Option<Day>,
    done_on: Option<Day>,
    confirmed_on: Option<Day>,
    /// Every line reports at least once, except lines of a group that go straight to the end.
    brief: bool,
}

impl Teller<'_> {
    fn task(&self, plan: &Plan, section: &Section, task: &TaskRow, members: &[String], outcome: Outcome) -> Vec<Step> {
        let key = (plan.key.clone(), section.no.clone(), task.no().to_owned());
        let own = self.words.task.iter().find(|o| (&o.plan, &o.section, &o.no) == (&key.0, &key.1, &key.2));
        if let (Some(own), [unit]) = (own, members) {
            return self.own(own, &key, unit, outcome);
        }
        let from = self.calendar.plus_working_days(plan.issued_on, 4);
        let due = task.due_on();
        let days = if members.len() > 2 {
            let known = self.words.group.iter().find(|g| (&g.plan, &g.section, &g.no) == (&key.0, &key.1, &key.2));
            let frame = Frame {
                from: self.calendar.plus_working_days(plan.issued_on, 6),
                due,
                last: outcome.done_on,
                known: known.map(|k| (k.by, k.count)),
                undone: known.map(|k| k.undone),
            };
            spread::days(self.calendar, &mut Lcg::seeded(&[&key.0, &key.1, &key.2]), members.len(), &frame)
        } else {
            vec![outcome.done_on; members.len()]
        };
        let lines = members.iter().zip(days).map(|(unit, done_on)| Line {
            key: &key,
            unit,
            from,
            due,
            done_on,
            confirmed_on: outcome.confirmed_on,
            brief: members.len() > 2,
        });
        lines.flat_map(|line| self.line(&line)).collect()
    }

    /// Reports written by hand for one task.
    fn own(&self, own: &Own, key: &TaskKey, unit: &str, outcome: Outcome) -> Vec<Step> {
        let mut rng = Lcg::seeded(&["own", &key.0, &key.1, &key.2]);
        let mut steps: Vec<Step> = vec![];
        for report in &own.report {
            let done = report.percent == 100;
            let evidence = if done { self.evidence(&mut rng, report.on) } else { String::new() };
            let act = Act::Report { percent: report.percent, done, note: report.note.clone(), evidence };
            if !report.na {
                steps.push(step(key, unit, report.on, 600, act));
                continue;
            }
            let act = Act::NotApplicable { reason: report.note.clone() };
            steps.push(step(key, unit, report.on, 600, act));
            steps.push(step(key, unit, self.calendar.plus_working_days(report.on, 2), 620, Act::Confirm));
        }
        steps.extend(outcome.confirmed_on.map(|day| step(key, unit, day, 640, Act::Confirm)));
        steps
    }

    fn line(&self, line: &Line) -> Vec<Step> {
        let mut rng = Lcg::seeded(&[&line.key.0, &line.key.1, &line.key.2, line.unit]);
        let mut steps = self.interim(line, &mut rng);
        let Some(done_on) = line.done_on else { return steps };
        let late = line.due.is_some_and(|due| due < done_on);
        let note = rng.pick(if late { &self.words.late } else { &self.words.finish }).clone();
        let evidence = self.evidence(&mut rng, done_on);
        let first = steps.last().map_or(line.from, |s| s.day);
        // Some are returned first: reported a few days earlier, returned, mended on the day itself.
        let tried = self.calendar.plus_working_days(done_on, -4);
        let returned = tried > first && rng.chance(if line.brief { 3 } else { 14 });
        if returned {
            let act = Act::Report { percent: 100, done: true, note: note.clone(), evidence: String::new() };
            steps.push(step(line.key, line.unit, tried, minute(&mut rng), act));
            let reason = rng.pick(&self.words.returned).clone();
            let back = self.calendar.plus_working_days(tried, 2);
            steps.push(step(line.key, line.unit, back, minute(&mut rng), Act::Return { reason }));
        }
        let note = if returned { rng.pick(&self.words.mended).clone() } else { note };
        let act = Act::Report { percent: 100, done: true, note, evidence };
        steps.push(step(line.key, line.unit, done_on, minute(&mut rng), act));
        let last = line.confirmed_on;
        let soon = self.calendar.plus_working_days(done_on, 1 + i32::from(rng.chance(40)));
        let confirmed = last.map_or(soon, |last| if line.brief { soon.min(last) } else { last });
        steps.push(step(line.key, line.unit, confirmed, minute(&mut rng), Act::Confirm));
        steps
    }

    /// Reports on the way.
    fn interim(&self, line: &Line, rng: &mut Lcg) -> Vec<Step> {
        let end = Day::new(END.0, END.1, END.2).unwrap_or(line.from);
        // Whoever is still at work in mid-June has reported before.
        let spring = Day::new(2026, 6, 12).unwrap_or(line.from);
        let stop = line.done_on.unwrap_or(end);
        // A plan of after that has all its time before it.
        let spring = if spring < line.from { stop } else { spring };
        let wanted = match (line.brief, line.done_on) {
            (true, Some(done)) if done <= spring => usize::from(rng.chance(10)),
            (true, _) => 1,
            (false, _) => 1 + rng.below(2),
        };
        let mut days: Vec<Day> = vec![];
        for i in 0..wanted {
            let (lo, hi) = if i == 0 { (line.from, stop.min(spring)) } else { (spring.plus_days(14), stop) };
            let span = usize::try_from(lo.days_until(hi) - 3).unwrap_or(0);
            if span == 0 {
                continue;
            }
            let day = lo.plus_days(i64::try_from(1 + rng.below(span)).unwrap_or(1));
            let day = if self.calendar.is_working(day) { day } else { self.calendar.plus_working_days(day, -1) };
            if day > line.from && day < stop {
                days.push(day);
            }
        }
        let whole = line.from.days_until(line.due.unwrap_or(stop).max(stop)).max(1);
        days.iter()
            .enumerate()
            .map(|(i, &day)| {
                let gone = 100 * line.from.days_until(day) / whole;
                let percent = u8::try_from((gone / 10 * 10).clamp(10, 90)).unwrap_or(10);
                let words = if i == 0 && percent < 50 { &self.words.start } else { &self.words.middle };
                let act = Act::Report { percent, done: false, note: rng.pick(words).clone(), evidence: String::new() };
                step(line.key, line.unit, day, minute(rng), act)
            })
            .collect()
    }

    fn evidence(&self, rng: &mut Lcg, day: Day) -> String {
        let number = (100 + rng.below(2900)).to_string();
        rng.pick(&self.words.evidence).replace("{n}", &number).replace("{d}", &day.vietnamese())
    }
}

fn step(key: &TaskKey, unit: &str, day: Day, minute: u16, act: Act) -> Step {
    Step { day, minute, task: key.clone(), unit: unit.to_owned(), act }
}
/// In office hours.
fn minute(rng: &mut Lcg) -> u16 {
    u16::try_from(450 + rng.below(540)).unwrap_or(540)
}
