//! Extensions: asked for by the unit, decided by the focal department, and what counts on which day;
//! completed fields and days set once the centre acted. On every engine.

use crate::follow_common::{ROOMS, Seed, day, resow, seed, sow, unit};
use kernel::{Ctx, FixedClock, LineId, Millis};
use plan::{
    board::{Asked, Board, Boards, Sight},
    clarity::{self, Clarity, Complete, Field},
    extension::{self, DecideExtension, Outcome, RequestExtension},
    list::{Filter, PageAsk, Row},
    progress::{self, On, ReportDone},
    state::State,
};
use std::sync::Arc;
use store::{Store, testing};

async fn board(store: &Store) -> Arc<Board> {
    Boards::new(store.clone()).now().await.unwrap()
}
async fn row(store: &Store, on: &str) -> Row {
    let page = board(store).await.list(Asked::on(day(on)), &Sight::All, &Filter::default(), &PageAsk::default());
    page.unwrap().rows.remove(0)
}
fn request(line: LineId, until: &str) -> RequestExtension {
    let reason = "Chờ hướng dẫn của Bộ".to_owned();
    RequestExtension { line, until: day(until), reason, evidence: vec![], key: None }
}
fn grant(request: i64, until: &str) -> DecideExtension {
    DecideExtension { request, grant: Some(day(until)), reason: "Đồng ý".into() }
}
fn go(clock: &FixedClock, to: &str) {
    clock.set(Millis::start_of(day(to)).plus(9 * 3_600_000));
}
async fn one(store: &Store, ctx: &Ctx) -> (kernel::TaskId, LineId) {
    let (_, sown) = sow(store, ctx, "1/KH", "2026-01-05", vec![seed("1", "Ban hành", "2026-03-31", &["a"])]).await;
    (sown[0].task, sown[0].lines[0])
}
async fn done(store: &Store, ctx: &Ctx, line: LineId, seen: i64, on: &str) -> kernel::Result<progress::Marked> {
    let on = ReportDone { on: On { line, seen, key: None }, done_on: day(on), note: String::new(), evidence: vec![] };
    progress::report_done(store, ctx, on).await
}

#[tokio::test]
async fn granted_after_the_due_date_the_line_was_overdue_until_the_decision() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, clock)) = (&test.store, testing::ctx("2026-03-25"));
        let (task, line) = one(store, &ctx).await;
        go(&clock, "2026-04-02");
        let asked = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap();
        assert_eq!(row(store, "2026-04-02").await.state, State::Overdue, "asking alone excuses nobody");
        let twice = extension::request_extension(store, &ctx, request(line, "2026-06-30")).await.unwrap_err();
        assert_eq!(twice.say.id, "plan-extension-waits");
        go(&clock, "2026-04-06");
        let another = DecideExtension { request: asked.request, grant: Some(day("2026-04-30")), reason: " ".into() };
        assert_eq!(extension::decide_extension(store, &ctx, another).await.unwrap_err().say.id, "plan-reason-missing");
        extension::decide_extension(store, &ctx, grant(asked.request, "2026-04-30")).await.unwrap();

        let now = row(store, "2026-04-06").await;
        assert_eq!(
            (now.state, now.due_on, now.printed_due_on),
            (State::NotStarted, Some(day("2026-04-30")), Some(day("2026-03-31")))
        );
        assert_eq!((now.extended, now.line.as_ref().map(|l| l.extended)), (1, Some(true)));
        let before = row(store, "2026-04-05").await;
        assert_eq!(
            (before.state, before.due_on),
            (State::Overdue, Some(day("2026-03-31"))),
            "a past day keeps its deadline"
        );
        let unknown = Asked { known_seq: asked.request, ..Asked::on(day("2026-04-06")) };
        let then = board(store).await.list(unknown, &Sight::All, &Filter::default(), &PageAsk::default()).unwrap();
        assert_eq!(then.rows[0].state, State::Overdue, "what was not known does not count");

        let all = extension::of_task(&mut store.read().await.unwrap(), task).await.unwrap();
        let kept = &all[0];
        assert_eq!(
            (kept.due_on, kept.until, kept.granted),
            (day("2026-03-31"), day("2026-05-31"), Some(day("2026-04-30")))
        );
        // Done by the new day is done on time; a day later it would be late.
        go(&clock, "2026-05-02");
        let marked = done(store, &ctx, line, 0, "2026-04-29").await.unwrap();
        progress::confirm(store, &ctx, On { line, seen: marked.seq, key: None }, "").await.unwrap();
        assert_eq!(row(store, "2026-05-02").await.state, State::DoneOnTime);
    }
}

