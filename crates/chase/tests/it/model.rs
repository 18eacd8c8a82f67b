//! The ladder written in the most naive way: days walked one by one, everything looked up in lists.
use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;

/// name, counts from the last day (else from the report), working days, role
const RUNGS: [(&str, bool, i32, &str); 6] = [
    ("soon", true, -3, "officer"),
    ("late", true, 1, "officer"),
    ("head", true, 3, "head"),
    ("focal", true, 5, "focal"),
    ("leader", true, 10, "leader"),
    ("unconfirmed", false, 3, "focal"),
];
const ROLES: [&str; 4] = ["officer", "head", "focal", "leader"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    Open,
    Reported(Day),
    Claimed(Day),
    Done,
    NotApplicable,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub unit: &'static str,
    pub due: Day,
    pub stands: Stands,
}

/// A rung that was said: line, day it counts from, name.
type Said = (usize, Day, &'static str);

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub lines: Vec<Line>,
    /// unit or "", role, name
    pub people: Vec<(&'static str, &'static str, String)>,
    pub off: BTreeSet<Day>,
    pub said: BTreeSet<Said>,
    /// line, day it counts from, rung, night, people
    pub spoken: BTreeSet<(usize, Day, &'static str, Day, Vec<String>)>,
    /// person, kind, night: how many lines; a night may come twice when the clock is set back
    pub notices: Vec<(String, &'static str, Day, usize)>,
}

impl Model {
    fn works(&self, day: Day) -> bool {
        day.weekday() <= 5 && !self.off.contains(&day)
    }
    /// Is the rung reached: walk from the earlier day to the later and count.
    fn reached(&self, anchor: Day, days: i32, today: Day) -> bool {
        let mut at = anchor;
        let mut left = days.abs();
        while left > 0 {
            at = at.plus_days(if days > 0 { 1 } else { -1 });
            if self.works(at) {
                left -= 1;
            }
        }
        at <= today
    }
    fn hearers(&self, unit: &str, role: &str) -> Vec<String> {
        let from = ROLES.iter().position(|r| *r == role).unwrap();
        for role in &ROLES[from..] {
            let of_unit = *role == "officer" || *role == "head";
            let fits = |p: &&(&str, &str, String)| p.1 == *role && (!of_unit || p.0 == unit);
            let found: Vec<String> = self.people.iter().filter(fits).map(|p| p.2.clone()).collect();
            if !found.is_empty() {
                return found;
            }
        }
        vec![]
    }
    fn kind(rung: &str) -> &'static str {
        match rung {
            "soon" => "due_soon",
            "late" => "overdue",
            "unconfirmed" => "unconfirmed",
            _ => "escalated",
        }
    }
    pub fn night(&mut self, today: Day) {
        let mut told: BTreeMap<(String, usize), &'static str> = BTreeMap::new();
        for (no, line) in self.lines.clone().iter().enumerate() {
            let (from_due, anchor) = match line.stands {
                Stands::Open => (true, line.due),
                Stands::Reported(day) | Stands::Claimed(day) => (false, day),
                Stands::Done | Stands::NotApplicable => continue,
            };
            let before = self.said.clone();
            let is_said = |name: &'static str| before.contains(&(no, anchor, name));
            let reached: Vec<_> =
                RUNGS.into_iter().filter(|r| r.1 == from_due && self.reached(anchor, r.2, today)).collect();
            for (name, _, days, role) in reached.iter().copied().filter(|r| !is_said(r.0)) {
                let higher_said = reached.iter().any(|r| r.2 > days && is_said(r.0));
                let later_for_same = reached.iter().any(|r| r.2 > days && r.3 == role && !is_said(r.0));
                let too_late = name == "soon" && today > anchor;
                if higher_said || later_for_same || too_late {
                    self.said.insert((no, anchor, name));
                    continue;
                }
                let mut people = self.hearers(line.unit, role);
                if people.is_empty() {
                    continue;
                }
                people.sort();
                assert!(self.said.insert((no, anchor, name)), "the model itself says nothing twice");
                self.spoken.insert((no, anchor, name, today, people.clone()));
                for person in people {
                    let kind = told.entry((person, no)).or_insert(Self::kind(name));
                    // Escalated over due soon; what is one's own and late over everything.
                    if Self::kind(name) == "overdue" || (*kind != "overdue" && Self::kind(name) == "escalated") {
                        *kind = Self::kind(name);
                    }
                }
            }
        }
        let mut counts: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        for ((person, _), kind) in told {
            *counts.entry((person, kind)).or_default() += 1;
        }
        self.notices.extend(counts.into_iter().map(|((person, kind), n)| (person, kind, today, n)));
    }
}
