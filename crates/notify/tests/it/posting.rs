//! Posting: who is told, once, by which way and when.
use kernel::{FaultKind, Millis};
use notify::{Choices, InboxFilter, Kind, Reach, When};
use org::Delegate;

use crate::fixture::{houses, id, notice};

#[tokio::test]
async fn the_same_key_is_told_once_for_ever() {
    for house in houses("2026-06-19").await {
        let first = notice(Kind::Assigned, "assigned:1");
        house.post(&["an", "an", "binh"], &first).await;
        house.post(&["an", "binh", "chi"], &first).await;
        let out = house.messages().await;
        let to: Vec<_> = out.iter().map(|m| (m.channel.as_str(), m.recipient.as_str())).collect();
        assert_eq!(to, [("mail", "an@example.vn"), ("mail", "binh@example.vn"), ("mail", "chi@example.vn")]);
        assert_eq!((out[0].about.as_str(), out[0].person.as_str()), ("task:assigned:1", &*id("an").to_string()));
        for who in ["an", "binh", "chi"] {
            assert_eq!(house.unread(who).await, 1);
        }
    }
}

#[tokio::test]
async fn only_what_may_interrupt_goes_out_at_once() {
    for house in houses("2026-06-19").await {
        for kind in Kind::ALL {
            house.post(&["an"], &notice(*kind, kind.word())).await;
        }
        assert_eq!(house.unread("an").await, i64::try_from(Kind::ALL.len()).unwrap());
        let kinds: Vec<_> = house.messages().await.into_iter().map(|m| m.subject).collect();
        assert_eq!(kinds.len(), 3, "{kinds:?}");
    }
}

#[tokio::test]
async fn quiet_hours_hold_back_until_they_end_across_tet() {
    for house in houses("2026-02-13").await {
        let tet = (16..=20).map(|d| kernel::Day::new(2026, 2, d).unwrap()).collect();
        let calendar = kernel::WorkCalendar { off: tet, worked: [].into() };
        org::set_calendar(house.store(), &house.ctx, calendar).await.unwrap();
        // Friday evening before Tết.
        house.clock.set(Millis::start_of("2026-02-13".parse().unwrap()).plus(20 * 3_600_000));
        house.post(&["an"], &notice(Kind::Returned, "returned:1")).await;
        let out = house.messages().await;
        assert_eq!(out[0].next_at.vietnamese(), "23/2/2026 07:00");
        assert_eq!(house.unread("an").await, 1, "inside the program it is there at once");
    }
}

#[tokio::test]
async fn whoever_stands_in_is_told_on_behalf() {
    for house in houses("2026-06-19").await {
        let days = ("2026-06-19".parse().unwrap(), "2026-06-20".parse().unwrap());
        let delegate = Delegate { from: id("an"), to: id("binh"), valid_from: days.0, valid_to: days.1 };
        org::delegate(house.store(), &house.ctx, delegate).await.unwrap();
        house.post(&["an"], &notice(Kind::Awaiting, "awaiting:1")).await;
        let mut sql = house.store().read().await.unwrap();
        let binhs = notify::inbox(&mut sql, id("binh"), &InboxFilter::default(), 10).await.unwrap();
        assert_eq!(binhs[0].behalf, Some(id("an")));
        let ans = notify::inbox(&mut sql, id("an"), &InboxFilter::default(), 10).await.unwrap();
        assert_eq!((ans.len(), ans[0].behalf), (1, None));
        drop(sql);
        // Addressed and standing in: told once, in their own name.
        house.post(&["an", "binh"], &notice(Kind::Awaiting, "awaiting:2")).await;
        assert_eq!(house.unread("binh").await, 2);
        // After its last day the delegation is over.
        house.clock.set(Millis::start_of("2026-06-22".parse().unwrap()).plus(9 * 3_600_000));
        house.post(&["an"], &notice(Kind::Awaiting, "awaiting:3")).await;
        assert_eq!((house.unread("an").await, house.unread("binh").await), (3, 2));
    }
}

#[tokio::test]
async fn who_left_hears_nothing_but_their_stand_in_does() {
    for house in houses("2026-06-19").await {
        let day = "2026-06-19".parse().unwrap();
        let delegate = Delegate { from: id("an"), to: id("binh"), valid_from: day, valid_to: day };
        org::delegate(house.store(), &house.ctx, delegate).await.unwrap();
        org::deactivate_person(house.store(), &house.ctx, id("an")).await.unwrap();
        house.post(&["an"], &notice(Kind::Overdue, "overdue:1")).await;
        assert_eq!((house.unread("an").await, house.unread("binh").await), (0, 1));
        assert_eq!(house.messages().await.len(), 1);
    }
}

