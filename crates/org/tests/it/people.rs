//! People: in, changed, out; who stands in for whom.
use std::sync::Arc;

use kernel::{Action, Actor, Ctx, FaultKind, Gate, Lang, Post, Resource};
use org::{ChangePerson, Delegate, Directories, NewPerson};

use crate::fixture::{day, id, provinces};

fn person(username: &str, unit: &str, posts: &[Post]) -> NewPerson {
    NewPerson {
        id: None,
        username: username.into(),
        name: format!("Người {username}"),
        email: format!("{username}@example.vn"),
        unit: id(unit),
        posts: posts.to_vec(),
        lang: Lang::Vi,
    }
}

#[tokio::test]
async fn a_person_comes_changes_and_leaves() {
    for (test, ctx, _, _) in provinces().await {
        let (store, all) = (&test.store, Directories::new(test.store.clone()));
        let an = org::create_person(store, &ctx, person("An.B", "STP", &[Post::Officer])).await.unwrap();
        let found = all.now().await.unwrap();
        let found = found.by_username(" AN.b ").unwrap().clone();
        assert_eq!((found.id, found.unit, found.active), (an, id("STP"), true));
        let again = org::create_person(store, &ctx, person("an.b", "STC", &[])).await.unwrap_err();
        assert_eq!((again.kind, again.field), (FaultKind::Conflict, Some("username")));
        let change = ChangePerson { unit: Some(id("STC")), lang: Some(Lang::En), ..Default::default() };
        org::change_person(store, &ctx, an, change).await.unwrap();
        org::give_posts(store, &ctx, an, vec![Post::Head, Post::Officer, Post::Head]).await.unwrap();
        let now = all.now().await.unwrap();
        let found = now.person(an).unwrap();
        assert_eq!((found.unit, found.lang, &found.posts[..]), (id("STC"), Lang::En, &[Post::Officer, Post::Head][..]));
        assert_eq!(now.people_of(id("STC")).count(), 1);
        org::deactivate_person(store, &ctx, an).await.unwrap();
        assert!(!all.now().await.unwrap().person(an).unwrap().active);
        org::reactivate_person(store, &ctx, an).await.unwrap();
        assert!(all.now().await.unwrap().person(an).unwrap().active);
        // The address never enters the log.
        let events = store::event::list(&mut store.read().await.unwrap(), &Default::default(), 50).await.unwrap();
        assert!(events.iter().filter(|e| e.kind.starts_with("person.")).count() >= 5);
        assert!(events.iter().all(|e| !e.data.contains("@example.vn")));
    }
}

