//! Tests: the simulated year gives the totals of the June report, worked out by a plain little model
//! that knows nothing of the rooms.
use std::collections::BTreeMap;

use kernel::{Day, Decimal, number::parse_vietnamese};

use crate::{
    calendar::calendar,
    plans::{Plan, plans},
    progress::{TaskKey, actuals, outcomes},
    story::{Act, Step, steps},
    units::{Units, units},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}
struct World {
    plans: Vec<Plan>,
    units: Units,
    steps: Vec<Step>,
}
fn world() -> World {
    let (plans, units) = (plans(), units());
    let steps = steps(&plans, &units, &calendar(), &outcomes());
    World { plans, units, steps }
}

/// The day each line was reported done and confirmed, and whether it was reported on at all.
#[derive(Clone, Copy, Default)]
struct LineState {
    reported: bool,
    claimed: Option<Day>,
    done: Option<Day>,
    na: bool,
}
fn states(world: &World, on: Day) -> BTreeMap<&'static str, usize> {
    let mut lines: BTreeMap<(&TaskKey, &str), LineState> = BTreeMap::new();
    for step in world.steps.iter().filter(|s| s.day <= on) {
        let line = lines.entry((&step.task, &step.unit)).or_default();
        match &step.act {
            Act::Report { done, .. } => {
                line.reported = true;
                line.claimed = done.then_some(step.day);
            }
            Act::Return { .. } => line.claimed = None,
            Act::NotApplicable { .. } => line.claimed = None,
            Act::Confirm if line.claimed.is_none() => line.na = true,
            Act::Confirm => line.done = line.claimed,
        }
    }
    let mut counts = BTreeMap::new();
    for plan in world.plans.iter().filter(|p| p.issued_on <= on) {
        for (section, task) in plan.tasks() {
            let key = (plan.key.clone(), section.no.clone(), task.no().to_owned());
            let members = world.units.resolve(task.lead()).unwrap();
            let of = |m: &String| lines.get(&(&key, m.as_str())).copied().unwrap_or_default();
            let external = task.deadline().starts_with("Theo");
            let state = state(&members.iter().map(of).collect::<Vec<_>>(), task.due_on(), external, on);
            *counts.entry(state).or_insert(0) += 1;
        }
    }
    counts
}
fn state(lines: &[LineState], due: Option<Day>, external: bool, on: Day) -> &'static str {
    if lines.iter().all(|l| l.na) {
        return "not_applicable";
    }
    if lines.iter().all(|l| l.done.is_some()) {
        let last = lines.iter().filter_map(|l| l.done).max();
        return if due.zip(last).is_some_and(|(due, last)| last > due) { "done_late" } else { "done_on_time" };
    }
    match due {
        Some(due) if due < on => "overdue",
        Some(due) if on.days_until(due) <= 7 => "due_soon",
        None if external => "waiting",
        None => "recurring",
        _ if lines.iter().any(|l| l.reported) => "running",
        Some(_) => "not_started",
    }
}