#[tokio::test]
async fn a_board_that_was_there_before_learns_of_the_extension() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, _)) = (&test.store, testing::ctx("2026-03-25"));
        let (task, line) = one(store, &ctx).await;
        let boards = Boards::new(store.clone());
        assert_eq!(boards.now().await.unwrap().len(), 1);
        let asked = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap();
        extension::decide_extension(store, &ctx, grant(asked.request, "2026-05-31")).await.unwrap();
        let detail = boards.now().await.unwrap().task(task, Asked::on(day("2026-03-25")), &Sight::All).unwrap();
        assert_eq!(detail.lines[0].due_on, Some(day("2026-05-31")));
        let within = Filter { due_to: Some(day("2026-04-30")), ..Filter::default() };
        let asked = (Asked::on(day("2026-03-25")), Sight::All);
        let page = boards.now().await.unwrap().list(asked.0, &asked.1, &within, &PageAsk::default()).unwrap();
        assert_eq!(page.total, 0, "lists ask for the day that counts");
    }
}

#[tokio::test]
async fn refused_withdrawn_or_closed_changes_nothing() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, clock)) = (&test.store, testing::ctx("2026-03-25"));
        let (_, line) = one(store, &ctx).await;
        for (until, id) in [("2026-03-31", "plan-extension-not-later"), ("2026-03-01", "plan-extension-not-later")] {
            let fault = extension::request_extension(store, &ctx, request(line, until)).await.unwrap_err();
            assert_eq!((&*fault.say.id, fault.field), (id, Some("until")));
        }
        let first = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap();
        extension::withdraw_extension(store, &ctx, first.request, "").await.unwrap();
        let again = extension::withdraw_extension(store, &ctx, first.request, "").await.unwrap_err();
        assert_eq!(again.say.id, "plan-extension-withdrawn");
        let second = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap();
        let refuse = DecideExtension { request: second.request, grant: None, reason: "Không đủ căn cứ".into() };
        extension::decide_extension(store, &ctx, refuse).await.unwrap();
        let late = extension::decide_extension(store, &ctx, grant(second.request, "2026-05-31")).await.unwrap_err();
        assert_eq!(late.say.id, "plan-extension-refused", "the second is told what the first decided");
        assert_eq!(row(store, "2026-03-25").await.due_on, Some(day("2026-03-31")));

        let third = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap();
        let marked = done(store, &ctx, line, 0, "2026-03-20").await.unwrap();
        progress::confirm(store, &ctx, On { line, seen: marked.seq, key: None }, "").await.unwrap();
        let closed = extension::decide_extension(store, &ctx, grant(third.request, "2026-05-31")).await.unwrap_err();
        assert_eq!(closed.say.id, "plan-line-closed");
        go(&clock, "2026-04-01");
        let states: Vec<Outcome> = {
            let task = row(store, "2026-04-01").await.task;
            let all = extension::of_task(&mut store.read().await.unwrap(), task).await.unwrap();
            all.iter().map(|e| e.outcome).collect()
        };
        assert_eq!(states, [Outcome::Open, Outcome::Refused, Outcome::Withdrawn]);
    }
}

#[tokio::test]
async fn two_who_decide_at_once_make_one_decision() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, _)) = (&test.store, testing::ctx("2026-03-25"));
        let (_, line) = one(store, &ctx).await;
        let asked = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap().request;
        let refuse = DecideExtension { request: asked, grant: None, reason: "Không".into() };
        let both = tokio::join!(
            extension::decide_extension(store, &ctx, grant(asked, "2026-05-31")),
            extension::decide_extension(store, &ctx, refuse)
        );
        assert_eq!(u8::from(both.0.is_ok()) + u8::from(both.1.is_ok()), 1);
        let open = extension::waiting(&mut store.read().await.unwrap()).await.unwrap();
        assert!(open.is_empty());
    }
}

