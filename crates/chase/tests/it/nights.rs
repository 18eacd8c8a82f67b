//! Nights one by one: what goes wrong, with its stated outcome, on every engine.
use chase::{Ladder, Of, Role, Rung};
use kernel::{Post, UnitId};
use notify::Kind;
use org::{Delegate, MergeInto, MergeUnits};
use store::event;

use crate::{
    fixture::{houses, person},
    follow_common::{Seed, day, resow, seed},
};

fn one(due: &str) -> Vec<Seed> {
    vec![seed("1", "Ban hành", due, &["a"])]
}

#[tokio::test]
async fn a_line_climbs_the_ladder_and_each_rung_is_said_once() {
    for house in houses("2026-06-15").await {
        let sown = house.sow(one("2026-06-22")).await;
        assert_eq!(house.night("2026-06-16").await, [""; 0]);
        assert_eq!(house.night("2026-06-17").await, ["a1 due_soon 1 2026-06-17", "a2 due_soon 1 2026-06-17"]);
        assert_eq!(house.night("2026-06-18").await, [""; 0], "said is said");
        assert_eq!(house.night("2026-06-23").await, ["a1 overdue 1 2026-06-23", "a2 overdue 1 2026-06-23"]);
        assert_eq!(house.night("2026-06-25").await, ["ah escalated 1 2026-06-25"]);
        assert_eq!(house.night("2026-06-29").await, ["f1 escalated 1 2026-06-29"]);
        assert_eq!(house.night("2026-07-06").await, ["l1 escalated 1 2026-07-06"]);
        assert_eq!(house.night("2026-12-31").await, [""; 0], "the top of the ladder is its end");
        let spoken = house.spoken(sown[0].task).await;
        let words: Vec<_> = spoken.iter().map(|s| (s.rung.as_str(), s.role, s.day.to_string())).collect();
        assert_eq!(words[0], ("leader", Role::Leader, "2026-07-06".to_owned()));
        assert_eq!((words.len(), spoken[3].people.len()), (5, 2));
        let events = event::list(&mut house.store.read().await.unwrap(), &event::EventFilter::default(), 100).await;
        let said = events.unwrap().into_iter().filter(|e| e.kind == "chase.said").count();
        assert_eq!(said, 5, "one event a night that says something");
    }
}

#[tokio::test]
async fn many_lines_of_a_night_are_one_notice_a_person_and_kind() {
    for house in houses("2026-06-15").await {
        let mut seeds: Vec<Seed> =
            (0..5).map(|n| seed(&n.to_string(), &format!("Việc {n}"), "2026-06-19", &["a"])).collect();
        seeds.push(seed("6", "Việc 6", "2026-06-24", &["a", "b"]));
        house.sow(seeds).await;
        assert_eq!(
            house.night("2026-06-22").await,
            [
                "a1 due_soon 1 2026-06-22",
                "a1 overdue 5 2026-06-22",
                "a2 due_soon 1 2026-06-22",
                "a2 overdue 5 2026-06-22",
                "bh due_soon 1 2026-06-22"
            ],
            "unit b has no officer: its head hears"
        );
        let inbox = house.inboxes().await;
        let many = &inbox.iter().find(|(name, k)| name == "a1" && k.kind == Kind::Overdue).unwrap().1;
        assert_eq!(many.facts["title"], "Việc 0; Việc 1; Việc 2");
        assert_eq!((many.facts["count"].as_u64(), many.facts["due"].as_str()), (Some(5), Some("2026-06-19")));
        assert_eq!(many.path, format!("/tasks?state=overdue&unit={}", UnitId::from_name("a")));
        house.night("2026-06-24").await;
        assert_eq!(
            house.night("2026-07-01").await,
            [
                "a1 overdue 1 2026-07-01",
                "a2 overdue 1 2026-07-01",
                "ah escalated 1 2026-07-01",
                "bh overdue 1 2026-07-01",
                "f1 escalated 7 2026-07-01"
            ],
            "both units together; who is head in an officer's place hears of the line once"
        );
    }
}

#[tokio::test]
async fn after_missed_nights_everybody_is_told_once() {
    for house in houses("2026-06-01").await {
        house.sow(one("2026-06-05")).await;
        let told = ["a1 overdue 1 2026-06-22", "a2 overdue 1 2026-06-22", "ah escalated 1 2026-06-22"];
        let higher = ["f1 escalated 1 2026-06-22", "l1 escalated 1 2026-06-22"];
        assert_eq!(
            house.night("2026-06-22").await,
            [&told[..], &higher[..]].concat(),
            "and nobody that it is due soon"
        );
        assert_eq!(house.night("2026-06-23").await, [""; 0]);
    }
}

