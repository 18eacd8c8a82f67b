//! What people write beside tasks: steps, comments with mentions, notes of a unit, watching.
use plan::{
    board::{Asked, Boards, Sight},
    comment::{self, NewComment},
    history,
    step::{self, StepChange, StepSays},
};
use store::testing;

use crate::{
    follow_common::{ROOMS, day, seed, sow, unit},
    people::Office,
};

fn says(name: &str, person: Option<&str>) -> StepSays {
    let person = person.map(kernel::PersonId::from_name);
    StepSays { name: name.into(), person, due_on: Some(day("2026-02-10")) }
}

#[tokio::test]
async fn steps_are_the_unit_s_own_and_their_people_see_them() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let (store, dirs) = (&office.store, &office.dirs);
        let seeds = vec![seed("1", "Việc", "2026-03-31", &["a", "b"])];
        let (_, sown) = sow(store, &office.program, "1/KH", "2026-01-05", seeds).await;
        let line = sown[0].lines[0];
        let (a1, b1) = (office.of("a1").await, office.of("b1").await);
        let foreign = step::add_step(store, &b1, dirs, line, says("Xen vào", None)).await.unwrap_err();
        assert_eq!(foreign.kind, kernel::FaultKind::Forbidden);
        let other = step::add_step(store, &a1, dirs, line, says("Soạn", Some("b1"))).await.unwrap_err();
        assert_eq!((&*other.say.id, other.field), ("plan-step-person", Some("person")));
        let first = step::add_step(store, &a1, dirs, line, says(" Soạn  thảo ", Some("a9"))).await.unwrap();
        assert_eq!(first.name, "Soạn thảo");
        step::add_step(store, &a1, dirs, line, says("Lấy ý kiến", None)).await.unwrap();
        let mut sql = store.read().await.unwrap();
        let of_head = step::of_person(&mut sql, kernel::PersonId::from_name("a9")).await.unwrap();
        assert_eq!(of_head.iter().map(|s| s.step).collect::<Vec<_>>(), [first.step]);
        drop(sql);
        let a9 = office.of("a9").await;
        let done = step::change_step(store, &a9, dirs, first.step, StepChange::Done(true)).await.unwrap();
        assert_eq!(done.done_on, Some(day("2026-01-10")));
        let same = step::change_step(store, &a9, dirs, first.step, StepChange::Done(true)).await.unwrap();
        assert_eq!(same.done_on, done.done_on, "done twice is done once");
        let all = step::of_lines(&mut store.read().await.unwrap(), &[line]).await.unwrap();
        assert_eq!(all.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Lấy ý kiến", "Soạn thảo"]);
        step::change_step(store, &a9, dirs, first.step, StepChange::Removed).await.unwrap();
        let gone = step::change_step(store, &a9, dirs, first.step, StepChange::Done(false)).await.unwrap_err();
        assert_eq!(gone.kind, kernel::FaultKind::NotFound);
        assert_eq!(step::of_lines(&mut store.read().await.unwrap(), &[line]).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn nobody_is_told_of_what_they_may_not_see() {
    for test in testing::stores(ROOMS).await {
        let office = Office::open(&test.store, "2026-01-10").await;
        let (store, dirs) = (&office.store, &office.dirs);
        let (_, sown) =
            sow(store, &office.program, "1/KH", "2026-01-05", vec![seed("1", "Việc", "2026-03-31", &["a"])]).await;
        let task = sown[0].task;
        let new = |text: &str, internal: bool, key: &str| NewComment {
            task,
            text: text.into(),
            internal,
            key: Some(key.into()),
        };
        let (a1, b1) = (office.of("a1").await, office.of("b1").await);
        let foreign = comment::comment(store, &b1, dirs, new("Tò mò", false, "k")).await.unwrap_err();
        assert_eq!(foreign.kind, kernel::FaultKind::NotFound, "not even that there is such a task");
        assert_eq!(comment::watch(store, &b1, task, true).await.unwrap_err().kind, kernel::FaultKind::NotFound);
        let said = comment::comment(store, &a1, dirs, new("@a9 @b1 @aikia xem giúp", false, "1")).await.unwrap();
        assert_eq!(said.not_told, ["b1", "aikia"], "mentioned, but may not see the task or is nobody");
        let again = comment::comment(store, &a1, dirs, new("@a9 @b1 @aikia xem giúp", false, "1")).await.unwrap();
        assert_eq!(again.comment, said.comment, "sent twice, said once");
        let note = comment::comment(store, &a1, dirs, new("Chỉ nội bộ @focal1", true, "2")).await.unwrap();
        assert_eq!(note.not_told, ["focal1"], "a note of the unit tells nobody outside it");
        let mut sql = store.read().await.unwrap();
        let own = comment::comments(&mut sql, task, Some(unit("a")), 50).await.unwrap();
        assert_eq!(own.iter().map(|c| c.only.is_some()).collect::<Vec<_>>(), [false, true]);
        assert_eq!(comment::comments(&mut sql, task, Some(unit("focal")), 50).await.unwrap().len(), 1);
        let detail = Boards::new(store.clone()).now().await.unwrap();
        let detail = detail.task(task, Asked::on(day("2026-01-10")), &Sight::All).unwrap();
        let entries = history::task_timeline(&mut sql, &detail, &Sight::All, &|_| String::new(), None, 50).await;
        let notes: Vec<String> = entries.unwrap().into_iter().map(|e| e.note).filter(|n| !n.is_empty()).collect();
        assert_eq!(notes, ["@a9 @b1 @aikia xem giúp"], "the history of all has no note of one unit");
        drop(sql);

        for _ in 0..2 {
            comment::watch(store, &a1, task, true).await.unwrap();
        }
        let me = a1.actor.person.unwrap();
        assert_eq!(comment::watched(&mut store.read().await.unwrap(), me).await.unwrap(), [task]);
        comment::watch(store, &a1, task, false).await.unwrap();
        assert!(!comment::watches(&mut store.read().await.unwrap(), task, me).await.unwrap());
        assert_eq!(store::event::verify(store).await.unwrap().broken_at, None);
    }
}
