//! Whatever fails in the middle of an import, nothing of it stays; the same file twice at once is one.
mod import_support;

use import_support::{World, first_plan, worlds};
use plan::draft::{Accept, ReadDraft, accept, draft_of_plan};
use store::{Engine, Sql, args};

const TABLES: [&str; 14] = [
    "blob",
    "document",
    "edition",
    "task",
    "task_version",
    "task_part",
    "line",
    "target",
    "target_version",
    "target_value",
    "target_part",
    "event",
    "draft",
    "unit_alias",
];

async fn sql(w: &World, text: String) {
    w.store().write(&w.ctx, move |tx| Box::pin(async move { tx.exec(&text, args![]).await.map(drop) })).await.unwrap();
}

/// Makes inserts into that table fail, all of them or those that `when` names.
async fn break_table(w: &World, table: &str, when: &str) {
    let text = match w.store().engine() {
        Engine::Sqlite => {
            format!("CREATE TRIGGER boom BEFORE INSERT ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, 'boom'); END")
        }
        Engine::Postgres => {
            format!("ALTER TABLE {table} ADD CONSTRAINT boom CHECK (NOT ({})) NOT VALID", when.replace("NEW.", ""))
        }
    };
    sql(w, text).await;
}
async fn mend_table(w: &World, table: &str) {
    let text = match w.store().engine() {
        Engine::Sqlite => "DROP TRIGGER boom".to_owned(),
        Engine::Postgres => format!("ALTER TABLE {table} DROP CONSTRAINT boom"),
    };
    sql(w, text).await;
}

#[tokio::test]
async fn a_failure_at_any_table_leaves_nothing() {
    for w in worlds(2).await {
        let before = store::backup::digest(w.store()).await.unwrap();
        for table in TABLES.iter().filter(|t| !matches!(**t, "draft" | "unit_alias")) {
            break_table(&w, table, "1 = 1").await;
            assert!(w.import("a", first_plan()).await.is_err(), "{table} was not written");
            mend_table(&w, table).await;
            assert_eq!(store::backup::digest(w.store()).await.unwrap(), before, "after failing at {table}");
        }
        w.import("a", first_plan()).await.unwrap();
        assert_eq!(store::event::verify(w.store()).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn a_failure_at_any_event_leaves_nothing() {
    for w in worlds(1).await {
        w.import("a", first_plan()).await.unwrap();
        let mut next = first_plan();
        next.tasks[0].product = Some("Khác".into());
        next.tasks.remove(1);
        next.targets.remove(0);
        let before = store::backup::digest(w.store()).await.unwrap();
        let head = w.number("SELECT seq FROM event_head").await;
        let mut failed = 0;
        for n in 1.. {
            break_table(&w, "event", &format!("NEW.seq = {}", head + n)).await;
            let outcome = w.import("b", next.clone()).await;
            mend_table(&w, "event").await;
            if outcome.is_ok() {
                break;
            }
            failed += 1;
            assert_eq!(store::backup::digest(w.store()).await.unwrap(), before, "after failing at event {n}");
        }
        // edition.added, a changed and a withdrawn task, a withdrawn target.
        assert_eq!(failed, 4);
        assert_eq!(w.count("edition").await, 2);
    }
}

#[tokio::test]
async fn a_failed_acceptance_leaves_the_draft_open_as_it_was() {
    for w in worlds(1).await {
        let input = ReadDraft { file_name: "a".into(), bytes: vec![1] };
        let draft = draft_of_plan(w.store(), &w.ctx, &w.dirs, input, first_plan()).await.unwrap();
        let before = store::backup::digest(w.store()).await.unwrap();
        break_table(&w, "target_value", "1 = 1").await;
        let take = || accept(w.store(), &w.ctx, &w.dirs, draft.id, Accept { seen: 1, ..Accept::default() });
        assert!(take().await.is_err());
        mend_table(&w, "target_value").await;
        assert_eq!(store::backup::digest(w.store()).await.unwrap(), before);
        take().await.unwrap();
        assert_eq!(w.count("task").await, 4);
    }
}

#[tokio::test]
async fn the_same_file_twice_at_once_is_one_import() {
    for w in worlds(2).await {
        let (a, b) = tokio::join!(w.import("a", first_plan()), w.import("a", first_plan()));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(a.unchanged != b.unchanged);
        assert_eq!((a.document, a.edition), (b.document, b.edition));
        assert_eq!((w.count("document").await, w.count("task").await), (1, 4));
    }
}
