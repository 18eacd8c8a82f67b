//! The daily digest: once a person and working day, whatever happens to clocks and runs.
use futures::future::BoxFuture;
use kernel::{Day, Millis, PersonId, Result};
use notify::{Ask, Choices, Digest, Digested, Kind, Reach, Told, Unsent, run_digests};
use org::Directories;
use serde_json::json;

use crate::fixture::{House, houses, id, notice};

fn at(day: &str, hour: i64) -> Millis {
    Millis::start_of(day.parse().unwrap()).plus(hour * 3_600_000)
}
async fn run(house: &House) -> usize {
    run_with(house, &Unsent).await
}
async fn run_with(house: &House, source: &dyn Digested) -> usize {
    let directory = Directories::new(house.store().clone()).now().await.unwrap();
    run_digests(house.store(), &house.ctx, &directory, source, None).await.unwrap().messages
}
async fn digests(house: &House) -> Vec<(String, Digest)> {
    let all = house.messages().await;
    all.into_iter()
        .filter(|m| m.shape == Digest::SHAPE)
        .map(|m| (m.recipient, Digest::read(&m.body).unwrap()))
        .collect()
}

#[tokio::test]
async fn a_digest_gathers_what_was_posted_once_and_in_order() {
    for house in houses("2026-06-18").await {
        for (kind, key) in [(Kind::Mention, "1"), (Kind::DueSoon, "2"), (Kind::Escalated, "3"), (Kind::Awaiting, "4")] {
            house.post(&["an"], &notice(kind, key)).await;
        }
        // Read inside the program: not told again.
        let kept =
            notify::inbox(&mut house.store().read().await.unwrap(), id("an"), &Default::default(), 10).await.unwrap();
        notify::mark_read(house.store(), &house.of("an"), vec![kept[3].id]).await.unwrap();
        house.clock.set(at("2026-06-19", 6));
        assert_eq!(run(&house).await, 0, "before its hour");
        house.clock.set(at("2026-06-19", 7));
        assert_eq!(run(&house).await, 1);
        let all = digests(&house).await;
        let asks: Vec<_> = all[0].1.parts.iter().map(|p| p.ask).collect();
        assert_eq!(asks, [Ask::Overdue, Ask::Due, Ask::Awaiting]);
        assert_eq!((all[0].0.as_str(), all[0].1.count()), ("an@example.vn", 3));
        // Nothing new: nothing the next day, and never the same again.
        house.clock.set(at("2026-06-22", 7));
        assert_eq!(run(&house).await, 0);
    }
}

#[tokio::test]
async fn what_went_out_at_once_is_not_repeated() {
    for house in houses("2026-06-18").await {
        house.post(&["an"], &notice(Kind::Returned, "1")).await;
        house.clock.set(at("2026-06-19", 8));
        assert_eq!(run(&house).await, 0);
        assert_eq!(house.messages().await.len(), 1);
    }
}

#[tokio::test]
async fn neither_weekends_nor_tet_have_one() {
    for house in houses("2026-02-13").await {
        let tet = (16..=20).map(|d| Day::new(2026, 2, d).unwrap()).collect();
        let calendar = kernel::WorkCalendar { off: tet, worked: [].into() };
        org::set_calendar(house.store(), &house.ctx, calendar).await.unwrap();
        house.clock.set(at("2026-02-13", 12));
        run(&house).await;
        house.post(&["an"], &notice(Kind::Mention, "1")).await;
        for day in ["2026-02-14", "2026-02-15", "2026-02-17", "2026-02-20", "2026-02-22"] {
            house.clock.set(at(day, 9));
            assert_eq!(run(&house).await, 0, "{day}");
        }
        house.clock.set(at("2026-02-23", 9));
        assert_eq!(run(&house).await, 1);
    }
}

