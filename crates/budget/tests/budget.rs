//! Projects and amounts through the operations, and the sums that follow from them, on every engine.
use budget::{
    Fund, Level, Measure, Nature, Pace,
    book::{Book, FigureStanding, years},
    figure::{FigureOutcome, StateFigure, confirm_figure, return_figure, state_figure},
    list::{Filter, by, by_fund, months, rows, total},
    project::{NewProject, Says, add_project, change_project},
    sheet::sheet,
};
use kernel::{Ctx, Day, Dong, FaultKind, FigureId, FixedClock, Millis, ProjectId, UnitId};
use plan::board::{Asked, Sight};
use store::{Store, testing};

const BN: i64 = 1_000_000_000;

fn rooms() -> [&'static [store::Migration]; 3] {
    [indicator::MIGRATIONS, plan::MIGRATIONS, budget::MIGRATIONS]
}
fn day(text: &str) -> Day {
    text.parse().unwrap()
}
fn says(name: &str, owner: &str) -> Says {
    Says {
        name: name.into(),
        document: None,
        owner: UnitId::from_name(owner),
        level: Level::Province,
        nature: Nature::Investment,
        part_of: None,
        total: Some(Dong::new(594_093_000_000)),
        simulated: false,
    }
}
async fn add(store: &Store, ctx: &Ctx, code: &str, says: Says) -> ProjectId {
    add_project(store, ctx, NewProject { id: None, code: code.into(), says }).await.unwrap()
}
fn figure(project: ProjectId, measure: Measure, as_of: &str, amount: i64) -> StateFigure {
    StateFigure {
        project,
        year: 2026,
        fund: Fund::Local,
        measure,
        month: 0,
        as_of: day(as_of),
        amount: Dong::new(amount),
        source: "Báo cáo tháng".into(),
        note: String::new(),
        simulated: false,
        replaces: None,
        key: None,
    }
}
async fn state(store: &Store, ctx: &Ctx, input: StateFigure) -> FigureOutcome {
    state_figure(store, ctx, input).await.unwrap()
}
async fn confirmed(store: &Store, ctx: &Ctx, input: StateFigure) -> FigureId {
    let done = state(store, ctx, input).await;
    confirm_figure(store, ctx, done.figure).await.unwrap();
    done.figure
}
async fn book(store: &Store) -> Book {
    Book::load(&mut store.read().await.unwrap(), 2026).await.unwrap()
}
fn on(text: &str) -> Asked {
    Asked::on(day(text))
}
fn stand(clock: &FixedClock, text: &str) {
    clock.set(Millis::start_of(day(text)).plus(9 * 3_600_000));
}

#[tokio::test]
async fn amounts_count_once_confirmed_and_past_days_keep_their_sums() {
    for test in testing::stores(&rooms()).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-03-31");
        let id = add(store, &ctx, "DA-01", says("Cơ sở dữ liệu", "SKHCN")).await;
        confirmed(store, &ctx, figure(id, Measure::Assigned, "2026-01-15", 100 * BN)).await;
        confirmed(store, &ctx, figure(id, Measure::Carried, "2026-01-15", 20 * BN)).await;
        confirmed(store, &ctx, figure(id, Measure::Adjusted, "2026-03-01", -10 * BN)).await;
        let waits = state(store, &ctx, figure(id, Measure::Disbursed, "2026-03-31", 11 * BN)).await;

        let all = book(store).await;
        let list = rows(&all, on("2026-03-31"), &Sight::All, &Filter::default());
        assert_eq!(list[0].sums.available(), Dong::new(110 * BN));
        assert_eq!((list[0].sums.rate(), list[0].sums.pace()), (None, Pace::Unknown), "nobody confirmed it yet");
        assert_eq!(list[0].pending, 1);

        stand(&clock, "2026-04-02");
        confirm_figure(store, &ctx, waits.figure).await.unwrap();
        let all = book(store).await;
        let at = |text: &str| total(&rows(&all, on(text), &Sight::All, &Filter::default()));
        assert_eq!(at("2026-04-02").rate().unwrap().to_string(), "10");
        assert_eq!(at("2026-04-01").rate(), None, "a past day keeps its number");
        assert_eq!(at("2026-02-28").available(), Dong::ZERO, "it was not there yet");
        // Straight line: 92 of 365 days of 110 billion, less what is disbursed.
        let april = at("2026-04-02");
        assert_eq!(april.expected, Dong::new(110 * BN).portion(92, 365));
        assert_eq!(april.delay(), april.expected - Dong::new(11 * BN));
        assert_eq!(april.pace(), Pace::Behind);
        assert_eq!(april.estimate, Some(Dong::new(11 * BN).portion(365, 90)), "from the day that the figure describes");
        assert_eq!(years(&mut store.read().await.unwrap()).await.unwrap(), [2026]);
    }
}

