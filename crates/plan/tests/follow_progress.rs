//! Reporting, confirming, returning, reopening: on the newest picture, once, in time order, and by
//! those who may; on every engine.
mod follow_common;

use std::sync::Arc;

use follow_common::{ROOMS, day, seed, sow, unit};
use kernel::{Action, Actor, Ctx, FaultKind, Gate, LineId, Millis, PersonId, Post, Resource, Via, ctx::OpenGate};
use plan::{
    board::{Asked, Boards, Sight},
    list::{Filter, last_words},
    progress::{self, Marked, On, ReportDone, ReportProgress},
    state::State,
};
use store::{Sql, Store, args, testing};

fn on(line: LineId, seen: i64) -> On {
    On { line, seen, key: None }
}
fn keyed(line: LineId, seen: i64, key: &str) -> On {
    On { line, seen, key: Some(key.into()) }
}
async fn report(store: &Store, ctx: &Ctx, on: On, percent: i64) -> kernel::Result<Marked> {
    let input = ReportProgress { on, percent, note: "Đang làm".into(), evidence: vec![] };
    progress::report_progress(store, ctx, input).await
}
async fn done(store: &Store, ctx: &Ctx, on: On, done_on: &str) -> kernel::Result<Marked> {
    let input = ReportDone { on, done_on: day(done_on), note: String::new(), evidence: vec![] };
    progress::report_done(store, ctx, input).await
}
async fn state(store: &Store, on: &str) -> State {
    let board = Boards::new(store.clone()).now().await.unwrap();
    let page = board.list(Asked::on(day(on)), &Sight::All, &Filter::default(), &Default::default()).unwrap();
    page.rows[0].state
}

#[tokio::test]
async fn a_line_goes_from_report_to_confirmation_and_back() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Ban hành", "2026-02-28", &["a"])]).await;
        let line = sown[0].lines[0];
        assert_eq!(state(store, "2026-01-10").await, State::NotStarted);
        let first = report(store, &ctx, on(line, 0), 40).await.unwrap();
        assert_eq!(state(store, "2026-01-10").await, State::Running);
        let nothing = progress::confirm(store, &ctx, on(line, first.seq), "").await.unwrap_err();
        assert_eq!(nothing.say.id, "plan-line-nothing-reported");

        clock.set(Millis::start_of(day("2026-03-02")));
        let second = done(store, &ctx, on(line, first.seq), "2026-02-27").await.unwrap();
        assert_eq!(state(store, "2026-03-02").await, State::Running, "reported in time, waits");
        let busy = report(store, &ctx, on(line, second.seq), 90).await.unwrap_err();
        assert_eq!(busy.say.id, "plan-line-awaits");
        let bare = progress::return_report(store, &ctx, on(line, second.seq), " ").await.unwrap_err();
        assert_eq!(bare.say.id, "plan-reason-missing");
        let back = progress::return_report(store, &ctx, on(line, second.seq), "Thiếu văn bản").await.unwrap();
        assert_eq!(state(store, "2026-03-02").await, State::Overdue);

        clock.set(Millis::start_of(day("2026-03-05")));
        let third = done(store, &ctx, on(line, back.seq), "2026-03-04").await.unwrap();
        let fourth = progress::confirm(store, &ctx, on(line, third.seq), "").await.unwrap();
        assert_eq!(state(store, "2026-03-05").await, State::DoneLate);
        assert_eq!(state(store, "2026-03-04").await, State::Overdue, "a past day keeps its state");
        let closed = report(store, &ctx, on(line, fourth.seq), 1).await.unwrap_err();
        assert_eq!(closed.say.id, "plan-line-closed");
        let fifth = progress::reopen(store, &ctx, on(line, fourth.seq), "Làm lại").await.unwrap();
        let sixth =
            progress::claim_not_applicable(store, &ctx, on(line, fifth.seq), "Không thuộc địa bàn").await.unwrap();
        assert_eq!(state(store, "2026-03-05").await, State::Overdue, "a claim alone excuses nobody");
        progress::confirm(store, &ctx, on(line, sixth.seq), "").await.unwrap();
        assert_eq!(state(store, "2026-03-05").await, State::NotApplicable);

        let words = last_words(&mut store.read().await.unwrap(), &[line]).await.unwrap();
        assert_eq!((words[0].percent, words[0].kind.as_str()), (Some(100), "na_confirmed"));
    }
}

