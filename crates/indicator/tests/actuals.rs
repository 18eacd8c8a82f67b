//! Stating, confirming, returning and correcting values, and the standing that follows from them,
//! on every engine.
use indicator::{
    actual::{RecordActual, confirm_actual, record_actual, return_actual},
    book::{ActualStanding, Asked, Book},
    explain,
    state::TargetState,
    target::{NewTarget, TargetSays, YearValue, put_target_in},
};
use kernel::{ActualId, Ctx, Day, DocumentId, EditionId, FaultKind, Millis, TargetId, UnitId};
use store::{Store, testing};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn target(value: &str, quality: &str) -> NewTarget {
    NewTarget {
        document: DocumentId::from_name("plan"),
        edition: EditionId::from_name("edition"),
        from_day: day("2026-01-05"),
        target: None,
        identity: format!("I.{value}{quality}"),
        ordinal: 1,
        says: TargetSays {
            name: "Tỷ lệ hồ sơ trực tuyến".into(),
            unit: "%".into(),
            direction: "up".into(),
            values: vec![YearValue {
                year: 2026,
                printed: format!("≥ {value}{quality}"),
                op: ">=".into(),
                value: value.into(),
                quality: quality.into(),
                unit: String::new(),
            }],
            leads: vec![(UnitId::from_name("skhcn"), String::new())],
            ..TargetSays::default()
        },
    }
}

async fn put(store: &Store, ctx: &Ctx, new: NewTarget) -> TargetId {
    store.write(ctx, move |tx| Box::pin(async move { put_target_in(tx, &new).await })).await.unwrap()
}

fn figure(target: TargetId, as_of: &str, value: &str) -> RecordActual {
    RecordActual {
        target,
        year: None,
        as_of: day(as_of),
        value: value.parse().ok(),
        quality: if value.parse::<kernel::Decimal>().is_ok() { String::new() } else { value.into() },
        unit: String::new(),
        source: "Báo cáo tháng".into(),
        simulated: false,
        replaces: None,
        key: None,
    }
}

async fn book(store: &Store) -> Book {
    let mut book = Book::default();
    book.refresh(&mut store.read().await.unwrap(), 0).await.unwrap();
    book
}

async fn state(store: &Store, id: TargetId, on: &str) -> TargetState {
    book(store).await.cell(id).unwrap().standing(Asked::on(day(on))).unwrap().state
}

#[tokio::test]
async fn a_value_counts_once_confirmed_and_a_correction_replaces_it() {
    for test in testing::stores(&[indicator::MIGRATIONS]).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-03-31");
        let id = put(store, &ctx, target("70", "")).await;
        let first = record_actual(store, &ctx, figure(id, "2026-03-31", "80")).await.unwrap();
        assert_eq!(state(store, id, "2026-03-31").await, TargetState::Running, "nobody confirmed it yet");
        clock.set(Millis::start_of(day("2026-04-02")).plus(1));
        confirm_actual(store, &ctx, first.actual).await.unwrap();
        assert_eq!(state(store, id, "2026-04-02").await, TargetState::Exceeded);
        assert_eq!(state(store, id, "2026-04-01").await, TargetState::Running, "a past day keeps its number");

        clock.set(Millis::start_of(day("2026-05-04")));
        let mut fixed = figure(id, "2026-03-31", "60");
        fixed.replaces = Some(first.actual);
        let second = record_actual(store, &ctx, fixed.clone()).await.unwrap();
        assert_eq!(state(store, id, "2026-05-04").await, TargetState::Exceeded, "until the correction is confirmed");
        let again = record_actual(store, &ctx, fixed).await.unwrap_err();
        assert_eq!(again.kind, FaultKind::Conflict, "one correction at a time");
        confirm_actual(store, &ctx, second.actual).await.unwrap();
        assert_eq!(state(store, id, "2026-05-04").await, TargetState::Running);
        assert_eq!(state(store, id, "2026-05-03").await, TargetState::Exceeded);
        assert_eq!(state(store, id, "2027-01-01").await, TargetState::NotMet);

        let book = book(store).await;
        let cell = book.cell(id).unwrap();
        let standing = |n: usize| cell.actual_standing(&cell.actuals[n], Asked::on(day("2026-05-04"))).unwrap();
        assert_eq!((standing(0), standing(1)), (ActualStanding::Replaced, ActualStanding::Confirmed));
        let why = explain::explain_on(cell, day("2026-05-04")).unwrap();
        assert_eq!(why.id, "indicator-explain-short");
        for (name, value) in [("have", "60"), ("want", "70"), ("op", "≥"), ("source", "Báo cáo tháng")] {
            assert!(why.args.contains(&(name, value.into())), "{name} {value}: {why:?}");
        }
        // What was known at an event is known of no later one.
        let before = Asked { day: day("2026-05-04"), known_seq: second.seq };
        assert_eq!(cell.standing(before).unwrap().state, TargetState::Exceeded);
    }
}