#[tokio::test]
async fn a_correction_replaces_and_a_return_never_counts() {
    for test in testing::stores(&rooms()).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-06-19");
        let id = add(store, &ctx, "DA-01", says("Cơ sở dữ liệu", "SKHCN")).await;
        confirmed(store, &ctx, figure(id, Measure::Assigned, "2026-01-15", 100 * BN)).await;
        let first = confirmed(store, &ctx, figure(id, Measure::Disbursed, "2026-06-01", 50 * BN)).await;
        let bad = state(store, &ctx, figure(id, Measure::Disbursed, "2026-06-19", 90 * BN)).await;
        let empty = return_figure(store, &ctx, bad.figure, " ").await.unwrap_err();
        assert_eq!((empty.kind, empty.field), (FaultKind::Invalid, Some("reason")));
        return_figure(store, &ctx, bad.figure, "Chưa khớp số Kho bạc").await.unwrap();
        assert_eq!(confirm_figure(store, &ctx, bad.figure).await.unwrap_err().kind, FaultKind::Conflict);

        stand(&clock, "2026-06-22");
        let fix = StateFigure { replaces: Some(first), ..figure(id, Measure::Disbursed, "2026-06-01", 40 * BN) };
        let second = state(store, &ctx, fix.clone()).await;
        assert_eq!(state_figure(store, &ctx, fix).await.unwrap_err().kind, FaultKind::Conflict, "one at a time");
        let asked = on("2026-06-22");
        let all = book(store).await;
        let sums = |all: &Book, asked| total(&rows(all, asked, &Sight::All, &Filter::default())).disbursed;
        assert_eq!(sums(&all, asked), Dong::new(50 * BN), "until the correction is confirmed");
        confirm_figure(store, &ctx, second.figure).await.unwrap();
        let all = book(store).await;
        assert_eq!(sums(&all, asked), Dong::new(40 * BN));
        assert_eq!(sums(&all, on("2026-06-21")), Dong::new(50 * BN));
        assert_eq!(sums(&all, Asked { known_seq: second.seq, ..asked }), Dong::new(50 * BN), "as known then");
        let project = all.project(id).unwrap();
        let standing = |id| project.standing(project.figures.iter().find(|f| f.id == id).unwrap(), asked).unwrap();
        assert_eq!(standing(first), FigureStanding::Replaced);
        assert_eq!(standing(bad.figure), FigureStanding::Returned);
    }
}