#[tokio::test]
async fn of_two_editors_one_is_told_to_look_again() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-01-10");
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-02-28", &["a"])]).await;
        let line = sown[0].lines[0];
        let (a, b) = tokio::join!(report(store, &ctx, on(line, 0), 10), report(store, &ctx, on(line, 0), 20));
        let outcomes = [a, b];
        assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
        let fault = outcomes.into_iter().find_map(Result::err).unwrap();
        assert_eq!((fault.kind, &*fault.say.id), (FaultKind::Conflict, "plan-line-moved"));
        let marks = store.read().await.unwrap().one("SELECT COUNT(*) FROM mark", vec![]).await.unwrap().int(0).unwrap();
        assert_eq!(marks, 1);
    }
}

#[tokio::test]
async fn a_request_sent_again_is_done_once() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-01-10");
        let seeds = vec![seed("1", "Việc", "2026-02-28", &["a", "b"])];
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", seeds).await;
        let [line, other] = sown[0].lines[..] else { panic!() };
        let first = report(store, &ctx, keyed(line, 0, "k"), 10).await.unwrap();
        let again = report(store, &ctx, keyed(line, 0, "k"), 10).await.unwrap();
        assert_eq!(first, again, "the answer is that of the first time, though the line has moved");
        let reused = report(store, &ctx, keyed(other, 0, "k"), 10).await.unwrap_err();
        assert_eq!(reused.say.id, "plan-key-reused");
        // Somebody else's key of the same name is another key.
        let mut somebody = ctx.clone();
        somebody.actor.person = Some(PersonId::from_name("b"));
        report(store, &somebody, keyed(other, 0, "k"), 10).await.unwrap();
        let marks = store.read().await.unwrap().one("SELECT COUNT(*) FROM mark", vec![]).await.unwrap().int(0).unwrap();
        assert_eq!(marks, 2);
        assert_eq!(store::event::verify(store).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn a_clock_set_back_changes_no_order() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-03-10");
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-12-31", &["a"])]).await;
        let line = sown[0].lines[0];
        let first = report(store, &ctx, on(line, 0), 10).await.unwrap();
        clock.set(Millis::start_of(day("2026-02-01")));
        report(store, &ctx, on(line, first.seq), 20).await.unwrap();
        let rows = store.read().await.unwrap().rows("SELECT at FROM mark ORDER BY seq", vec![]).await.unwrap();
        let at: Vec<i64> = rows.iter().map(|r| r.int(0).unwrap()).collect();
        assert!(at[0] <= at[1], "{at:?}");
        assert_eq!(state(store, "2026-03-09").await, State::NotStarted, "nothing slips into days before");
        assert_eq!(store::event::verify(store).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn what_can_not_be_is_refused() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-03-10");
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-12-31", &["a"])]).await;
        let line = sown[0].lines[0];
        let id = |outcome: kernel::Result<Marked>| outcome.unwrap_err().say.id;
        assert_eq!(id(report(store, &ctx, on(line, 0), 101).await), "plan-percent-out-of-range");
        assert_eq!(id(done(store, &ctx, on(line, 0), "2026-03-11").await), "plan-done-in-future");
        assert_eq!(id(done(store, &ctx, on(line, 0), "2026-01-04").await), "plan-done-before-document");
        assert_eq!(id(report(store, &ctx, on(LineId::new(), 0), 1).await), "fault-not-found");
        let long = ReportProgress { on: on(line, 0), percent: 1, note: "x".repeat(4001), evidence: vec![] };
        assert_eq!(id(progress::report_progress(store, &ctx, long).await), "plan-note-too-long");
        let events =
            store.read().await.unwrap().one("SELECT COUNT(*) FROM event", vec![]).await.unwrap().int(0).unwrap();
        assert_eq!(events, 1, "nothing of it left a trace");
    }
}