#[tokio::test]
async fn bad_names_and_addresses_are_refused() {
    for (test, ctx, _, _) in provinces().await {
        for (username, email, name) in [
            ("a", "", "A"),
            ("có dấu", "", "A"),
            ("a b", "", "A"),
            ("good", "no-at", "A"),
            ("good", "a@b", "A"),
            ("good", "a@b.vn\r\nBcc: x@y.vn", "A"),
            ("good", "a@b.vn,c@d.vn", "A"),
            ("good", "", "  "),
        ] {
            let new = NewPerson { email: email.into(), name: name.into(), ..person(username, "STP", &[]) };
            let fault = org::create_person(&test.store, &ctx, new).await.unwrap_err();
            assert_eq!(fault.kind, FaultKind::Invalid, "{username} {email} {name}");
        }
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for (test, ctx, _, _) in provinces().await {
        let store = &test.store;
        let one = org::create_person(store, &ctx, person("one", "SKHCN", &[Post::Admin])).await.unwrap();
        assert_eq!(&*org::deactivate_person(store, &ctx, one).await.unwrap_err().say.id, "org-last-admin");
        assert!(org::give_posts(store, &ctx, one, vec![Post::Officer]).await.is_err());
        let two = org::create_person(store, &ctx, person("two", "SKHCN", &[Post::Admin])).await.unwrap();
        org::deactivate_person(store, &ctx, one).await.unwrap();
        assert!(org::deactivate_person(store, &ctx, two).await.is_err());
    }
}

#[tokio::test]
async fn somebody_stands_in_on_the_days_named() {
    for (test, ctx, _, _) in provinces().await {
        let (store, all) = (&test.store, Directories::new(test.store.clone()));
        let head = org::create_person(store, &ctx, person("head", "STP", &[Post::Head])).await.unwrap();
        let deputy = org::create_person(store, &ctx, person("deputy", "STP", &[Post::Officer])).await.unwrap();
        let days = |from, to| Delegate { from: head, to: deputy, valid_from: day(from), valid_to: day(to) };
        assert!(org::delegate(store, &ctx, days("2026-08-10", "2026-08-01")).await.is_err());
        assert!(org::delegate(store, &ctx, Delegate { to: head, ..days("2026-08-01", "2026-08-10") }).await.is_err());
        let made = org::delegate(store, &ctx, days("2026-08-03", "2026-08-10")).await.unwrap();
        let org = all.now().await.unwrap();
        let stands_for = |d: &str| org.on_behalf(deputy, day(d)).iter().map(|p| p.id).collect::<Vec<_>>();
        assert_eq!(stands_for("2026-08-02"), []);
        assert_eq!(stands_for("2026-08-03"), [head]);
        assert_eq!(stands_for("2026-08-10"), [head]);
        assert_eq!(stands_for("2026-08-11"), []);
        assert!(org.on_behalf(head, day("2026-08-03")).is_empty());
        org::end_delegation(store, &ctx, made, day("2026-08-05")).await.unwrap();
        let org = all.now().await.unwrap();
        assert_eq!(org.on_behalf(deputy, day("2026-08-05")).len(), 1);
        assert!(org.on_behalf(deputy, day("2026-08-06")).is_empty());
        assert!(store::event::verify(store).await.unwrap().broken_at.is_none());
    }
}

struct Nothing;
impl Gate for Nothing {
    fn allows(&self, _: &Actor, _: Action, _: &Resource) -> bool {
        false
    }
}

#[tokio::test]
async fn every_operation_asks_the_gate() {
    for (test, ctx, _, _) in provinces().await {
        let store = &test.store;
        let who = org::create_person(store, &ctx, person("who", "STP", &[])).await.unwrap();
        let other = org::create_person(store, &ctx, person("other", "STP", &[])).await.unwrap();
        let days = Delegate { from: who, to: other, valid_from: day("2026-08-01"), valid_to: day("2026-08-02") };
        let made = org::delegate(store, &ctx, days.clone()).await.unwrap();
        let head = store.head().await.unwrap();
        let shut = Ctx { gate: Arc::new(Nothing), ..ctx.clone() };
        let unit = crate::fixture::unit("Z", "Z", org::UnitKind::Body, None, "2026-01-01");
        let group = org::PutGroup { code: "Z".into(), name: "Z".into(), members: vec![] };
        let alias = org::LearnAlias { printed: "Z".into(), target: org::AliasTarget::Unit(id("STP")), learned: true };
        let merge =
            org::MergeUnits { from: vec![id("STC")], into: org::MergeInto::Existing(id("STP")), on: day("2026-08-01") };
        let split = org::SplitUnit { unit: id("STC"), parts: vec![], on: day("2026-08-01") };
        let faults = [
            org::create_unit(store, &shut, unit.clone()).await.map(drop),
            org::create_units(store, &shut, vec![unit]).await,
            org::change_unit(store, &shut, id("STP"), org::ChangeUnit::default()).await,
            org::merge_units(store, &shut, merge).await.map(drop),
            org::split_unit(store, &shut, split).await,
            org::put_group(store, &shut, group).await,
            org::learn_alias(store, &shut, alias).await,
            org::forget_alias(store, &shut, "Z".into()).await,
            org::create_person(store, &shut, person("x1", "STP", &[])).await.map(drop),
            org::change_person(store, &shut, who, ChangePerson::default()).await,
            org::give_posts(store, &shut, who, vec![]).await,
            org::deactivate_person(store, &shut, who).await,
            org::reactivate_person(store, &shut, who).await,
            org::set_own_lang(store, &shut, Lang::En).await,
            org::delegate(store, &shut, days).await.map(drop),
            org::end_delegation(store, &shut, made, day("2026-08-01")).await,
            org::set_province(store, &shut, org::Province::default()).await,
            org::set_calendar(store, &shut, kernel::WorkCalendar::default()).await,
        ];
        for (i, outcome) in faults.into_iter().enumerate() {
            assert_eq!(outcome.unwrap_err().kind, FaultKind::Forbidden, "operation {i}");
        }
        assert_eq!(store.head().await.unwrap(), head);
    }
}