#[tokio::test]
async fn returned_values_never_count_and_are_stated_anew() {
    for test in testing::stores(&[indicator::MIGRATIONS]).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-06-19");
        let id = put(store, &ctx, target("", "Có")).await;
        let first = record_actual(store, &ctx, figure(id, "2026-06-01", "Có")).await.unwrap();
        let empty = return_actual(store, &ctx, first.actual, "  ".into()).await.unwrap_err();
        assert_eq!(empty.kind, FaultKind::Invalid);
        return_actual(store, &ctx, first.actual, "Thiếu văn bản kèm theo".into()).await.unwrap();
        assert_eq!(state(store, id, "2026-06-19").await, TargetState::Running);
        let late = confirm_actual(store, &ctx, first.actual).await.unwrap_err();
        assert_eq!(late.kind, FaultKind::Conflict);
        let mut anew = figure(id, "2026-06-01", "Đã hoàn thành");
        anew.replaces = Some(first.actual);
        let second = record_actual(store, &ctx, anew).await.unwrap();
        confirm_actual(store, &ctx, second.actual).await.unwrap();
        assert_eq!(state(store, id, "2026-06-19").await, TargetState::Met);
        let nobody = confirm_actual(store, &ctx, ActualId::new()).await.unwrap_err();
        assert_eq!(nobody.kind, FaultKind::NotFound);
    }
}

#[tokio::test]
async fn what_can_not_be_compared_is_refused_with_its_remedy() {
    for test in testing::stores(&[indicator::MIGRATIONS]).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-06-19");
        let id = put(store, &ctx, target("70", "")).await;
        let good = figure(id, "2026-06-01", "71");
        let cases = [
            (RecordActual { as_of: day("2026-06-20"), ..good.clone() }, "indicator-as-of-in-future"),
            (RecordActual { as_of: day("2026-01-04"), ..good.clone() }, "indicator-target-not-in-force"),
            (RecordActual { source: " ".into(), ..good.clone() }, "indicator-source-missing"),
            (RecordActual { value: None, ..good.clone() }, "indicator-value-missing"),
            (RecordActual { value: None, quality: "khoảng".into(), ..good.clone() }, "indicator-number-needed"),
            (RecordActual { unit: "xã".into(), ..good.clone() }, "indicator-other-unit"),
            (RecordActual { year: Some(2027), ..good.clone() }, "indicator-no-value-in-year"),
        ];
        for (input, want) in cases {
            assert_eq!(record_actual(store, &ctx, input).await.unwrap_err().say.id, want);
        }
        let unknown = figure(TargetId::new(), "2026-06-01", "1");
        assert_eq!(record_actual(store, &ctx, unknown).await.unwrap_err().kind, FaultKind::NotFound);
        assert!(book(store).await.cell(id).unwrap().actuals.is_empty(), "nothing half-written");
    }
}

#[tokio::test]
async fn the_same_request_is_done_once() {
    for test in testing::stores(&[indicator::MIGRATIONS]).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-06-19");
        let id = put(store, &ctx, target("70", "")).await;
        let other = put(store, &ctx, target("50", "")).await;
        let input = RecordActual { key: Some("a".into()), ..figure(id, "2026-06-01", "71") };
        let (first, twin) =
            tokio::join!(record_actual(store, &ctx, input.clone()), record_actual(store, &ctx, input.clone()));
        assert_eq!(first.unwrap(), twin.unwrap());
        assert_eq!(book(store).await.cell(id).unwrap().actuals.len(), 1);
        let reused = record_actual(store, &ctx, RecordActual { target: other, ..input }).await.unwrap_err();
        assert_eq!(reused.say.id, "indicator-key-reused");
    }
}

#[tokio::test]
async fn a_book_brought_up_to_date_equals_one_read_anew() {
    for test in testing::stores(&[indicator::MIGRATIONS]).await {
        let store = &test.store;
        let (ctx, _) = testing::ctx("2026-06-19");
        let id = put(store, &ctx, target("70", "")).await;
        let mut grown = book(store).await;
        let since = store.head().await.unwrap();
        let mut changed = target("75", "");
        changed.target = Some(id);
        changed.from_day = day("2026-05-01");
        put(store, &ctx, changed).await;
        let stated = record_actual(store, &ctx, figure(id, "2026-06-01", "72")).await.unwrap();
        confirm_actual(store, &ctx, stated.actual).await.unwrap();
        grown.refresh(&mut store.read().await.unwrap(), since).await.unwrap();
        let anew = book(store).await;
        assert_eq!(format!("{:?}", grown.cells()), format!("{:?}", anew.cells()));
        let cell = anew.cell(id).unwrap();
        assert_eq!(cell.standing(Asked::on(day("2026-06-19"))).unwrap().state, TargetState::Running);
        let before = cell.standing(Asked::on(day("2026-04-30"))).unwrap();
        assert_eq!(before.value.unwrap().value, "70", "the version of the day");
    }
}