#[tokio::test]
async fn a_deadline_printed_later_ends_the_extension_and_one_printed_again_does_not() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, clock)) = (&test.store, testing::ctx("2026-03-25"));
        let (task, line) = one(store, &ctx).await;
        let asked = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap().request;
        extension::decide_extension(store, &ctx, grant(asked, "2026-05-31")).await.unwrap();
        go(&clock, "2026-04-01");
        let renamed = Seed { name: "Ban hành quy chế".into(), ..seed("1", "", "2026-03-31", &["a"]) };
        resow(store, &ctx, task, "2026-04-01", renamed, false).await;
        assert_eq!(row(store, "2026-04-01").await.due_on, Some(day("2026-05-31")), "only the name changed");
        go(&clock, "2026-04-10");
        resow(store, &ctx, task, "2026-04-10", seed("1", "Ban hành", "2026-04-30", &["a"]), false).await;
        let now = row(store, "2026-04-10").await;
        assert_eq!((now.due_on, now.extended), (Some(day("2026-04-30")), 0), "the later document counts");
        assert_eq!(row(store, "2026-04-09").await.due_on, Some(day("2026-05-31")));
        let after = extension::request_extension(store, &ctx, request(line, "2026-05-15")).await.unwrap().request;
        extension::decide_extension(store, &ctx, grant(after, "2026-05-15")).await.unwrap();
        assert_eq!(row(store, "2026-04-10").await.due_on, Some(day("2026-05-15")), "and can be extended again");
    }
}

#[tokio::test]
async fn a_task_withdrawn_while_it_is_reported_leaves_no_doubt() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, clock)) = (&test.store, testing::ctx("2026-03-25"));
        let (task, line) = one(store, &ctx).await;
        let asked = extension::request_extension(store, &ctx, request(line, "2026-05-31")).await.unwrap().request;
        go(&clock, "2026-03-26");
        let seed = seed("1", "Ban hành", "2026-03-31", &["a"]);
        // Whoever comes first is kept: the report before the withdrawal stays in the history, the one
        // after it is told that the task is gone.
        let marked = done(store, &ctx, line, 0, "2026-03-26").await.unwrap();
        resow(store, &ctx, task, "2026-03-26", seed, true).await;
        let late = progress::confirm(store, &ctx, On { line, seen: marked.seq, key: None }, "").await.unwrap_err();
        assert_eq!(late.say.id, "plan-line-ended");
        let grant = extension::decide_extension(store, &ctx, grant(asked, "2026-05-31")).await.unwrap_err();
        assert_eq!(grant.say.id, "plan-line-ended");
        assert!(extension::waiting(&mut store.read().await.unwrap()).await.unwrap().is_empty());
        assert!(board(store).await.task(task, Asked::on(day("2026-03-26")), &Sight::All).is_none());
        assert_eq!(row(store, "2026-03-25").await.task, task, "the day before it was there");
        let events = store::event::list(&mut store.read().await.unwrap(), &Default::default(), 10).await.unwrap();
        assert!(events.iter().any(|e| e.kind == "task.done"), "the report is kept");
    }
}

#[tokio::test]
async fn others_lines_keep_their_deadline_and_the_task_is_due_with_its_nearest_open_line() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, _)) = (&test.store, testing::ctx("2026-03-25"));
        let seeds = vec![seed("1", "Chung", "2026-03-31", &["a", "b"])];
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", seeds).await;
        let asked = extension::request_extension(store, &ctx, request(sown[0].lines[0], "2026-05-31")).await.unwrap();
        extension::decide_extension(store, &ctx, grant(asked.request, "2026-05-31")).await.unwrap();
        let whole = row(store, "2026-04-01").await;
        assert_eq!((whole.state, whole.due_on, whole.overdue), (State::Overdue, Some(day("2026-03-31")), 1));
        let of = |name: &str| {
            let (name, store) = (unit(name), store.clone());
            async move {
                let (asked, sight) = (Asked::on(day("2026-04-01")), Sight::Units(vec![name]));
                let page = board(&store).await.list(asked, &sight, &Filter::mine(name), &PageAsk::default()).unwrap();
                (page.rows[0].state, page.rows[0].due_on)
            }
        };
        assert_eq!(of("a").await, (State::NotStarted, Some(day("2026-05-31"))));
        assert_eq!(of("b").await, (State::Overdue, Some(day("2026-03-31"))));
    }
}

