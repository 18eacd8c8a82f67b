//! The store's contract: the same suite runs on every engine that is there.
use futures::future::join_all;
use kernel::Fault;
use store::{NewEvent, Sql, Value, args, backup, event, testing};

fn event_of(n: i64) -> NewEvent {
    NewEvent::new("test.done", format!("test:{n}"), serde_json::json!({ "n": n }))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_leaves_nothing_and_what_succeeds_stays() {
    for t in testing::stores(&[]).await {
        let (ctx, _) = testing::ctx("2026-06-19");
        let tries = (0..40i64).map(|n| {
            let (store, ctx) = (t.store.clone(), ctx.clone());
            async move {
                store
                    .write(&ctx, move |tx| {
                        Box::pin(async move {
                            tx.append(event_of(n)).await?;
                            if n % 3 == 0 {
                                return Err(Fault::invalid("fault-day"));
                            }
                            if n % 7 == 0 {
                                panic!("a bug in an operation");
                            }
                            Ok(n)
                        })
                    })
                    .await
            }
        });
        let outcomes = join_all(tries).await;
        let kept: Vec<i64> = outcomes.iter().filter_map(|o| o.as_ref().ok().copied()).collect();
        assert_eq!(kept.len(), (0..40).filter(|n| n % 3 != 0 && n % 7 != 0).count());
        let mut reader = t.store.read().await.unwrap();
        let count = reader.one("SELECT COUNT(*) FROM event", vec![]).await.unwrap().int(0).unwrap();
        assert_eq!(usize::try_from(count).unwrap(), kept.len());
        drop(reader);
        let verified = event::verify(&t.store).await.unwrap();
        assert_eq!((verified.events, verified.broken_at), (count, None));
        assert_eq!(t.store.head().await.unwrap(), count);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_removed_event_shows() {
    for t in testing::stores(&[]).await {
        let (ctx, _) = testing::ctx("2026-06-19");
        for n in 0..5 {
            t.store.write(&ctx, move |tx| Box::pin(async move { tx.append(event_of(n)).await })).await.unwrap();
        }
        let forge = "UPDATE event SET data = '{\"n\":9}' WHERE seq = 3";
        t.store.write(&ctx, move |tx| Box::pin(async move { tx.exec(forge, vec![]).await })).await.unwrap();
        assert_eq!(event::verify(&t.store).await.unwrap().broken_at, Some(3));
        let cut = "DELETE FROM event WHERE seq = 5";
        t.store.write(&ctx, move |tx| Box::pin(async move { tx.exec(cut, vec![]).await })).await.unwrap();
        let mend = "UPDATE event SET data = '{\"n\":2}' WHERE seq = 3";
        t.store.write(&ctx, move |tx| Box::pin(async move { tx.exec(mend, vec![]).await })).await.unwrap();
        assert_eq!(event::verify(&t.store).await.unwrap().broken_at, Some(5), "a cut-off end shows too");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn event_time_never_goes_back_when_the_clock_does() {
    for t in testing::stores(&[]).await {
        let (ctx, clock) = testing::ctx("2026-06-19");
        t.store.write(&ctx, |tx| Box::pin(async move { tx.append(event_of(1)).await })).await.unwrap();
        clock.set(kernel::Millis(0));
        t.store.write(&ctx, |tx| Box::pin(async move { tx.append(event_of(2)).await })).await.unwrap();
        let mut reader = t.store.read().await.unwrap();
        let events = event::list(&mut reader, &event::EventFilter::default(), 10).await.unwrap();
        assert!(events[0].at >= events[1].at);
        assert_eq!(event::verify(&t.store).await.unwrap().broken_at, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_writing_restores_equal() {
    for t in testing::stores(&[]).await {
        let (ctx, _) = testing::ctx("2026-06-19");
        let write = |n: i64| {
            let (store, ctx) = (t.store.clone(), ctx.clone());
            async move {
                store
                    .write(&ctx, move |tx| {
                        Box::pin(async move {
                            tx.keep_blob("text/plain", vec![0, 255, u8::try_from(n).unwrap()]).await?;
                            tx.set_setting(&format!("s{n}"), "‘Đắk’\n\"x\"").await?;
                            tx.append(event_of(n)).await
                        })
                    })
                    .await
                    .unwrap();
            }
        };
        join_all((0..30).map(write)).await;
        let file = tempfile::tempfile().unwrap();
        let (manifest, _) =
            tokio::join!(backup::backup(&t.store, file.try_clone().unwrap()), join_all((30..60).map(write)));
        let manifest = manifest.unwrap();
        assert!(manifest.tables["event"].rows >= 30);
        for fresh in testing::stores(&[]).await {
            let restored = backup::restore(&fresh.store, &ctx, file.try_clone().unwrap()).await.unwrap();
            assert_eq!(restored, manifest);
            assert_eq!(event::verify(&fresh.store).await.unwrap().broken_at, None);
            let again = backup::restore(&fresh.store, &ctx, file.try_clone().unwrap()).await;
            assert_eq!(again.unwrap_err().say.id, "store-restore-not-empty");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_every_kind_come_back() {
    for t in testing::stores(&[]).await {
        let (ctx, _) = testing::ctx("2026-06-19");
        t.store
            .write(&ctx, |tx| {
                Box::pin(async move {
                    tx.exec("CREATE TABLE probe (a TEXT, b BIGINT, c DOUBLE PRECISION)", vec![]).await?;
                    tx.exec("INSERT INTO probe (a, b, c) VALUES ($1,$2,$3)", args!["ệ", i64::MAX, 0.5]).await?;
                    let nulls = vec![Value::Text(None), Value::Int(None), Value::Real(None)];
                    tx.exec("INSERT INTO probe (a, b, c) VALUES ($1,$2,$3)", nulls).await
                })
            })
            .await
            .unwrap();
        let mut reader = t.store.read().await.unwrap();
        let rows = reader.rows("SELECT a, b, c FROM probe ORDER BY a IS NULL", vec![]).await.unwrap();
        assert_eq!((rows[0].text(0).unwrap(), rows[0].int(1).unwrap()), ("ệ".to_owned(), i64::MAX));
        assert_eq!(rows[0].opt_real(2).unwrap(), Some(0.5));
        assert_eq!((rows[1].opt_text(0).unwrap(), rows[1].opt_int(1).unwrap()), (None, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_run_once_fail_loudly_and_can_be_cancelled() {
    for t in testing::stores(&[]).await {
        let (ctx, _) = testing::ctx("2026-06-19");
        let now = ctx.now();
        let ask = |kind: &'static str, key: Option<&'static str>| {
            let (store, ctx) = (t.store.clone(), ctx.clone());
            async move {
                store
                    .write(&ctx, move |tx| {
                        Box::pin(async move { tx.enqueue(kind, key, &serde_json::json!(2), now).await })
                    })
                    .await
                    .unwrap()
            }
        };
        let double = ask("double", Some("k")).await;
        assert_eq!(ask("double", Some("k")).await, double, "asked twice, queued once");
        let bad = ask("bad", None).await;
        let gone = ask("double", None).await;
        t.store.write(&ctx, move |tx| Box::pin(async move { tx.cancel_job(gone).await })).await.unwrap();
        let runner = store::job::Runner::new(t.store.clone(), ctx.clone())
            .handle("double", |run, input| {
                Box::pin(async move {
                    run.progress(1, 2, "half").await?;
                    Ok(serde_json::json!(input.as_i64().unwrap() * 2))
                })
            })
            .handle("bad", |_, _| Box::pin(async { Err(Fault::invalid("fault-day")) }));
        assert_eq!(runner.drain().await.unwrap(), 2);
        let mut reader = t.store.read().await.unwrap();
        let find = async |reader: &mut store::Reader, id| store::job::find(reader, id).await.unwrap().unwrap();
        let done = find(&mut reader, double).await;
        assert_eq!((done.state.as_str(), done.output), ("done", serde_json::json!(4)));
        assert_eq!(find(&mut reader, bad).await.state, "failed");
        assert_eq!(find(&mut reader, gone).await.state, "cancelled");
    }
}

struct Flaky(std::sync::Mutex<Vec<String>>, std::sync::atomic::AtomicBool);
impl store::outbox::Deliver for Flaky {
    fn channel(&self) -> &'static str {
        "mail"
    }
    fn deliver<'a>(
        &'a self,
        message: &'a store::outbox::Message,
    ) -> futures::future::BoxFuture<'a, kernel::Result<store::outbox::Taken>> {
        Box::pin(async move {
            if self.1.load(std::sync::atomic::Ordering::SeqCst) {
                return Err(Fault::unavailable("store-unreachable"));
            }
            self.0.lock().unwrap().push(message.recipient.clone());
            Ok(store::outbox::Taken::Sent)
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_down_loses_and_doubles_nothing() {
    for t in testing::stores(&[]).await {
        let (ctx, clock) = testing::ctx("2026-06-19");
        for key in ["a", "b", "a"] {
            t.store
                .write(&ctx, move |tx| Box::pin(async move { tx.send(key, "mail", key, "subject", "body").await }))
                .await
                .unwrap();
        }
        let out = Flaky(std::sync::Mutex::default(), true.into());
        assert_eq!(store::outbox::pump(&t.store, &ctx, &out).await.unwrap(), (0, 2));
        assert_eq!(store::outbox::pump(&t.store, &ctx, &out).await.unwrap(), (0, 0), "not at once again");
        out.1.store(false, std::sync::atomic::Ordering::SeqCst);
        clock.set(ctx.now().plus(3_600_000));
        assert_eq!(store::outbox::pump(&t.store, &ctx, &out).await.unwrap(), (2, 0));
        assert_eq!(store::outbox::pump(&t.store, &ctx, &out).await.unwrap(), (0, 0));
        assert_eq!(out.0.lock().unwrap().len(), 2);
    }
}