#[tokio::test]
async fn two_runs_at_once_and_clocks_set_back_make_one() {
    for house in houses("2026-06-19").await {
        house.post(&["an", "binh"], &notice(Kind::Mention, "1")).await;
        let (a, b) = tokio::join!(run(&house), run(&house));
        assert_eq!(a + b, 2);
        house.post(&["an"], &notice(Kind::Mention, "2")).await;
        for back in [at("2026-06-19", 8), at("2026-06-18", 9), at("2026-06-19", 10)] {
            house.clock.set(back);
            assert_eq!(run(&house).await, 0, "{}", back.vietnamese());
        }
        house.clock.set(at("2026-06-22", 9));
        assert_eq!(run(&house).await, 1);
        assert_eq!(digests(&house).await.len(), 3);
    }
}

#[tokio::test]
async fn the_hours_job_is_queued_once() {
    for house in houses("2026-06-19").await {
        house.post(&["an"], &notice(Kind::Mention, "1")).await;
        for _ in 0..3 {
            notify::ask_for_digests(house.store(), &house.ctx).await.unwrap();
        }
        let jobs = store::job::list(&mut house.store().read().await.unwrap(), 10).await.unwrap();
        assert_eq!(jobs.len(), 1);
        let runner =
            store::job::Runner::new(house.store().clone(), house.ctx.clone()).handle(notify::DIGEST_JOB, |run, _| {
                Box::pin(async move {
                    let directory = Directories::new(run.store.clone()).now().await?;
                    let done =
                        run_digests(&run.store.clone(), &run.ctx.clone(), &directory, &Unsent, Some(&run)).await?;
                    Ok(json!(done))
                })
            });
        assert_eq!(runner.drain().await.unwrap(), 1);
        let jobs = store::job::list(&mut house.store().read().await.unwrap(), 10).await.unwrap();
        assert_eq!((jobs[0].state.as_str(), &jobs[0].output), ("done", &json!({ "people": 3, "messages": 1 })));
    }
}

/// Everybody has one overdue task.
struct Stands;
impl Digested for Stands {
    fn standing<'a>(&'a self, _: Day, people: &'a [PersonId]) -> BoxFuture<'a, Result<Vec<(PersonId, Told)>>> {
        let told = |id: &PersonId| Told {
            kind: Kind::Overdue,
            facts: json!({ "title": "Việc chậm" }),
            about: format!("task:{id}"),
            path: "/tasks/1".into(),
            behalf: None,
        };
        Box::pin(async move { Ok(people.iter().map(|id| (*id, told(id))).collect()) })
    }
}

#[tokio::test]
async fn what_stands_is_listed_for_stand_ins_too_and_not_twice() {
    for house in houses("2026-06-19").await {
        let day = "2026-06-19".parse().unwrap();
        let delegate = org::Delegate { from: id("an"), to: id("binh"), valid_from: day, valid_to: day };
        org::delegate(house.store(), &house.ctx, delegate).await.unwrap();
        org::deactivate_person(house.store(), &house.ctx, id("chi")).await.unwrap();
        // Already posted about the same task, by digest only: one line, not two.
        let choices = Choices { mail: Reach::Digest, ..Choices::default() };
        notify::choose(house.store(), &house.of("an"), choices).await.unwrap();
        let mut same = notice(Kind::Overdue, "1");
        same.subject = format!("task:{}", id("an"));
        house.post(&["an"], &same).await;
        assert_eq!(run_with(&house, &Stands).await, 2);
        let all: Vec<_> = digests(&house).await;
        assert_eq!(all[0].1.count(), 1);
        let behalf: Vec<_> = all[1].1.parts[0].items.iter().map(|t| t.behalf.as_deref()).collect();
        assert_eq!((behalf.len(), behalf.contains(&Some("Người an"))), (2, true));
    }
}

#[tokio::test]
async fn thousands_of_people_in_few_transactions() {
    for house in houses("2026-06-19").await {
        let names: Vec<String> = (0..1200).map(|n| format!("p{n:04}")).collect();
        for chunk in names.chunks(100) {
            futures::future::join_all(chunk.iter().map(|name| house.person(name))).await;
        }
        let before = house.messages().await.len();
        assert_eq!(run_with(&house, &Stands).await, 1203);
        assert_eq!(house.messages().await.len() - before, 1203);
        assert_eq!(run_with(&house, &Stands).await, 0);
    }
}
