//! The sample province's feedback and proposals: written by us and simulated, but as many as the June
//! 2026 report prints, and all of those answered.
use kernel::{Day, WorkCalendar};

use crate::embedded;

/// One of them.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The day it came in.
    pub day: Day,
    /// Codes of kind, field, channel and sender.
    pub codes: [&'static str; 4],
    /// The place it is about, or empty.
    pub place: &'static str,
    /// Code of the unit that answers, or empty: not assigned yet.
    pub unit: &'static str,
    /// The day of the answer.
    pub answered: Option<Day>,
    /// The rating, 1 to 5.
    pub score: Option<i64>,
    /// Its title.
    pub title: &'static str,
    /// What was said.
    pub content: &'static str,
    /// The answer.
    pub answer: &'static str,
}

/// What is done to one on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Taken in by the focal department.
    Receive,
    /// Given to its unit.
    Assign,
    /// The unit drafts the answer.
    Draft,
    /// The focal department approves it.
    Approve,
    /// The unit sends it.
    Send,
    /// The sender rates it.
    Rate,
}
/// A step of the simulated year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// When.
    pub day: Day,
    /// Which, by its place in [`voices`].
    pub at: usize,
    /// What.
    pub act: Act,
}

/// All of them, in order of the days on which they came in.
#[must_use]
pub fn voices(calendar: &WorkCalendar) -> Vec<Voice> {
    embedded::rows(include_str!("../data/voices.tsv"))
        .map(|[day, kind, field, channel, sender, place, unit, days, score, title, content, answer]| {
            let day: Day = day.parse().unwrap_or_else(|_| Day::from_number(0));
            Voice {
                day,
                codes: [kind, field, channel, sender],
                place,
                unit: unit.trim_start_matches('-'),
                answered: days.parse().ok().map(|n| calendar.plus_working_days(day, n)),
                score: score.parse().ok(),
                title,
                content,
                answer,
            }
        })
        .collect()
}

/// The steps, in order. What came in before `first`, the first day of the simulated year, is taken in
/// then and answered at once: it was handled on paper before.
#[must_use]
pub fn steps(calendar: &WorkCalendar, first: Day) -> Vec<Step> {
    let mut all = Vec::new();
    for (at, voice) in voices(calendar).iter().enumerate() {
        let from = voice.day.max(first);
        let assigned = calendar.plus_working_days(from, 1);
        let mut put = |day: Day, act: Act| all.push(Step { day, at, act });
        put(from, Act::Receive);
        if !voice.unit.is_empty() {
            put(assigned, Act::Assign);
        }
        if let Some(answered) = voice.answered {
            let answered = answered.max(assigned);
            put(calendar.plus_working_days(answered, -1).max(assigned), Act::Draft);
            put(answered, Act::Approve);
            put(answered, Act::Send);
            if voice.score.is_some() {
                put(answered.plus_days(3), Act::Rate);
            }
        }
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::calendar;
    #[test]
    fn by_the_report_twenty_seven_came_in_and_all_were_answered() {
        let june: Day = "2026-06-19".parse().unwrap();
        let all = voices(&calendar());
        let came: Vec<&Voice> = all.iter().filter(|v| v.day <= june).collect();
        assert_eq!(came.len(), 27);
        assert!(came.iter().all(|v| v.answered.is_some_and(|day| day <= june)), "{came:?}");
        assert!(all.iter().all(|v| v.answered.is_some() != v.answer.is_empty()));
    }
    #[test]
    fn each_step_comes_after_the_one_before_it() {
        let steps = steps(&calendar(), "2026-01-05".parse().unwrap());
        for at in 0..voices(&calendar()).len() {
            let own: Vec<Act> = steps.iter().filter(|s| s.at == at).map(|s| s.act).collect();
            let mut sorted = own.clone();
            sorted.sort();
            assert_eq!(own, sorted, "{at}");
        }
    }
}
