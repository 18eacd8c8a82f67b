//! States against a second model that is written the slow, plain way, and the promise that later
//! marks never change the states of days before them.
use plan::state::{Due, Fact, Gather, MarkKind, Rhythm, SOON_DAYS, Standing, State, line_state};
use proptest::prelude::*;

/// The second model: reads the house rules (in words) from the newest mark backwards.
fn model(facts: &[Fact], begun: bool, due: Due, day: i32) -> State {
    let mut open = true;
    let (mut reported, mut done, mut claimed, mut na) = (None, None, false, false);
    for fact in facts {
        match fact.kind {
            MarkKind::Done if open => (reported, open) = (fact.done_on.or(Some(fact.day)), false),
            MarkKind::NotApplicable if open => (claimed, open) = (true, false),
            MarkKind::Confirmed if reported.is_some() => (done, reported) = (reported, None),
            MarkKind::NaConfirmed if claimed => (na, claimed) = (true, false),
            MarkKind::Returned if reported.is_some() || claimed => (reported, claimed, open) = (None, false, true),
            MarkKind::Reopened if done.is_some() || na => (done, na, open) = (None, false, true),
            _ => {}
        }
    }
    let last = due.on.unwrap_or(i32::MAX);
    if let Some(on) = done {
        return if on > last { State::DoneLate } else { State::DoneOnTime };
    }
    if na {
        return State::NotApplicable;
    }
    if due.on.is_some() {
        if reported.is_some_and(|on| on <= last) {
            return State::Running;
        }
        if last < day {
            return State::Overdue;
        }
        if last <= day + SOON_DAYS {
            return State::DueSoon;
        }
    }
    match due.rhythm {
        Rhythm::Recurring => State::Recurring,
        Rhythm::External => State::Waiting,
        Rhythm::Once if begun => State::Running,
        Rhythm::Once => State::NotStarted,
    }
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (0usize..7, 0i32..4, proptest::option::of(0i32..60));
    proptest::collection::vec(one, 0..12).prop_map(|steps| {
        let mut day = 0;
        let mark = |(seq, (kind, later, done_on)): (usize, (usize, i32, Option<i32>))| {
            day += later;
            Fact { seq: seq as i64 + 1, day, kind: MarkKind::ALL[kind], done_on }
        };
        steps.into_iter().enumerate().map(mark).collect()
    })
}
fn due() -> impl Strategy<Value = Due> {
    let rhythm = prop_oneof![Just(Rhythm::Once), Just(Rhythm::Recurring), Just(Rhythm::External)];
    (proptest::option::of(0i32..60), rhythm).prop_map(|(on, rhythm)| Due { on, rhythm })
}
fn known(facts: &[Fact], day: i32) -> (Vec<Fact>, bool) {
    let seen: Vec<Fact> = facts.iter().copied().filter(|f| f.day <= day).collect();
    let begun = seen.iter().any(|f| f.kind.begins());
    (seen, begun)
}

proptest! {
    #[test]
    fn states_are_those_of_the_plain_model(facts in facts(), due in due(), day in 0i32..70) {
        let (seen, begun) = known(&facts, day);
        prop_assert_eq!(line_state(Standing::of(&seen), begun, due, day), model(&seen, begun, due, day));
    }
    #[test]
    fn later_marks_leave_the_past_alone(facts in facts(), more in facts(), due in due(), day in 0i32..70) {
        let (seen, begun) = known(&facts, day);
        let last = facts.last().map_or(0, |f| f.day).max(day + 1);
        let later = more.into_iter().map(|f| Fact { day: f.day + last, seq: f.seq + 100, ..f });
        let grown: Vec<Fact> = facts.iter().copied().chain(later).collect();
        let (seen_later, begun_later) = known(&grown, day);
        prop_assert_eq!(
            line_state(Standing::of(&seen), begun, due, day),
            line_state(Standing::of(&seen_later), begun_later, due, day)
        );
    }
    #[test]
    fn a_task_of_one_line_is_as_its_line(facts in facts(), due in due(), day in 0i32..70) {
        let (seen, begun) = known(&facts, day);
        let line = line_state(Standing::of(&seen), begun, due, day);
        let mut gather = Gather::default();
        gather.add(line, begun);
        let task = gather.state(due, day);
        // A recurring task stays recurring until it is confirmed, whatever its line is at.
        if line == State::Running && due.rhythm != Rhythm::Once {
            prop_assert!(matches!(task, State::Recurring | State::Waiting));
        } else {
            prop_assert_eq!(task, line);
        }
    }
    #[test]
    fn a_task_is_as_bad_as_its_worst_open_line(lines in proptest::collection::vec((0usize..9, any::<bool>()), 1..8)) {
        let due = Due::default();
        let states: Vec<State> = lines.iter().map(|(s, _)| State::ALL[*s]).collect();
        let mut gather = Gather::default();
        lines.iter().for_each(|(s, begun)| gather.add(State::ALL[*s], *begun));
        let task = gather.state(due, 0);
        if states.iter().all(|s| s.is_closed()) {
            prop_assert!(task.is_closed());
            prop_assert_eq!(task == State::DoneLate, states.contains(&State::DoneLate));
            prop_assert_eq!(task == State::NotApplicable, states.iter().all(|s| *s == State::NotApplicable));
        } else if states.contains(&State::Overdue) {
            prop_assert_eq!(task, State::Overdue);
        } else if states.contains(&State::DueSoon) {
            prop_assert_eq!(task, State::DueSoon);
        } else {
            prop_assert!(!task.is_closed());
        }
    }
}

#[test]
fn the_edges_of_a_deadline() {
    let due = Due { on: Some(100), rhythm: Rhythm::Once };
    let open = |day| line_state(Standing::Open, true, due, day);
    assert_eq!(open(92), State::Running);
    assert_eq!(open(93), State::DueSoon);
    assert_eq!(open(100), State::DueSoon, "the last day itself is not late");
    assert_eq!(open(101), State::Overdue);
    assert_eq!(line_state(Standing::Reported(100), true, due, 130), State::Running);
    assert_eq!(line_state(Standing::Reported(101), true, due, 130), State::Overdue);
    assert_eq!(line_state(Standing::Done(101), true, due, 130), State::DoneLate);
    assert_eq!(line_state(Standing::NaClaimed, false, due, 130), State::Overdue, "a claim alone excuses nobody");
    assert_eq!(Gather::default().state(due, 101), State::Overdue, "a task that nobody leads is late too");
}