#[tokio::test]
async fn a_report_stops_the_units_rungs_and_the_focal_department_is_reminded_of_its_own() {
    for house in houses("2026-06-15").await {
        let sown = house.sow(one("2026-06-19")).await;
        let line = sown[0].lines[0];
        house.go(day("2026-06-19"));
        house.report(line).await;
        assert_eq!(house.night("2026-06-23").await, [""; 0]);
        assert_eq!(house.night("2026-06-24").await, ["f1 unconfirmed 1 2026-06-24"]);
        assert_eq!(house.night("2026-06-30").await, [""; 0]);
        house.give_back(line).await;
        assert_eq!(
            house.night("2026-07-01").await,
            [
                "a1 overdue 1 2026-07-01",
                "a2 overdue 1 2026-07-01",
                "ah escalated 1 2026-07-01",
                "f1 escalated 1 2026-07-01"
            ],
            "returned: it is late, and the ladder goes on from its last day"
        );
        house.report(line).await;
        house.confirm(line).await;
        assert_eq!(house.night("2026-08-03").await, [""; 0], "closed is closed");
    }
}

#[tokio::test]
async fn a_new_last_day_is_a_new_ladder_whether_granted_late_or_printed() {
    for house in houses("2026-06-15").await {
        let sown = house.sow(one("2026-06-19")).await;
        house.night("2026-06-24").await;
        house.extend(sown[0].lines[0], day("2026-07-10")).await;
        assert_eq!(house.night("2026-06-26").await, [""; 0]);
        assert_eq!(house.night("2026-07-07").await, ["a1 due_soon 1 2026-07-07", "a2 due_soon 1 2026-07-07"]);
        resow(&house.store, &house.ctx, sown[0].task, "2026-07-07", seed("1", "Ban hành", "2026-07-20", &["a"]), false)
            .await;
        assert_eq!(house.night("2026-07-13").await, [""; 0]);
        assert_eq!(house.night("2026-07-15").await, ["a1 due_soon 1 2026-07-15", "a2 due_soon 1 2026-07-15"]);
        resow(&house.store, &house.ctx, sown[0].task, "2026-07-16", seed("1", "Ban hành", "2026-07-20", &["a"]), true)
            .await;
        assert_eq!(house.night("2026-07-30").await, [""; 0], "withdrawn");
    }
}

#[tokio::test]
async fn what_has_no_last_day_is_left_alone() {
    for house in houses("2026-06-15").await {
        let seeds = ["recurring", "external", "none"].map(|kind| seed("1", kind, kind, &["a"]));
        house.sow(seeds.to_vec()).await;
        assert_eq!(house.night("2027-06-15").await, [""; 0]);
    }
}

#[tokio::test]
async fn two_runs_at_once_and_a_clock_set_back_say_nothing_twice() {
    for house in houses("2026-06-15").await {
        let sown = house.sow(one("2026-06-19")).await;
        house.go(day("2026-06-22"));
        let (one, two) = tokio::join!(house.run(), house.run());
        assert_eq!((one.items.len() + two.items.len(), one.seq.is_some() != two.seq.is_some()), (2, true));
        assert_eq!(house.inboxes().await.len(), 2);
        house.night("2026-06-24").await;
        house.report(sown[0].lines[0]).await;
        house.confirm(sown[0].lines[0]).await;
        // By this clock the line seems not to be confirmed yet, nor the officers to have been told.
        assert_eq!(house.night("2026-06-22").await, [""; 0]);
        let ahead = house.try_run(day("2026-06-23")).await.unwrap_err();
        assert_eq!(ahead.say.id, "chase-day-ahead");
    }
}

#[tokio::test]
async fn a_killed_run_said_nothing_and_the_next_says_all() {
    for house in houses("2026-06-15").await {
        house.sow(one("2026-06-19")).await;
        house.go(day("2026-06-22"));
        // Dropped between looking and writing: as a process killed there.
        let run = house.try_run(day("2026-06-22"));
        drop(tokio::time::timeout(std::time::Duration::ZERO, run).await);
        house.run().await;
        assert_eq!(house.inboxes().await.len(), 2);
    }
}

#[tokio::test]
async fn a_corrected_calendar_moves_what_was_not_said_yet() {
    for house in houses("2026-06-15").await {
        house.sow(one("2026-06-19")).await;
        house.night("2026-06-22").await;
        // The 22nd and 23rd turn out to have been days off.
        house.calendar(&[day("2026-06-22"), day("2026-06-23")]).await;
        assert_eq!(house.night("2026-06-24").await, [""; 0], "said stays said, and the head's day moved");
        assert_eq!(house.night("2026-06-26").await, ["ah escalated 1 2026-06-26"]);
    }
}

