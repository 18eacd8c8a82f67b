//! Sessions: how they end, whose they are, for whom they act.
use access::Client;
use kernel::{FaultKind, Post};
use org::Delegate;

use crate::fixture::{client, person, places, unit};

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn sessions_end_by_idleness_by_age_and_never_live_on_a_made_up_secret() {
    for place in places().await {
        let accounts = &place.accounts;
        let secret = place.sign_in("tuphap").await;
        assert!(accounts.session("made-up", &client()).await.unwrap().is_none());
        assert!(accounts.session("", &client()).await.unwrap().is_none());
        for _ in 0..14 {
            place.pass(50 * MINUTE);
            assert!(accounts.session(&secret, &client()).await.unwrap().is_some(), "in use it stays");
        }
        place.pass(21 * MINUTE);
        assert!(accounts.session(&secret, &client()).await.unwrap().is_none(), "twelve hours are the end");
        let idle = place.sign_in("tuphap").await;
        place.pass(60 * MINUTE);
        assert!(accounts.session(&idle, &client()).await.unwrap().is_none());
        assert!(place.restarted().session(&idle, &client()).await.unwrap().is_none());
        place.pass(24 * 60 * MINUTE);
        accounts.sweep(&place.ctx).await.unwrap();
        let mut sql = place.store().read().await.unwrap();
        let left = store::Sql::one(&mut sql, "SELECT COUNT(*) FROM session", vec![]).await.unwrap();
        assert_eq!(left.int(0).unwrap(), 0);
    }
}

#[tokio::test]
async fn the_store_holds_no_secret() {
    for place in places().await {
        let secret = place.sign_in("tuphap").await;
        let mut sql = place.store().read().await.unwrap();
        let rows = store::Sql::rows(&mut sql, "SELECT digest FROM session", vec![]).await.unwrap();
        assert!(rows.iter().all(|r| r.text(0).unwrap() != secret && r.text(0).unwrap().len() == 64));
        let events = store::event::list(&mut sql, &Default::default(), 1000).await.unwrap();
        assert!(events.iter().all(|e| !e.data.contains(&secret)));
    }
}

#[tokio::test]
async fn a_secret_in_another_browser_ends_the_session() {
    for place in places().await {
        let secret = place.sign_in("tuphap").await;
        let thief = Client { agent: "curl".into(), address: "203.0.113.9".into(), ..client() };
        assert!(place.accounts.session(&secret, &thief).await.unwrap().is_none());
        assert!(place.accounts.session(&secret, &client()).await.unwrap().is_none());
        let events = place.events("session.revoked").await;
        assert_eq!(events[0].facts()["reason"], "other-browser");
    }
}

#[tokio::test]
async fn what_ends_here_ends_at_once() {
    for place in places().await {
        let accounts = &place.accounts;
        let (one, two, three) =
            (place.sign_in("tuphap").await, place.sign_in("tuphap").await, place.sign_in("tuphap").await);
        let ctx = place.as_person("tuphap").await;
        let id = accounts.session(&one, &client()).await.unwrap().unwrap().id;
        accounts.sign_out(&ctx, id).await.unwrap();
        assert!(accounts.session(&one, &client()).await.unwrap().is_none());
        accounts.sign_out(&ctx, id).await.unwrap();
        assert_eq!(accounts.sessions(&ctx, person("tuphap")).await.unwrap().len(), 2);
        let keep = accounts.session(&two, &client()).await.unwrap().unwrap().id;
        assert_eq!(accounts.revoke_sessions(&ctx, person("tuphap"), Some(keep)).await.unwrap(), 1);
        assert!(accounts.session(&three, &client()).await.unwrap().is_none());
        assert!(accounts.session(&two, &client()).await.unwrap().is_some());
        // Whoever leaves is out with the next request, whatever is cached.
        org::deactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        assert!(accounts.session(&two, &client()).await.unwrap().is_none());
        // And whoever changes posts has the new ones.
        org::reactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        org::give_posts(place.store(), &place.ctx, person("tuphap"), vec![Post::Head]).await.unwrap();
        let now = accounts.session(&two, &client()).await.unwrap().unwrap();
        assert_eq!(now.actor.posts, [Post::Head]);
    }
}

#[tokio::test]
async fn nobody_ends_or_sees_another_s_sessions_but_an_administrator() {
    for place in places().await {
        let accounts = &place.accounts;
        let secret = place.sign_in("tuphap").await;
        let id = accounts.session(&secret, &client()).await.unwrap().unwrap().id;
        for other in ["daumoi", "lanhdao", "giamdoc"] {
            let ctx = place.as_person(other).await;
            assert_eq!(accounts.revoke_session(&ctx, id).await.unwrap_err().kind, FaultKind::Forbidden);
            assert_eq!(accounts.sign_out(&ctx, id).await.unwrap_err().kind, FaultKind::Forbidden);
            assert!(accounts.sessions(&ctx, person("tuphap")).await.is_err());
            assert!(accounts.revoke_sessions(&ctx, person("tuphap"), None).await.is_err());
            assert!(accounts.act_for(&ctx, id, None).await.is_err());
        }
        accounts.revoke_session(&place.as_person("quantri").await, id).await.unwrap();
        assert!(accounts.session(&secret, &client()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn standing_in_lasts_as_long_as_the_delegation_and_never_makes_an_administrator() {
    for place in places().await {
        let accounts = &place.accounts;
        let secret = place.sign_in("tuphap").await;
        let ctx = place.as_person("tuphap").await;
        let id = accounts.session(&secret, &client()).await.unwrap().unwrap().id;
        let fault = accounts.act_for(&ctx, id, Some(person("lanhdao"))).await.unwrap_err();
        assert_eq!(&*fault.say.id, "access-no-delegation");
        let posts = vec![Post::Leader, Post::Admin];
        org::give_posts(place.store(), &place.ctx, person("lanhdao"), posts).await.unwrap();
        let day = |text: &str| text.parse().unwrap();
        let (from, to) = (person("lanhdao"), person("tuphap"));
        let days = Delegate { from, to, valid_from: day("2026-08-03"), valid_to: day("2026-08-03") };
        org::delegate(place.store(), &place.ctx, days).await.unwrap();
        accounts.act_for(&ctx, id, Some(from)).await.unwrap();
        let actor = accounts.session(&secret, &client()).await.unwrap().unwrap().actor;
        assert_eq!((actor.person, actor.on_behalf_of), (Some(to), Some(from)));
        assert_eq!((actor.unit, &actor.posts[..]), (Some(unit("UBND")), &[Post::Leader][..]));
        accounts.act_for(&ctx, id, None).await.unwrap();
        assert_eq!(accounts.session(&secret, &client()).await.unwrap().unwrap().actor.on_behalf_of, None);
        accounts.act_for(&ctx, id, Some(from)).await.unwrap();
        // Midnight: the delegation is over, the session is its owner's again.
        place.clock.set(kernel::Millis::start_of(day("2026-08-04")).plus(-1));
        let late = place.sign_in("tuphap").await;
        let late_id = accounts.session(&late, &client()).await.unwrap().unwrap().id;
        accounts.act_for(&ctx, late_id, Some(from)).await.unwrap();
        place.pass(1);
        let actor = accounts.session(&late, &client()).await.unwrap().unwrap().actor;
        assert_eq!((actor.on_behalf_of, actor.unit), (None, Some(unit("STP"))));
    }
}