#[test]
fn tasks_stand_on_19_june_as_the_report_says() {
    let counts = states(&world(), day("2026-06-19"));
    let expected = BTreeMap::from([("done_on_time", 143), ("done_late", 14), ("running", 106), ("overdue", 1)]);
    assert_eq!(counts, expected);
}
#[test]
fn other_days_look_alive() {
    let world = world();
    for text in ["2026-04-24", "2026-05-27", "2026-09-25", "2026-11-21"] {
        let counts = states(&world, day(text));
        for state in ["overdue", "due_soon", "running", "done_on_time"] {
            assert!(counts.get(state).is_some_and(|n| *n > 0), "{text} {counts:?}");
        }
    }
    let autumn = states(&world, day("2026-11-21"));
    for state in ["recurring", "waiting", "not_started", "not_applicable", "done_late"] {
        assert!(autumn.get(state).is_some_and(|n| *n > 0), "{state}: {autumn:?}");
    }
    assert!((3..=20).contains(&autumn["overdue"]), "{autumn:?}");
}
#[test]
fn the_overdue_task_is_the_one_the_report_names() {
    let world = world();
    let key = ("9002".to_owned(), "VIII".to_owned(), "1".to_owned());
    let reported: Vec<&Step> = world.steps.iter().filter(|s| s.task == key && s.day <= day("2026-06-19")).collect();
    assert!(reported.iter().all(|s| s.unit == "SKHCN" && matches!(s.act, Act::Report { done: false, .. })));
    let task = world.plans[1].tasks().find(|(s, t)| s.no == "VIII" && t.no() == "1").unwrap().1;
    assert!(task.name().contains("công nghệ chiến lược") && task.due_on() == Some(day("2026-03-31")));
}
#[test]
fn steps_fall_on_working_days_after_the_plan_and_some_are_returned() {
    let world = world();
    let calendar = calendar();
    let issued: BTreeMap<&str, Day> = world.plans.iter().map(|p| (p.key.as_str(), p.issued_on)).collect();
    for step in &world.steps {
        assert!(calendar.is_working(step.day), "{step:?}");
        assert!(calendar.plus_working_days(issued[step.task.0.as_str()], 2) < step.day, "{step:?}");
    }
    assert!(world.steps.windows(2).all(|w| (w[0].day, w[0].minute) <= (w[1].day, w[1].minute)));
    let returned = world.steps.iter().filter(|s| matches!(s.act, Act::Return { .. })).count();
    assert!(returned > 20, "{returned}");
    assert!(world.steps.len() < 9_000, "{}", world.steps.len());
}
#[test]
fn the_known_counts_of_communes_hold() {
    let world = world();
    let done = |section: &str, no: &str, on: &str| {
        let key = ("9002".to_owned(), section.to_owned(), no.to_owned());
        let done = world
            .steps
            .iter()
            .filter(|s| s.task == key && s.day <= day(on) && matches!(s.act, Act::Report { done: true, .. }));
        done.map(|s| &s.unit).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!((102..=104).contains(&done("III", "3", "2026-06-10")));
    assert!((82..=84).contains(&done("IV", "1", "2026-06-19")));
}

enum Verdict {
    Exceeded,
    Reached,
    Not,
}
/// The product's rule in small: numbers compare, words affirm.
fn compare(target: &str, value: &str) -> Verdict {
    let digits = target.trim_start_matches(['≥', ' ']).replace("Đạt ", "").replace("% GRDP", "");
    let Some(wanted) = parse_vietnamese(&digits) else {
        return if value == target { Verdict::Reached } else { Verdict::Not };
    };
    let value: Decimal = parse_vietnamese(value).unwrap();
    match value.cmp(&wanted) {
        std::cmp::Ordering::Greater => Verdict::Exceeded,
        std::cmp::Ordering::Equal => Verdict::Reached,
        std::cmp::Ordering::Less => Verdict::Not,
    }
}
#[test]
fn targets_stand_on_19_june_as_the_report_says() {
    let plans = plans();
    let actuals = actuals();
    let (mut exceeded, mut met, mut running) = (0, 0, 0);
    for (section, target) in plans.iter().flat_map(|p| p.targets()) {
        let of = actuals.iter().filter(|a| a.section == section.no && a.no == target.no());
        let last = of.filter(|a| a.as_of <= day("2026-06-19")).max_by_key(|a| a.as_of).unwrap();
        match compare(target.in_2026(), &last.value) {
            Verdict::Exceeded => {
                exceeded += 1;
                assert_ne!(target.in_2026(), "100", "{}", target.name());
            }
            Verdict::Reached => met += 1,
            Verdict::Not => running += 1,
        }
    }
    assert_eq!((exceeded + met, exceeded, running), (30, 14, 25));
}
#[test]
fn every_value_says_where_it_comes_from() {
    let plans = plans();
    for actual in actuals() {
        let known = plans.iter().flat_map(|p| p.targets()).any(|(s, t)| s.no == actual.section && t.no() == actual.no);
        assert!(known, "{}.{}", actual.section, actual.no);
        assert_eq!(actual.simulated, !actual.source.starts_with("Báo cáo"), "{}", actual.source);
    }
}