#[tokio::test]
async fn evidence_is_kept_once_and_read_only_from_its_line() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-03-10");
        let seeds = vec![seed("1", "Việc", "2026-12-31", &["a", "b"])];
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", seeds).await;
        let [line, other] = sown[0].lines[..] else { panic!() };
        let mut kept = progress::keep_evidence(store, &ctx, "Biên bản.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
        let refused = progress::keep_evidence(store, &ctx, "a.svg", b"<svg/>".to_vec()).await.unwrap_err();
        assert_eq!(refused.kind, FaultKind::Unsupported);
        let large = vec![b'a'; progress::EVIDENCE_LIMIT + 1];
        let large = progress::keep_evidence(store, &ctx, "a.txt", large).await.unwrap_err();
        assert_eq!(large.kind, FaultKind::TooLarge);
        kept.media = "text/html".into(); // what a client says about a kept file counts for nothing
        let digest = kept.digest.clone();
        let input = ReportProgress { on: on(line, 0), percent: 5, note: String::new(), evidence: vec![kept.clone()] };
        progress::report_progress(store, &ctx, input).await.unwrap();
        let (evidence, blob) = progress::read_evidence(store, &ctx, line, &digest).await.unwrap();
        assert_eq!((evidence.media.as_str(), evidence.name.as_str()), ("application/pdf", "Biên bản.pdf"));
        assert_eq!(blob.data, b"%PDF-1.7 x");
        let elsewhere = progress::read_evidence(store, &ctx, other, &digest).await.unwrap_err();
        assert_eq!(elsewhere.kind, FaultKind::NotFound);
        kept.digest = "0".repeat(64);
        let input = ReportProgress { on: on(other, 0), percent: 5, note: String::new(), evidence: vec![kept] };
        let unknown = progress::report_progress(store, &ctx, input).await.unwrap_err();
        assert_eq!(unknown.say.id, "plan-evidence-unknown");
    }
}

#[tokio::test]
async fn many_are_confirmed_each_for_itself() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-03-10");
        let names: Vec<String> = (0..30).map(|n| format!("u{n}")).collect();
        let leads: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-12-31", &leads)]).await;
        let mut all = Vec::new();
        for (n, line) in sown[0].lines.iter().enumerate() {
            let seen = if n == 7 { 0 } else { done(store, &ctx, on(*line, 0), "2026-03-01").await.unwrap().seq };
            all.push(keyed(*line, seen, "bulk"));
        }
        let outcomes = progress::confirm_many(store, &ctx, all.clone(), "").await;
        assert_eq!(outcomes.iter().filter(|(_, o)| o.is_ok()).count(), 29);
        assert_eq!(outcomes[7].1.as_ref().unwrap_err().say.id, "plan-line-nothing-reported");
        let again = progress::confirm_many(store, &ctx, all, "").await;
        for (before, after) in outcomes.iter().zip(&again) {
            assert_eq!(before.0, after.0);
            assert_eq!(before.1.as_ref().ok(), after.1.as_ref().ok());
        }
        let sql = "SELECT COUNT(*) FROM mark WHERE kind = $1";
        let confirmed = store.read().await.unwrap().one(sql, args!["confirmed"]).await.unwrap().int(0).unwrap();
        assert_eq!(confirmed, 29);
    }
}

/// As the policies of `access` have it: lead units report, the focal department confirms.
struct Policies;
impl Gate for Policies {
    fn allows(&self, actor: &Actor, action: Action, resource: &Resource) -> bool {
        match action.0 {
            "task.report" => actor.is(Post::Officer) && actor.unit.is_some_and(|u| resource.leads.contains(&u)),
            "task.confirm" => actor.is(Post::Focal),
            _ => OpenGate.allows(actor, action, resource),
        }
    }
}

#[tokio::test]
async fn each_reports_on_their_own_line_and_only_the_focal_department_confirms() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (open, _) = testing::ctx("2026-03-10");
        let seeds = vec![seed("1", "Việc", "2026-12-31", &["a", "b"])];
        let (_, sown) = sow(store, &open, "1/KH", "2026-01-05", seeds).await;
        let [line, other] = sown[0].lines[..] else { panic!() };
        let acting = |post: Post, name: &str| {
            let mut ctx = open.clone();
            ctx.gate = Arc::new(Policies);
            ctx.actor = Actor { unit: Some(unit(name)), posts: vec![post], ..Actor::program("p", Via::Page) };
            ctx
        };
        let (officer, focal) = (acting(Post::Officer, "a"), acting(Post::Focal, "f"));
        let foreign = report(store, &officer, on(other, 0), 10).await.unwrap_err();
        assert_eq!(foreign.kind, FaultKind::Forbidden);
        let own = done(store, &officer, on(line, 0), "2026-03-01").await.unwrap();
        let self_made = progress::confirm(store, &officer, on(line, own.seq), "").await.unwrap_err();
        assert_eq!(self_made.kind, FaultKind::Forbidden);
        assert_eq!(done(store, &focal, on(other, 0), "2026-03-01").await.unwrap_err().kind, FaultKind::Forbidden);
        progress::confirm(store, &focal, on(line, own.seq), "").await.unwrap();
    }
}
