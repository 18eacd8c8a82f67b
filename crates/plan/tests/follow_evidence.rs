//! Files kept before a report: held by the report that names them, swept away when none does.
mod follow_common;

use follow_common::{ROOMS, day, seed, sow};
use kernel::{Ctx, LineId, Millis};
use plan::progress::{self, Evidence, Marked, On, ReportProgress};
use store::{Store, blob, testing};

const DAY: i64 = 86_400_000;

async fn keep(store: &Store, ctx: &Ctx, text: &str) -> Evidence {
    progress::keep_evidence(store, ctx, "minh chung.txt", text.as_bytes().to_vec()).await.unwrap()
}
async fn report(store: &Store, ctx: &Ctx, line: LineId, seen: i64, file: Evidence) -> kernel::Result<Marked> {
    let on = On { line, seen, key: None };
    let input = ReportProgress { on, percent: 10, note: String::new(), evidence: vec![file] };
    progress::report_progress(store, ctx, input).await
}
async fn there(store: &Store, file: &Evidence) -> bool {
    blob::load(&mut store.read().await.unwrap(), &file.digest).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_report_leaves_no_file_for_ever() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-12-31", &["a"])]).await;
        let line = sown[0].lines[0];
        let begun = Millis::start_of(day("2026-01-10"));
        clock.set(begun);
        let named = keep(store, &ctx, "được nêu").await;
        let marked = report(store, &ctx, line, 0, named.clone()).await.unwrap();
        let refused = keep(store, &ctx, "bị từ chối").await;
        assert!(report(store, &ctx, line, 0, refused.clone()).await.is_err(), "an old picture was taken");
        let again = keep(store, &ctx, "gửi lại").await;

        clock.set(begun.plus(DAY));
        assert_eq!(blob::sweep(store, &ctx).await.unwrap(), 0, "swept before its day is over");
        // Kept once more, its day begins again; what a report names stays held.
        keep(store, &ctx, "gửi lại").await;
        keep(store, &ctx, "được nêu").await;
        clock.set(begun.plus(DAY + 1));
        assert_eq!(blob::sweep(store, &ctx).await.unwrap(), 1);
        assert!(!there(store, &refused).await);
        assert!(there(store, &again).await && there(store, &named).await);
        report(store, &ctx, line, marked.seq, again.clone()).await.unwrap();
        let gone = report(store, &ctx, line, marked.seq, refused).await.unwrap_err();
        assert_eq!(gone.say.id, "plan-line-moved");

        clock.set(begun.plus(10 * DAY));
        assert_eq!(blob::sweep(store, &ctx).await.unwrap(), 0);
        assert!(there(store, &again).await && there(store, &named).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_loses_no_file_to_a_sweep_at_the_same_time() {
    for test in testing::stores(ROOMS).await {
        let store = &test.store;
        let (ctx, clock) = testing::ctx("2026-01-10");
        let seeds = (0..12).map(|n| seed(&n.to_string(), &format!("Việc {n}"), "2026-12-31", &["a"])).collect();
        let (_, sown) = sow(store, &ctx, "1/KH", "2026-01-05", seeds).await;
        // All of them lay there loose for longer than a day, as after an afternoon without a line.
        for n in 0..sown.len() {
            keep(store, &ctx, &format!("tệp {n}")).await;
        }
        clock.set(Millis::start_of(day("2026-02-10")));
        let reports = sown.iter().enumerate().map(|(n, task)| {
            let (ctx, line) = (ctx.clone(), task.lines[0]);
            async move {
                // What a page does: keep, then report, with a sweep anywhere in between.
                let file = keep(store, &ctx, &format!("tệp {n}")).await;
                report(store, &ctx, line, 0, file.clone()).await.map(|_| file)
            }
        });
        let sweeps = futures::future::join_all((0..12).map(|_| blob::sweep(store, &ctx)));
        let (reported, swept) = futures::future::join(futures::future::join_all(reports), sweeps).await;
        assert!(swept.into_iter().all(|s| s.is_ok()));
        for file in reported {
            assert!(there(store, &file.unwrap()).await);
        }
        clock.set(Millis::start_of(day("2026-03-10")));
        assert_eq!(blob::sweep(store, &ctx).await.unwrap(), 0, "a named file lay loose");
    }
}