#[tokio::test]
async fn choices_are_kept_to_and_what_must_be_heard_stays() {
    for house in houses("2026-06-19").await {
        let an = house.of("an");
        let mut mine = Choices { mail: Reach::Digest, ..Choices::default() };
        notify::choose(house.store(), &an, mine.clone()).await.unwrap();
        house.post(&["an"], &notice(Kind::Returned, "returned:1")).await;
        assert!(house.messages().await.is_empty(), "by digest only");
        mine = Choices { kinds: [(Kind::Assigned, When::Off)].into(), ..Choices::default() };
        notify::choose(house.store(), &an, mine.clone()).await.unwrap();
        house.post(&["an"], &notice(Kind::Assigned, "assigned:1")).await;
        assert!(house.messages().await.is_empty());
        assert_eq!(house.unread("an").await, 2);
        let kept = notify::choices(&mut house.store().read().await.unwrap(), id("an")).await.unwrap();
        assert_eq!(kept, mine);
        mine.kinds.insert(Kind::Overdue, When::Off);
        let refused = notify::choose(house.store(), &an, mine).await.unwrap_err();
        assert_eq!((refused.kind, refused.field), (FaultKind::Invalid, Some("kinds")));
        let nobody = notify::choose(house.store(), &house.ctx, Choices::default()).await.unwrap_err();
        assert_eq!(nobody.kind, FaultKind::Forbidden);
    }
}

#[tokio::test]
async fn reading_marks_only_ones_own_and_only_what_was_shown() {
    for house in houses("2026-06-19").await {
        for key in ["1", "2", "3"] {
            house.post(&["an", "binh"], &notice(Kind::Mention, key)).await;
            house.clock.set(house.ctx.now().plus(1000));
        }
        let (an, binh) = (house.of("an"), house.of("binh"));
        let all = notify::inbox(&mut house.store().read().await.unwrap(), id("an"), &InboxFilter::default(), 2)
            .await
            .unwrap();
        assert_eq!(all.iter().map(|n| n.about.as_str()).collect::<Vec<_>>(), ["task:3", "task:2"]);
        let older = InboxFilter { before: Some((all[1].created_at, all[1].id)), ..Default::default() };
        let rest = notify::inbox(&mut house.store().read().await.unwrap(), id("an"), &older, 10).await.unwrap();
        assert_eq!(rest.len(), 1);
        assert_eq!(notify::mark_read(house.store(), &binh, vec![all[0].id]).await.unwrap(), 0);
        assert_eq!(notify::open(house.store(), &binh, all[0].id).await.unwrap_err().kind, FaultKind::NotFound);
        assert_eq!(notify::open(house.store(), &an, all[0].id).await.unwrap().path, "/tasks/3");
        assert_eq!(house.unread("an").await, 2);
        assert_eq!(notify::mark_all_read(house.store(), &an, rest[0].created_at).await.unwrap(), 1);
        let unread = InboxFilter { unread: true, ..Default::default() };
        let left = notify::inbox(&mut house.store().read().await.unwrap(), id("an"), &unread, 10).await.unwrap();
        assert_eq!(left[0].about, "task:2");
        assert_eq!(house.unread("binh").await, 3);
    }
}

#[tokio::test]
async fn a_hundred_and_fifty_people_are_told_together() {
    for house in houses("2026-06-19").await {
        let names: Vec<String> = (0..150).map(|n| format!("p{n:03}")).collect();
        for name in &names {
            house.person(name).await;
        }
        let to: Vec<&str> = names.iter().map(String::as_str).collect();
        house.post(&to, &notice(Kind::Assigned, "assigned:all")).await;
        assert_eq!(house.messages().await.len(), 150);
        // An operation that fails tells nobody.
        let (to, other) = (vec![id("an")], notice(Kind::Assigned, "assigned:never"));
        let failed = house.store().write(&house.ctx, move |tx| {
            Box::pin(async move {
                notify::post(tx, &to, &other).await?;
                Err::<(), _>(kernel::Fault::conflict("store-job-cancelled"))
            })
        });
        assert!(failed.await.is_err());
        assert_eq!((house.unread("an").await, house.messages().await.len()), (0, 150));
    }
}
