//! A full disk: what was acknowledged stays, what is refused leaves nothing, and when there is
//! room again work goes on. SQLite is given a page limit, which fails exactly as a full disk does.
use kernel::FaultKind;
use store::{Engine, NewEvent, Sql, event, testing};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_clearly_and_loses_nothing() {
    let all = testing::stores(&[]).await;
    let t = all.iter().find(|t| t.store.engine() == Engine::Sqlite).unwrap();
    let (ctx, _) = testing::ctx("2026-06-19");
    let write = |n: u8| {
        let (store, ctx) = (t.store.clone(), ctx.clone());
        async move {
            store
                .write(&ctx, move |tx| {
                    Box::pin(async move {
                        tx.keep_blob("application/octet-stream", vec![n; 40_000]).await?;
                        tx.append(NewEvent::new("test.done", "test:1", serde_json::json!({ "n": n }))).await
                    })
                })
                .await
        }
    };
    write(0).await.unwrap();
    let limit = |pages: &'static str| {
        let (store, ctx) = (t.store.clone(), ctx.clone());
        async move {
            store.write(&ctx, move |tx| Box::pin(async move { tx.rows(pages, vec![]).await.map(drop) })).await.unwrap();
        }
    };
    limit("PRAGMA max_page_count = 80").await;
    let mut kept = 1;
    let mut refused = 0;
    for n in 1..40 {
        match write(n).await {
            Ok(_) => kept += 1,
            Err(fault) => {
                assert_eq!((fault.kind, fault.say.id.as_ref()), (FaultKind::Unavailable, "store-full"));
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "the limit was never reached");
    let verified = event::verify(&t.store).await.unwrap();
    assert_eq!((verified.events, verified.broken_at), (kept, None));
    let count =
        |sql: &'static str| async { t.store.read().await.unwrap().one(sql, vec![]).await.unwrap().int(0).unwrap() };
    assert_eq!(count("SELECT COUNT(*) FROM blob").await, kept, "no blob without its event");
    limit("PRAGMA max_page_count = 1073741823").await;
    write(200).await.unwrap();
    assert_eq!(event::verify(&t.store).await.unwrap().broken_at, None);
}