#[tokio::test]
async fn the_day_is_set_once_the_centre_has_acted() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, clock)) = (&test.store, testing::ctx("2026-03-25"));
        let seeds = vec![seed("1", "Chờ Bộ", "external", &["a"])];
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", seeds).await;
        assert_eq!(row(store, "2026-03-25").await.state, State::Waiting);
        go(&clock, "2026-04-01");
        let set = |on: &str, source: &str| Complete {
            tasks: vec![sown[0].task],
            field: Field::Deadline,
            value: String::new(),
            due_on: Some(day(on)),
            source: source.into(),
        };
        let bare = clarity::complete(store, &ctx, set("2026-06-30", " ")).await.unwrap_err();
        assert_eq!((&*bare.say.id, bare.field), ("plan-complete-no-source", Some("source")));
        assert_eq!(clarity::complete(store, &ctx, set("2026-06-30", "12/QĐ-BTP")).await.unwrap(), 1);
        assert_eq!(clarity::complete(store, &ctx, set("2026-06-30", "12/QĐ-BTP")).await.unwrap(), 0, "said already");
        let now = row(store, "2026-04-01").await;
        assert_eq!((now.state, now.due_on, now.printed_due_on), (State::NotStarted, Some(day("2026-06-30")), None));
        assert_eq!(row(store, "2026-03-31").await.state, State::Waiting);
        assert_eq!(row(store, "2026-07-01").await.state, State::Overdue);
        clarity::complete(store, &ctx, set("2026-09-30", "40/QĐ-BTP")).await.unwrap();
        assert_eq!(row(store, "2026-07-01").await.state, State::NotStarted);
        let kept = clarity::completions(&mut store.read().await.unwrap(), sown[0].task).await.unwrap();
        assert_eq!(kept.iter().map(|c| c.source.as_str()).collect::<Vec<_>>(), ["40/QĐ-BTP", "12/QĐ-BTP"]);
        // Once set it can be extended like any other.
        let asked = extension::request_extension(store, &ctx, request(sown[0].lines[0], "2026-10-31")).await.unwrap();
        extension::decide_extension(store, &ctx, grant(asked.request, "2026-10-31")).await.unwrap();
        assert_eq!(row(store, "2026-04-01").await.due_on, Some(day("2026-10-31")));
    }
}

#[tokio::test]
async fn what_is_not_clear_is_a_list_and_can_be_mended_beside_the_print() {
    for test in testing::stores(ROOMS).await {
        let (store, (ctx, _)) = (&test.store, testing::ctx("2026-03-25"));
        let bare = Seed { product: String::new(), ..seed("2", "Không rõ", "none", &[]) };
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Rõ", "2026-03-31", &["a"]), bare]).await;
        let asked = Asked::on(day("2026-03-25"));
        let count = |board: &Board, what: Clarity| {
            let (counts, any) = board.unclear(asked, &Sight::All, &Filter::default());
            (counts.iter().find(|c| c.0 == what).unwrap().1, any)
        };
        let before = board(store).await;
        assert_eq!(count(&before, Clarity::Product), (1, 2));
        assert_eq!(count(&before, Clarity::Person).0, 2);
        assert_eq!((count(&before, Clarity::Time).0, count(&before, Clarity::Responsibility).0), (1, 1));
        let complete = |task: usize, field, value: &str| Complete {
            tasks: vec![sown[task].task],
            field,
            value: value.into(),
            due_on: None,
            source: "Thông báo 15/TB-UBND".into(),
        };
        clarity::complete(store, &ctx, complete(1, Field::Product, "Báo cáo")).await.unwrap();
        let printed = clarity::complete(store, &ctx, complete(0, Field::Product, "Khác")).await.unwrap_err();
        assert_eq!(printed.say.id, "plan-complete-printed");
        let rhythm = clarity::complete(store, &ctx, complete(0, Field::Rhythm, "monthly")).await.unwrap_err();
        assert_eq!(rhythm.say.id, "plan-complete-not-recurring");
        let both = Complete { tasks: sown.iter().map(|s| s.task).collect(), ..complete(0, Field::Person, "Ông A") };
        assert_eq!(clarity::complete(store, &ctx, both).await.unwrap(), 2);
        let after = board(store).await;
        assert_eq!(count(&after, Clarity::Product).0, 0);
        let detail = after.task(sown[1].task, asked, &Sight::All).unwrap();
        assert_eq!((detail.responsible_text.as_str(), detail.row.product.as_str()), ("Ông A", "Báo cáo"));
        assert_eq!(detail.unclear, [Clarity::Time, Clarity::Responsibility, Clarity::Authority]);
        let filter = Filter { unclear: vec![Clarity::Time], ..Filter::default() };
        let page = after.list(asked, &Sight::All, &filter, &PageAsk::default()).unwrap();
        assert_eq!((page.total, page.rows[0].task), (1, sown[1].task));
        // Printed by a later edition: the print counts again.
        resow(store, &ctx, sown[1].task, "2026-03-25", seed("2", "Không rõ", "none", &[]), false).await;
        let detail = board(store).await.task(sown[1].task, asked, &Sight::All).unwrap();
        assert_eq!(detail.row.product, "Báo cáo");
    }
}