#[tokio::test]
async fn whoever_holds_the_post_today_is_told_and_whoever_stands_in() {
    for house in houses("2026-06-15").await {
        house.sow(one("2026-06-19")).await;
        house.night("2026-06-22").await;
        house.leave("ah").await;
        house.hire("ah2", "a", &[Post::Head]).await;
        let (valid_from, valid_to) = (day("2026-06-24"), day("2026-06-30"));
        let away = Delegate { from: person("ah2"), to: person("a1"), valid_from, valid_to };
        org::delegate(&house.store, &house.ctx, away).await.unwrap();
        assert_eq!(house.night("2026-06-24").await, ["a1 escalated 1 2026-06-24", "ah2 escalated 1 2026-06-24"]);
        house.leave("f1").await;
        assert_eq!(house.night("2026-06-26").await, ["l1 escalated 1 2026-06-26"], "nobody there: one step up");
        house.leave("l1").await;
        house.go(day("2026-07-03"));
        assert_eq!(house.run().await.unheard, 1, "nobody anywhere: it waits");
        house.hire("l2", "focal", &[Post::Leader]).await;
        assert_eq!(house.night("2026-07-06").await, ["l2 escalated 1 2026-07-06"]);
    }
}

#[tokio::test]
async fn a_merged_units_lines_are_answered_for_by_what_carries_it_on() {
    for house in houses("2026-06-15").await {
        house.sow(one("2026-06-19")).await;
        house.night("2026-06-22").await;
        house.go(day("2026-06-23"));
        let into = MergeInto::Existing(UnitId::from_name("b"));
        let merge = MergeUnits { from: vec![UnitId::from_name("a")], into, on: day("2026-06-23") };
        org::merge_units(&house.store, &house.ctx, merge).await.unwrap();
        assert_eq!(house.night("2026-06-24").await, ["bh escalated 1 2026-06-24"]);
        let board = house.boards.now().await.unwrap();
        let passed = plan::handover::hand_over_all(&house.store, &house.ctx, &house.dirs, &board).await.unwrap();
        assert_eq!(passed.lines, 1);
        assert_eq!(house.night("2026-06-25").await, [""; 0], "the new line goes on where the old one stood");
        assert_eq!(house.night("2026-06-26").await, ["f1 escalated 1 2026-06-26"]);
    }
}

#[tokio::test]
async fn the_ladder_is_data_and_its_changes_are_events() {
    for house in houses("2026-06-15").await {
        house.sow(one("2026-06-19")).await;
        house.night("2026-06-24").await;
        let mut ladder = Ladder::default();
        ladder.0.retain(|r| r.key != "soon");
        ladder.0.push(Rung { key: String::new(), of: Of::Due, days: 2, to: Role::Focal });
        ladder.0.push(Rung { key: String::new(), of: Of::Due, days: 4, to: Role::Officer });
        chase::set_ladder(&house.store, &house.ctx, ladder).await.unwrap();
        let now = chase::ladder(&mut house.store.read().await.unwrap()).await.unwrap();
        assert_eq!(now.0.len(), 7);
        assert!(now.0.iter().all(|r| !r.key.is_empty()));
        // The new rung of day 2 lies below what was said (day 3): it is passed over, not said late.
        assert_eq!(house.night("2026-06-25").await, ["a1 overdue 1 2026-06-25", "a2 overdue 1 2026-06-25"]);
        assert_eq!(house.night("2026-06-26").await, ["f1 escalated 1 2026-06-26"]);
        let bad = chase::set_ladder(&house.store, &house.ctx, Ladder(vec![])).await.unwrap_err();
        assert_eq!(bad.say.id, "chase-rung-count");
    }
}

#[tokio::test]
async fn the_preview_says_what_the_run_will_and_leaves_no_trace() {
    for house in houses("2026-06-15").await {
        house.sow(one("2026-06-19")).await;
        let (store, ctx) = (&house.store, &house.ctx);
        let next = chase::preview(store, ctx, &house.boards, &house.dirs, day("2026-06-22")).await.unwrap();
        assert_eq!((next.rungs_told(), next.people().len(), next.seq), (1, 2, None));
        assert_eq!(house.inboxes().await.len(), 0);
        house.go(day("2026-06-22"));
        let said = house.run().await;
        assert_eq!((&said.items, said.people()), (&next.items, next.people()));
    }
}

#[tokio::test]
async fn the_job_is_asked_for_once_a_working_day_after_its_hour() {
    for house in houses("2026-06-20").await {
        let ask = || chase::ask_for_run(&house.store, &house.ctx, 6);
        assert!(!ask().await.unwrap(), "a Saturday");
        house.clock.set(kernel::Millis::start_of(day("2026-06-22")).plus(5 * 3_600_000));
        assert!(!ask().await.unwrap(), "five in the morning");
        house.go(day("2026-06-22"));
        assert!(ask().await.unwrap() && ask().await.unwrap());
        house.go(day("2026-06-23"));
        assert!(ask().await.unwrap());
        let jobs = store::job::list(&mut house.store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(jobs.len(), 2);
    }
}