#[tokio::test]
async fn parts_are_not_counted_twice_and_months_are_differences() {
    for test in testing::stores(&rooms()).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-06-19");
        let whole = add(store, &ctx, "KP-XA", says("Kinh phí cấp xã", "SKHCN")).await;
        let part = add(store, &ctx, "KP-XA-1", Says { part_of: Some(whole), ..says("Xã Đồi Chè", "XA1") }).await;
        for (project, share) in [(whole, 100), (part, 30)] {
            confirmed(store, &ctx, figure(project, Measure::Assigned, "2026-01-15", share * BN)).await;
            for (as_of, parts) in [("2026-02-10", 10), ("2026-04-30", 30), ("2026-06-15", 45)] {
                confirmed(store, &ctx, figure(project, Measure::Disbursed, as_of, share * BN * parts / 100)).await;
            }
        }
        let central = StateFigure { fund: Fund::Central, ..figure(whole, Measure::Assigned, "2026-01-15", 7 * BN) };
        confirmed(store, &ctx, central).await;
        let all = book(store).await;
        let list = rows(&all, on("2026-06-19"), &Sight::All, &Filter::default());
        assert_eq!(list.len(), 2);
        assert_eq!(total(&list).assigned, Dong::new(107 * BN), "the whole, with both funds, without its part");
        assert_eq!(by_fund(&list)[&Fund::Central].assigned, Dong::new(7 * BN));
        assert_eq!(by(&list, |r| Some(r.says.level))[&Level::Province].assigned, Dong::new(107 * BN));
        let within: Vec<i64> = months(&list, 2026, on("2026-06-19")).iter().map(|m| m.within.whole() / BN).collect();
        assert_eq!(within, [0, 10, 0, 20, 0, 15]);

        // Who sees only the part has its sums.
        let own = Sight::Units(vec![UnitId::from_name("XA1")]);
        let list = rows(&all, on("2026-06-19"), &own, &Filter::default());
        assert_eq!((list.len(), total(&list).assigned), (1, Dong::new(30 * BN)));
        let filter = Filter { text: "doi che".into(), ..Filter::default() };
        assert_eq!(rows(&all, on("2026-06-19"), &Sight::All, &filter).len(), 1, "accents do not matter");
        let words = |say: &kernel::Say| say.id.to_string();
        let taken = sheet(&list, &words, &|_| "UBND xã".into());
        assert_eq!(taken.rows.len(), 1);
        assert!(taken.rows[0].contains(&plan::export::Cell::Number(30_000_000_000i64.into())));
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_its_remedy() {
    for test in testing::stores(&rooms()).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-06-19");
        let id = add(store, &ctx, "DA-01", says("Cơ sở dữ liệu", "SKHCN")).await;
        confirmed(store, &ctx, figure(id, Measure::Disbursed, "2026-06-01", 50)).await;
        let good = figure(id, Measure::Disbursed, "2026-06-10", 60);
        let cases = [
            (StateFigure { as_of: day("2026-06-20"), ..good.clone() }, "budget-as-of-in-future"),
            (StateFigure { as_of: day("2025-06-20"), ..good.clone() }, "budget-as-of-before-year"),
            (StateFigure { source: " ".into(), ..good.clone() }, "budget-source-missing"),
            (StateFigure { month: 3, ..good.clone() }, "budget-month-wrong"),
            (StateFigure { measure: Measure::Planned, ..good.clone() }, "budget-month-wrong"),
            (StateFigure { amount: Dong::new(-1), ..good.clone() }, "budget-amount-negative"),
            (StateFigure { amount: Dong::new(i64::MAX), ..good.clone() }, "budget-amount-too-large"),
            (StateFigure { amount: Dong::new(40), ..good.clone() }, "budget-less-than-before"),
            (StateFigure { year: 26, ..good.clone() }, "budget-year-wrong"),
        ];
        for (input, want) in cases {
            assert_eq!(state_figure(store, &ctx, input).await.unwrap_err().say.id, want);
        }
        let less = StateFigure { amount: Dong::new(40), note: "Thu hồi tạm ứng".into(), ..good.clone() };
        state(store, &ctx, less).await;
        let unknown = figure(ProjectId::new(), Measure::Assigned, "2026-06-01", 1);
        assert_eq!(state_figure(store, &ctx, unknown).await.unwrap_err().kind, FaultKind::NotFound);

        let key = StateFigure { key: Some("a".into()), ..figure(id, Measure::Carried, "2026-06-01", 5) };
        let (one, twin) = tokio::join!(state_figure(store, &ctx, key.clone()), state_figure(store, &ctx, key));
        assert_eq!(one.unwrap(), twin.unwrap(), "sent twice, done once");
    }
}

#[tokio::test]
async fn projects_change_in_versions_and_codes_are_unique() {
    for test in testing::stores(&rooms()).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-03-02");
        let id = add(store, &ctx, "DA-01", says("Tên cũ", "SKHCN")).await;
        let taken = NewProject { id: None, code: " da-01".into(), says: says("Khác", "SKHCN") };
        let fault = add_project(store, &ctx, taken).await.unwrap_err();
        assert_eq!((fault.kind, fault.field), (FaultKind::Conflict, Some("code")));
        stand(&clock, "2026-05-04");
        change_project(store, &ctx, id, 1, says("Tên mới", "STP")).await.unwrap();
        let again = change_project(store, &ctx, id, 1, says("Nữa", "STP")).await.unwrap_err();
        assert_eq!(again.say.id, "budget-project-moved", "based on an old picture");
        let all = book(store).await;
        let name = |text: &str| all.project(id).unwrap().version(on(text)).map(|v| v.says.name.clone());
        assert_eq!(name("2026-05-03").as_deref(), Some("Tên cũ"));
        assert_eq!(name("2026-05-04").as_deref(), Some("Tên mới"));
        assert_eq!(name("2026-03-01"), None);

        let part = add(store, &ctx, "P", Says { part_of: Some(id), ..says("Phần", "STP") }).await;
        for bad in [Some(part), Some(ProjectId::new())] {
            let new = NewProject { id: None, code: "Q".into(), says: Says { part_of: bad, ..says("Q", "STP") } };
            assert_eq!(add_project(store, &ctx, new).await.unwrap_err().say.id, "budget-part-of-part");
        }
        let own = Says { part_of: Some(part), ..says("Tên mới", "STP") };
        assert_eq!(change_project(store, &ctx, id, 2, own).await.unwrap_err().say.id, "budget-part-of-part");
        let events = store::event::verify(store).await.unwrap();
        assert_eq!(events.broken_at, None);
    }
}
