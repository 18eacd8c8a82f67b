//! Check-ins of recurring tasks: once a period, confirmed or returned, and what is missing.
use kernel::{LineId, WorkCalendar};
use plan::{
    board::{Asked, Boards, Sight},
    check_in::{self, AnswerCheckIn, MakeCheckIn, Period, PeriodState, rows},
    clarity::{self, Complete, Field},
};
use store::testing;

use crate::follow_common::{ROOMS, day, seed, sow};

fn made(line: LineId, period: &str) -> MakeCheckIn {
    let period = Period::from_code(period).unwrap();
    MakeCheckIn { line, period, note: "Đã kiểm tra".into(), evidence: vec![] }
}

#[tokio::test]
async fn a_recurring_line_checks_in_by_period() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-07-02");
        let (_, sown) = sow(
            store,
            &ctx,
            "1/KH",
            "2026-01-05",
            vec![seed("1", "Tuyên truyền", "recurring", &["a"]), seed("2", "Một lần", "2026-12-31", &["a"])],
        )
        .await;
        let (line, once) = (sown[0].lines[0], sown[1].lines[0]);
        let boards = Boards::new(store.clone());
        let row = |as_of: &'static str| {
            let (boards, store) = (&boards, store.clone());
            async move {
                let detail = boards.now().await.unwrap();
                let detail = detail.task(sown_task(&store).await, Asked::on(day(as_of)), &Sight::All).unwrap();
                let all = check_in::of_lines(&mut store.read().await.unwrap(), &[detail.lines[0].line]).await.unwrap();
                let calendar = WorkCalendar::default();
                let all = rows(&detail.rhythms, detail.given_on, day(as_of), &calendar, &all);
                all.into_iter().map(|r| (r.period.code(), r.state, r.late)).collect::<Vec<_>>()
            }
        };
        use PeriodState::{Confirmed, Missing, Open, Reported};
        let q = |n: &str, state, late| (format!("2026-Q{n}"), state, late);
        assert_eq!(row("2026-07-02").await, [q("1", Missing, false), q("2", Open, false), q("3", Open, false)]);
        for (line, period, id) in [
            (once, "2026-Q2", "plan-check-in-not-recurring"),
            (line, "2026-Q4", "plan-check-in-not-begun"),
            (line, "2025-Q4", "plan-check-in-too-early"),
            (line, "2026-06", "plan-check-in-rhythm"),
        ] {
            let fault = check_in::check_in(store, &ctx, made(line, period)).await.unwrap_err();
            assert_eq!(fault.say.id, id, "{period}");
        }
        let second = check_in::check_in(store, &ctx, made(line, "2026-Q2")).await.unwrap();
        let again = check_in::check_in(store, &ctx, made(line, "2026-Q2")).await.unwrap_err();
        assert_eq!(again.say.id, "plan-check-in-made");
        check_in::check_in(store, &ctx, made(line, "2026-Q1")).await.unwrap();
        assert_eq!(row("2026-07-02").await[..2], [q("1", Reported, true), q("2", Reported, false)]);

        clock.set(kernel::Millis::start_of(day("2026-07-10")));
        let back = AnswerCheckIn { check_in: second.check_in, confirm: false, reason: " ".into() };
        let bare = check_in::answer_check_in(store, &ctx, back.clone()).await.unwrap_err();
        assert_eq!(bare.say.id, "plan-reason-missing");
        let back = AnswerCheckIn { reason: "Thiếu số liệu".into(), ..back };
        check_in::answer_check_in(store, &ctx, back.clone()).await.unwrap();
        assert_eq!(check_in::answer_check_in(store, &ctx, back).await.unwrap_err().say.id, "plan-check-in-answered");
        assert_eq!(row("2026-07-10").await[1], q("2", Missing, false), "returned, it is owed again");
        assert_eq!(row("2026-07-09").await[1], q("2", Reported, false), "the day before nobody knew");
        let third = check_in::check_in(store, &ctx, made(line, "2026-Q2")).await.unwrap();
        let yes = AnswerCheckIn { check_in: third.check_in, confirm: true, reason: String::new() };
        check_in::answer_check_in(store, &ctx, yes).await.unwrap();
        assert_eq!(row("2026-07-10").await[1], q("2", Confirmed, true));

        let monthly = Complete {
            tasks: vec![sown[0].task],
            field: Field::Rhythm,
            value: "monthly".into(),
            due_on: None,
            source: String::new(),
        };
        clarity::complete(store, &ctx, monthly).await.unwrap();
        let codes: Vec<String> = row("2026-10-05").await.into_iter().map(|r| r.0).collect();
        assert_eq!(codes, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-10"], "the new rhythm holds from the next period");
    }
}

async fn sown_task(store: &store::Store) -> kernel::TaskId {
    use store::Sql;
    let mut sql = store.read().await.unwrap();
    sql.one("SELECT id FROM task WHERE ordinal = 0", vec![]).await.unwrap().id(0).unwrap()
}
