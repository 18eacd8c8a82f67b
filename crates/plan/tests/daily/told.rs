//! Who is told what, once each, in the operation's own transaction.
use kernel::{Ctx, PersonId};
use plan::{
    comment::{self, NewComment},
    extension::{self, DecideExtension, RequestExtension},
    progress::{self, On, ReportDone},
};
use store::{Sql, Store, args, testing};

use crate::{
    follow_common::{ROOMS, day, seed, sow},
    people::Office,
};

/// The kinds that a person was told, oldest first.
async fn told(store: &Store, who: &str) -> Vec<String> {
    let mut sql = store.read().await.unwrap();
    let text = "SELECT kind FROM notice WHERE person_id = $1 ORDER BY created_at, id";
    let rows = sql.rows(text, args![PersonId::from_name(who)]).await.unwrap();
    rows.iter().map(|r| r.text(0).unwrap()).collect()
}
async fn done(office: &Office, ctx: &Ctx, line: kernel::LineId, seen: i64) -> i64 {
    let on = On { line, seen, key: None };
    let input = ReportDone { on, done_on: day("2026-01-09"), note: "Xong".into(), evidence: vec![] };
    progress::report_done(&office.store, ctx, input).await.unwrap().seq
}

#[tokio::test]
async fn each_hears_what_is_theirs_and_nobody_of_their_own_doing() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let (store, dirs) = (&office.store, &office.dirs);
        let (_, sown) =
            sow(store, &office.program, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-03-31", &["a"])]).await;
        let (task, line) = (sown[0].task, sown[0].lines[0]);
        let (a1, focal1) = (office.of("a1").await, office.of("focal1").await);
        let focal9 = office.of("focal9").await;
        comment::watch(store, &focal9, task, true).await.unwrap();

        let seen = done(&office, &a1, line, 0).await;
        assert_eq!(told(store, "focal1").await, ["awaiting"]);
        assert_eq!(told(store, "focal9").await, ["awaiting"], "who waits for it is not told twice as a watcher");
        assert!(told(store, "a1").await.is_empty());
        let on = On { line, seen, key: None };
        progress::return_report(store, &focal1, on, "Thiếu văn bản").await.unwrap();
        assert_eq!(
            (told(store, "a1").await, told(store, "a9").await),
            (vec!["returned".into()], vec!["returned".into()])
        );
        assert_eq!(told(store, "focal9").await, ["awaiting", "watched"]);
        assert_eq!(told(store, "b1").await, [""; 0], "another unit hears nothing");

        let until = RequestExtension {
            line,
            until: day("2026-05-31"),
            reason: "Chờ".into(),
            evidence: vec![],
            key: Some("k".into()),
        };
        let asked = extension::request_extension(store, &a1, until.clone()).await.unwrap();
        extension::request_extension(store, &a1, until).await.unwrap();
        assert_eq!(told(store, "focal1").await, ["awaiting", "extension"], "asked twice with one key, told once");
        let grant = DecideExtension { request: asked.request, grant: Some(day("2026-05-31")), reason: String::new() };
        extension::decide_extension(store, &focal1, grant).await.unwrap();
        assert_eq!(told(store, "a9").await, ["returned", "extension"]);

        let new = NewComment { task, text: "@a9 @b1 xem".into(), internal: false, key: None };
        comment::comment(store, &a1, dirs, new).await.unwrap();
        assert_eq!(told(store, "a9").await.last().unwrap(), "mention");
        assert!(told(store, "b1").await.is_empty(), "mentioned, but may not see the task");
        let note = NewComment { task, text: "Nội bộ".into(), internal: true, key: None };
        let before = told(store, "focal9").await.len();
        comment::comment(store, &a1, dirs, note).await.unwrap();
        assert_eq!(told(store, "focal9").await.len(), before, "a unit's note tells no watcher outside it");
        // Commands that load or migrate tell nobody.
        let last = last_mark(store, line).await;
        done(&office, &office.program, line, last).await;
        assert_eq!(told(store, "focal1").await.len(), 2);
    }
}

async fn last_mark(store: &Store, line: kernel::LineId) -> i64 {
    let mut sql = store.read().await.unwrap();
    sql.one("SELECT last_mark FROM line WHERE id = $1", args![line]).await.unwrap().int(0).unwrap()
}

#[tokio::test]
async fn a_new_head_is_told_and_the_one_before_is_not() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let store = &office.store;
        let (_, sown) =
            sow(store, &office.program, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-03-31", &["a"])]).await;
        let line = sown[0].lines[0];
        org::give_posts(store, &office.program, PersonId::from_name("a1"), vec![kernel::Post::Head]).await.unwrap();
        org::deactivate_person(store, &office.program, PersonId::from_name("a9")).await.unwrap();
        let seen = done(&office, &office.of("a1").await, line, 0).await;
        let focal = office.of("focal1").await;
        progress::return_report(store, &focal, On { line, seen, key: None }, "Bổ sung").await.unwrap();
        assert_eq!(told(store, "a1").await, ["returned"]);
        assert!(told(store, "a9").await.is_empty());
    }
}

#[tokio::test]
async fn two_who_confirm_at_once_make_one_confirmation_and_one_notice() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let store = &office.store;
        let (_, sown) =
            sow(store, &office.program, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-03-31", &["a"])]).await;
        let line = sown[0].lines[0];
        let seen = done(&office, &office.of("a1").await, line, 0).await;
        let (one, other) = (office.of("focal1").await, office.of("focal9").await);
        let on = || On { line, seen, key: None };
        let both = tokio::join!(progress::confirm(store, &one, on(), ""), progress::confirm(store, &other, on(), ""));
        let failed = [both.0, both.1].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].say.id, "plan-line-moved", "the second is asked to look again");
        assert_eq!(told(store, "a1").await, ["confirmed"]);
    }
}
