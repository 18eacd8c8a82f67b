//! My day: what each kind of person finds in it; saved views; feeds.
use kernel::{Millis, PersonId};
use plan::{
    board::{Asked, Boards, Sight},
    day::{self, Look, MyDay, Who, keep_look, last_look},
    feed,
    progress::{self, On, ReportDone, ReportProgress},
    saved::{self, SaveView},
};
use store::{Store, testing};

use crate::{
    follow_common::{ROOMS, day as date, seed, sow, unit},
    people::Office,
};

async fn of(store: &Store, on: &str, who: &Who, seen: i64) -> MyDay {
    Boards::new(store.clone()).now().await.unwrap().my_day(Asked::on(date(on)), who, seen)
}
fn unit_s(name: &str) -> Who {
    let sight = Sight::Units(vec![unit(name)]);
    Who { person: None, sight, own: Some(unit(name)), beneath: vec![], confirms: false }
}
fn names(lane: &day::Lane) -> Vec<&str> {
    lane.rows.iter().map(|r| r.no.as_str()).collect()
}

#[tokio::test]
async fn everybody_finds_what_is_theirs() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, ctx) = (&office.store, &office.program);
        let seeds = vec![
            seed("1", "Quá hạn", "2026-02-28", &["a", "b"]),
            seed("2", "Trả lại", "2026-06-30", &["a"]),
            seed("3", "Tuần này", "2026-03-06", &["a"]),
            seed("4", "Mới", "2026-12-31", &["a"]),
            seed("5", "Thường xuyên", "recurring", &["a"]),
            seed("6", "Của c", "2026-02-20", &["c"]),
            seed("7", "Đang làm", "2026-12-31", &["a"]),
        ];
        let (_, sown) = sow(store, ctx, "1/KH", "2025-11-05", seeds).await;
        let on = |line, seen| On { line, seen, key: None };
        let (a1, focal) = (office.of("a1").await, office.of("focal1").await);
        let report =
            |line| ReportDone { on: on(line, 0), done_on: date("2026-02-25"), note: String::new(), evidence: vec![] };
        let back = sown[1].lines[0];
        let seen = progress::report_done(store, &a1, report(back)).await.unwrap().seq;
        progress::return_report(store, &focal, on(back, seen), "Thiếu").await.unwrap();
        let half = ReportProgress { on: on(sown[6].lines[0], 0), percent: 50, note: String::new(), evidence: vec![] };
        let half = progress::report_progress(store, &a1, half).await.unwrap().seq;
        let c1 = office.of("c1").await;
        let reported = progress::report_done(store, &c1, report(sown[5].lines[0])).await.unwrap().seq;

        let mine = of(store, "2026-03-01", &unit_s("a"), half - 1).await;
        assert_eq!((names(&mine.overdue), names(&mine.returned)), (vec!["1"], vec!["2"]));
        assert_eq!((names(&mine.week), names(&mine.new)), (vec!["3"], vec!["4"]));
        assert_eq!((names(&mine.check_ins), mine.confirm.count), (vec!["5"], 0), "the fourth quarter was owed");
        let changed: Vec<(&str, i64)> = mine.changed.iter().map(|(r, seq)| (r.no.as_str(), *seq)).collect();
        assert_eq!(changed, [("7", half)], "of others' lines and what was seen before, nothing");
        let theirs = of(store, "2026-03-01", &unit_s("b"), 0).await;
        assert_eq!((names(&theirs.overdue), theirs.week.count), (vec!["1"], 0));

        // A head sees what is late beneath.
        let head = Who { beneath: vec![unit("b"), unit("c")], ..unit_s("focal") };
        assert_eq!(
            names(&of(store, "2026-03-01", &head, 0).await.chain),
            Vec::<&str>::new(),
            "no lines of its own: no day"
        );
        let head = Who { beneath: vec![unit("b"), unit("c")], ..unit_s("a") };
        assert_eq!(names(&of(store, "2026-03-01", &head, 0).await.chain), ["6", "1"]);
        // Who follows the province: its overdue tasks, what waits for them, what changed.
        let all = Who { person: None, sight: Sight::All, own: None, beneath: vec![], confirms: true };
        let province = of(store, "2026-03-01", &all, reported - 1).await;
        assert_eq!((names(&province.overdue), names(&province.confirm)), (vec!["6", "1"], vec!["6"]));
        assert_eq!(province.changed_count, 1);
        let leader = Who { confirms: false, ..all };
        assert_eq!(of(store, "2026-03-01", &leader, 0).await.confirm.count, 0);
    }
}

