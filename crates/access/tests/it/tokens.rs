//! API tokens: less than their owner, over when said.
use std::sync::Arc;

use access::NewToken;
use kernel::{Action, FaultKind, Resource, Via};

use crate::fixture::{client, person, places, unit};

fn token(scopes: &[&str]) -> NewToken {
    let scopes = scopes.iter().map(|s| (*s).to_owned()).collect();
    NewToken { name: "Phần mềm một cửa".into(), scopes, last_day: "2026-12-31".parse().unwrap() }
}

#[tokio::test]
async fn a_token_may_what_both_its_scopes_and_its_owner_may() {
    for place in places().await {
        let ctx = place.as_person("tuphap").await;
        let new = token(&["task.read", "task.report", "province.read"]);
        let (id, secret) = place.accounts.create_token(&ctx, new).await.unwrap();
        assert!(secret.starts_with("bzn_"));
        let found = place.accounts.token_actor(&secret, &client()).await.unwrap().unwrap();
        assert_eq!((found.id, found.actor.person, found.actor.via), (id, Some(person("tuphap")), Via::Api));
        let gate = found.gate(Arc::clone(&place.ctx.gate));
        let led = Resource { kind: "task", id: "1".into(), leads: vec![unit("STP")], ..Resource::default() };
        let may = |action| gate.allows(&found.actor, Action(action), &led);
        assert!(may("task.read") && may("task.report"));
        // In scope, but its owner may not; its owner may, but out of scope.
        assert!(!may("province.read"));
        assert!(place.ctx.gate.allows(&found.actor, Action("target.read"), &led) && !may("target.read"));
    }
}

#[tokio::test]
async fn tokens_end_by_day_by_revoking_and_with_their_owner() {
    for place in places().await {
        let accounts = &place.accounts;
        let ctx = place.as_person("tuphap").await;
        let (id, secret) = accounts.create_token(&ctx, token(&["task.read"])).await.unwrap();
        let known = async || accounts.token_actor(&secret, &client()).await.unwrap().is_some();
        assert!(known().await);
        place.clock.set(kernel::Millis::start_of("2027-01-01".parse().unwrap()).plus(-1));
        assert!(known().await);
        place.pass(1);
        assert!(!known().await);
        place.clock.set(kernel::Millis::start_of("2026-09-01".parse().unwrap()));
        org::deactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        assert!(!known().await);
        org::reactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        assert!(known().await);
        let other = place.as_person("daumoi").await;
        assert_eq!(accounts.revoke_token(&other, id).await.unwrap_err().kind, FaultKind::Forbidden);
        assert!(accounts.tokens(&other, person("tuphap")).await.is_err());
        accounts.revoke_token(&ctx, id).await.unwrap();
        assert!(!known().await);
        let listed = accounts.tokens(&ctx, person("tuphap")).await.unwrap();
        assert!(listed[0].revoked_at.is_some() && secret.starts_with(&listed[0].hint) && listed[0].hint.len() == 8);
        for made_up in ["", "bzn_", "bzn_AAAA", "xyz"] {
            assert!(accounts.token_actor(made_up, &client()).await.unwrap().is_none());
        }
    }
}

#[tokio::test]
async fn use_is_noted_at_most_once_a_minute() {
    for place in places().await {
        let ctx = place.as_person("tuphap").await;
        let (_, secret) = place.accounts.create_token(&ctx, token(&["task.read"])).await.unwrap();
        let used = async || place.accounts.tokens(&ctx, person("tuphap")).await.unwrap()[0].used_at;
        assert_eq!(used().await, None);
        place.accounts.token_actor(&secret, &client()).await.unwrap();
        let first = used().await.unwrap();
        place.pass(59_000);
        place.accounts.token_actor(&secret, &client()).await.unwrap();
        assert_eq!(used().await, Some(first));
        place.pass(1_000);
        place.accounts.token_actor(&secret, &client()).await.unwrap();
        assert_eq!(used().await, Some(first.plus(60_000)));
    }
}

#[tokio::test]
async fn a_token_without_end_name_or_sense_is_refused() {
    for place in places().await {
        let ctx = place.as_person("tuphap").await;
        let far = NewToken { last_day: "2028-01-01".parse().unwrap(), ..token(&["task.read"]) };
        let past = NewToken { last_day: "2026-08-02".parse().unwrap(), ..token(&["task.read"]) };
        let nameless = NewToken { name: " ".into(), ..token(&["task.read"]) };
        for (new, field) in [
            (far, "last_day"),
            (past, "last_day"),
            (nameless, "name"),
            (token(&["task.invented"]), "scopes"),
            (token(&[]), "scopes"),
        ] {
            let fault = place.accounts.create_token(&ctx, new).await.unwrap_err();
            assert_eq!((fault.kind, fault.field), (FaultKind::Invalid, Some(field)));
        }
        // The program has no name in which a token could act.
        assert!(place.accounts.create_token(&place.ctx, token(&["task.read"])).await.is_err());
    }
}
