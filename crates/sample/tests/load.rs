//! The sample province loaded through the rooms: stopped half-way and begun again, it stands on
//! 19 June 2026 as the June report says.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use access::{Accounts, AccountsConfig, Cedar};
use kernel::{Actor, Ctx, Day, FixedClock, Gate, Lang, Via};
use org::Directories;
use plan::{
    board::{Asked, Boards, Sight},
    list::Filter,
    status::to_json,
};
use sample::load::{Progress, Sample, Stage, accounts, load};
use store::{
    Sql, Store,
    testing::{TestStore, stores},
};

async fn fresh() -> Vec<(TestStore, Sample)> {
    let rooms = [
        org::MIGRATIONS,
        access::MIGRATIONS,
        indicator::MIGRATIONS,
        notify::MIGRATIONS,
        plan::MIGRATIONS,
        budget::MIGRATIONS,
        voice::MIGRATIONS,
    ];
    let sample = |test: TestStore| {
        let store = test.store.clone();
        let directories = Directories::new(store.clone());
        let gate: Arc<dyn Gate> = Arc::new(Cedar::load(None).unwrap());
        (test, Sample { store, directories, gate, today: "2026-11-21".parse().unwrap() })
    };
    stores(&rooms).await.into_iter().map(sample).collect()
}
fn program(sample: &Sample) -> Ctx {
    Ctx {
        actor: Actor::program("test", Via::Command),
        clock: Arc::new(FixedClock::on(sample.today)),
        gate: Arc::clone(&sample.gate),
        trace: String::new(),
        lang: Lang::Vi,
    }
}
async fn count(store: &Store, table: &str) -> i64 {
    let mut sql = store.read().await.unwrap();
    sql.one(&format!("SELECT COUNT(*) FROM {table}"), vec![]).await.unwrap().int(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loaded_province_stands_as_the_report_says() {
    for (_kept, sample) in fresh().await {
        loads(&sample).await;
    }
}
async fn loads(sample: &Sample) {
    let dir = tempfile::tempdir().unwrap();
    let documents = dir.path().join("sample-documents");
    let started = Instant::now();

    // Stopped in the middle of the year, as by a signal.
    let stop = tokio::sync::Notify::new();
    let half = |p: Progress| {
        if p.stage == Stage::Year && p.done * 2 > p.total {
            stop.notify_one();
        }
    };
    tokio::select! {
        done = load(sample, &documents, &half) => panic!("loaded whole: {done:?}"),
        () = stop.notified() => {}
    }
    // Begun again.
    let steps = AtomicUsize::new(0);
    let told = |p: Progress| {
        if p.stage == Stage::Year {
            steps.store(p.total, Ordering::SeqCst);
        }
    };
    assert!(load(sample, &documents, &told).await.unwrap());
    eprintln!("{}: loaded in {:?}, stopped once", sample.store.address(), started.elapsed());

    // Nothing doubled: seven plans, 165 values stated and confirmed, a mark for every other step.
    let steps = i64::try_from(steps.load(Ordering::SeqCst)).unwrap();
    assert_eq!((count(&sample.store, "document").await, count(&sample.store, "edition").await), (7, 7));
    assert_eq!((count(&sample.store, "actual").await, count(&sample.store, "actual_mark").await), (165, 165));
    let money = count(&sample.store, "budget_figure").await;
    assert!(money > 400 && money == count(&sample.store, "budget_mark").await, "{money} amounts, all confirmed");
    let said = count(&sample.store, "voice").await + count(&sample.store, "voice_mark").await;
    assert_eq!(count(&sample.store, "mark").await, steps - 7 - 165 - money - said);

    let board = Boards::new(sample.store.clone()).now().await.unwrap();
    let on = |day: &str| board.status(Asked::on(day.parse::<Day>().unwrap()), &Sight::All, &Filter::default());
    let june = to_json(&on("2026-06-19"));
    let states = &june["tasks"]["by_state"];
    assert_eq!(june["tasks"]["total"], 264, "{june}");
    for (state, number) in [("done_on_time", 143), ("done_late", 14), ("running", 106), ("overdue", 1)] {
        assert_eq!(states[state], number, "{june}");
    }
    let targets = &june["targets"];
    for (state, number) in [("total", 55), ("met", 30), ("exceeded", 14), ("running", 25), ("not_met", 0)] {
        assert_eq!(targets[state], number, "{june}");
    }
    assert!(june["tasks"]["by_document"].as_array().unwrap().iter().all(|d| d["number"] != "9007/KH-UBND"), "{june}");
    // The money stands as the report prints it: 398.497 billion recurrent, 158.190 investment.
    let book = budget::book::Book::load(&mut sample.store.read().await.unwrap(), 2026).await.unwrap();
    let asked = Asked::on("2026-06-19".parse().unwrap());
    let rows = budget::list::rows(&book, asked, &Sight::All, &budget::list::Filter::default());
    let nature = budget::list::by(&rows, |r| Some(r.says.nature));
    let assigned = |n| nature[&n].assigned.whole();
    assert_eq!(assigned(budget::Nature::Recurrent), 398_497_000_000);
    assert_eq!(assigned(budget::Nature::Investment), 158_190_000_000);
    assert_eq!(nature[&budget::Nature::Recurrent].disbursed.whole(), 35_725_000_000 + 267_000_000);
    // Twenty-seven came in, all were answered.
    let mut sql = sample.store.read().await.unwrap();
    let (book, calendar) = (voice::book::Book::load(&mut sql).await.unwrap(), org::calendar(&mut sql).await.unwrap());
    drop(sql);
    let rows = voice::list::rows(&book, asked, &calendar, &Sight::All, &voice::list::Filter::default());
    let tally = voice::list::tally(&rows);
    assert_eq!((tally.received, tally.answered), (27, 27), "{tally:?}");
    let autumn = to_json(&on("2026-11-21"));
    // The plan of July shows what a task may be besides.
    for state in ["recurring", "waiting", "not_started", "not_applicable", "running", "due_soon"] {
        assert!(autumn["tasks"]["by_state"][state].as_u64().unwrap() > 0, "{state}: {autumn}");
    }
    assert!(autumn["tasks"]["by_state"]["overdue"].as_u64().unwrap() > 2, "{autumn}");

    // Every event at its simulated time: none later than the day before "today".
    let mut sql = sample.store.read().await.unwrap();
    let last = sql.one("SELECT MAX(at) FROM event", vec![]).await.unwrap().int(0).unwrap();
    assert!(kernel::Millis(last).day() < sample.today);
    drop(sql);

    assert_eq!(store::event::verify(&sample.store).await.unwrap().broken_at, None);

    // A third time does nothing; the accounts get a way in.
    let head = sample.store.head().await.unwrap();
    assert!(!load(sample, &documents, &|_| {}).await.unwrap());
    assert_eq!(sample.store.head().await.unwrap(), head);
    let clock = Arc::new(FixedClock::on(sample.today));
    let ways = Accounts::new(
        sample.store.clone(),
        sample.directories.clone(),
        clock,
        Arc::clone(&sample.gate),
        AccountsConfig::default(),
    );
    assert_eq!(accounts(&ways, &program(sample)).await.unwrap().len(), 6);
    assert_eq!(std::fs::read_dir(&documents).unwrap().count(), 7);
}

#[tokio::test]
async fn a_store_that_holds_something_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (_kept, sample) = fresh().await.remove(0);
    let calendar = kernel::WorkCalendar { off: [sample.today].into(), ..Default::default() };
    org::set_calendar(&sample.store, &program(&sample), calendar).await.unwrap();
    let fault = load(&sample, &dir.path().join("documents"), &|_| {}).await.unwrap_err();
    assert_eq!(fault.say.id, "sample-store-not-empty");
}