#[tokio::test]
async fn the_index_of_lines_follows_a_board_that_grows() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let store = &office.store;
        let boards = Boards::new(store.clone());
        sow(store, &office.program, "1/KH", "2026-01-05", vec![seed("1", "Cũ", "2026-02-28", &["a"])]).await;
        let asked = Asked::on(date("2026-03-01"));
        assert_eq!(boards.now().await.unwrap().my_day(asked, &unit_s("a"), 0).overdue.count, 1);
        sow(store, &office.program, "2/KH", "2026-01-06", vec![seed("1", "Sau", "2026-02-28", &["a"])]).await;
        assert_eq!(boards.now().await.unwrap().my_day(asked, &unit_s("a"), 0).overdue.count, 2);
    }
}

#[tokio::test]
async fn a_look_is_kept_for_each_person() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, a1) = (&office.store, office.of("a1").await);
        let me = a1.actor.person.unwrap();
        let first = last_look(&mut store.read().await.unwrap(), me).await.unwrap();
        assert_eq!(first, Look::default());
        let look = first.again(Millis(5), 20);
        keep_look(store, &a1, look).await.unwrap();
        let next = look.again(Millis(5 + 3_600_000), 30);
        keep_look(store, &a1, next).await.unwrap();
        let mut sql = store.read().await.unwrap();
        assert_eq!(last_look(&mut sql, me).await.unwrap(), next);
        assert_eq!(last_look(&mut sql, PersonId::from_name("a9")).await.unwrap(), Look::default());
    }
}

#[tokio::test]
async fn views_are_one_s_own_or_the_unit_s() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, a1, a9, b1) = (&office.store, office.of("a1").await, office.of("a9").await, office.of("b1").await);
        let view = |name: &str, query: &str, shared| SaveView { name: name.into(), query: query.into(), shared };
        let bare = saved::save_view(store, &a1, view(" ", "state=overdue", false)).await.unwrap_err();
        assert_eq!(bare.field, Some("name"));
        saved::save_view(store, &a1, view("Của tôi", "?state=overdue", false)).await.unwrap();
        let shared = saved::save_view(store, &a1, view("Chung", "due=7", true)).await.unwrap();
        saved::save_view(store, &a1, view("Của tôi", "state=running", false)).await.unwrap();
        let mut sql = store.read().await.unwrap();
        let own = saved::views(&mut sql, &a1).await.unwrap();
        let queries: Vec<_> = own.iter().map(|v| (v.name.as_str(), v.query.as_str())).collect();
        assert_eq!(queries, [("Chung", "due=7"), ("Của tôi", "state=running")], "the same name again replaces it");
        let others = saved::views(&mut sql, &a9).await.unwrap();
        assert_eq!(others.iter().map(|v| (v.name.as_str(), v.own)).collect::<Vec<_>>(), [("Chung", false)]);
        assert!(saved::views(&mut sql, &b1).await.unwrap().is_empty());
        drop(sql);
        let foreign = saved::remove_view(store, &a9, shared).await.unwrap_err();
        assert_eq!(foreign.kind, kernel::FaultKind::NotFound);
        saved::remove_view(store, &a1, shared).await.unwrap();
        assert!(saved::views(&mut store.read().await.unwrap(), &a9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_feed_opens_with_its_secret_until_it_is_revoked() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-03-01").await;
        let (store, a1) = (&office.store, office.of("a1").await);
        let me = a1.actor.person.unwrap();
        let (first, second) = ("a".repeat(64), "b".repeat(64));
        assert!(feed::open_feed(store, &a1, "ngắn").await.is_err());
        feed::open_feed(store, &a1, &first).await.unwrap();
        assert_eq!(feed::owner(&mut store.read().await.unwrap(), &first).await.unwrap(), me);
        feed::open_feed(store, &a1, &second).await.unwrap();
        let mut sql = store.read().await.unwrap();
        assert!(feed::owner(&mut sql, &first).await.is_err(), "a new secret ends the old one");
        assert!(feed::has_feed(&mut sql, me).await.unwrap());
        drop(sql);
        feed::revoke_feed(store, &a1).await.unwrap();
        let mut sql = store.read().await.unwrap();
        assert!(feed::owner(&mut sql, &second).await.is_err() && !feed::has_feed(&mut sql, me).await.unwrap());
        assert!(feed::owner(&mut sql, "").await.is_err());
    }
}
