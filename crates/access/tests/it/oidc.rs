//! The single sign-on against a provider that sometimes lies.
use std::collections::BTreeMap;

use access::oidc::{Oidc, OidcBegun, OidcConfig};
use kernel::{Clock, FaultKind, Post};
use serde_json::{Value, json};

use crate::{
    fixture::{Place, client, person, places, unit},
    provider::{CLIENT_ID, Provider},
};

fn config(provider: &Provider) -> OidcConfig {
    OidcConfig {
        issuer: provider.issuer(),
        client_id: CLIENT_ID.into(),
        client_secret: Some("s".into()),
        redirect_url: "http://127.0.0.1:8600/sign-in/sso/back".into(),
        scopes: vec!["email".into(), "profile".into()],
        username_claim: Some("preferred_username".into()),
        by_verified_email: true,
        ..OidcConfig::default()
    }
}

struct Walk {
    oidc: Oidc,
    provider: Provider,
}
impl Walk {
    async fn new(place: &Place, change: impl FnOnce(&mut OidcConfig)) -> Self {
        let provider = Provider::start().await;
        let mut config = config(&provider);
        change(&mut config);
        Self { oidc: Oidc::new(config, place.accounts.clone()).unwrap(), provider }
    }
    async fn begin(&self) -> OidcBegun {
        self.oidc.begin("/tasks", &client()).await.unwrap()
    }
    /// The whole round trip; the person who came in, or the fault.
    async fn go(&self, place: &Place, claims: impl FnOnce(&mut Value)) -> Result<kernel::Actor, kernel::Fault> {
        let begun = self.begin().await;
        let (code, state) = self.provider.approve(&begun.url, place.clock.now().0, claims);
        let done = self.oidc.finish(&begun.browser, &state, &code, &client()).await?;
        assert_eq!(done.return_to, "/tasks");
        Ok(place.accounts.session(&done.secret, &client()).await.unwrap().unwrap().actor)
    }
}
type Lie = Box<dyn FnOnce(&mut Value)>;

fn named(name: &str) -> impl FnOnce(&mut Value) {
    let name = name.to_owned();
    move |claims| claims["preferred_username"] = json!(name)
}

#[tokio::test]
async fn a_known_name_comes_in_and_stays_linked() {
    for place in places().await {
        let walk = Walk::new(&place, |_| {}).await;
        let actor = walk.go(&place, named("tuphap")).await.unwrap();
        assert_eq!(actor.person, Some(person("tuphap")));
        // Renamed at the provider, the same subject stays the same person here.
        let actor = walk.go(&place, named("lanhdao")).await.unwrap();
        assert_eq!(actor.person, Some(person("tuphap")));
        assert_eq!(place.events("person.linked").await.len(), 1);
        assert_eq!(place.events("session.opened").await[0].facts()["method"], "oidc");
        assert_eq!(walk.provider.discoveries(), 1, "the provider's document is kept");
        org::deactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        let fault = walk.go(&place, named("tuphap")).await.unwrap_err();
        assert_eq!((fault.kind, &*fault.say.id), (FaultKind::Unauthenticated, "access-oidc-no-account"));
    }
}

#[tokio::test]
async fn tokens_that_lie_are_refused() {
    for place in places().await {
        let walk = Walk::new(&place, |_| {}).await;
        let now = place.clock.now().0 / 1000;
        let lies: Vec<(&str, Lie)> = vec![
            ("nonce", Box::new(|c| c["nonce"] = json!("another"))),
            ("no nonce", Box::new(|c| drop(c.as_object_mut().unwrap().remove("nonce")))),
            ("audience", Box::new(|c| c["aud"] = json!("another-client"))),
            ("two audiences", Box::new(|c| c["aud"] = json!([CLIENT_ID, "another-client"]))),
            ("issuer", Box::new(|c| c["iss"] = json!("http://127.0.0.1:1"))),
            ("expired", Box::new(move |c| c["exp"] = json!(now - 1))),
            ("unsigned", Box::new(|c| c["unsigned"] = json!(true))),
            ("other access token", Box::new(|c| c["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA"))),
        ];
        for (what, lie) in lies {
            let both = |c: &mut Value| {
                named("tuphap")(c);
                lie(c);
            };
            let fault = walk.go(&place, both).await.expect_err(what);
            assert_eq!((fault.kind, &*fault.say.id), (FaultKind::Unauthenticated, "access-oidc-failed"), "{what}");
        }
        walk.provider.sign_with_a_stranger_s_key();
        assert!(walk.go(&place, named("tuphap")).await.is_err());
        assert!(place.events("session.opened").await.is_empty());
        assert!(place.events("person.linked").await.is_empty());
    }
}

#[tokio::test]
async fn a_state_is_answered_once_in_the_browser_that_began_and_in_time() {
    for place in places().await {
        let walk = Walk::new(&place, |_| {}).await;
        let now = place.clock.now().0;
        let begun = walk.begin().await;
        let (code, state) = walk.provider.approve(&begun.url, now, named("tuphap"));
        let refused = async |browser: &str, state: &str, code: &str| {
            let fault = walk.oidc.finish(browser, state, code, &client()).await.unwrap_err();
            assert_eq!(&*fault.say.id, "access-oidc-failed");
        };
        let other = walk.begin().await;
        refused(&other.browser, &state, &code).await;
        refused(&begun.browser, "made-up", &code).await;
        refused("", &state, &code).await;
        walk.oidc.finish(&begun.browser, &state, &code, &client()).await.unwrap();
        let (second, _) = walk.provider.approve(&begun.url, now, named("tuphap"));
        refused(&begun.browser, &state, &second).await;
        // A code stolen from another sign-in does not fit this one's verifier.
        let (stolen, _) = walk.provider.approve(&walk.begin().await.url, now, named("tuphap"));
        let (_, state) = walk.provider.approve(&other.url, now, named("tuphap"));
        refused(&other.browser, &state, &stolen).await;
        let late = walk.begin().await;
        place.pass(10 * 60_000);
        let (code, state) = walk.provider.approve(&late.url, place.clock.now().0, named("tuphap"));
        refused(&late.browser, &state, &code).await;
    }
}

#[tokio::test]
async fn a_mail_address_links_only_when_verified_and_one_person_s() {
    for place in places().await {
        let mail = |address: &'static str, verified: bool| {
            move |c: &mut Value| {
                c["email"] = json!(address);
                c["email_verified"] = json!(verified);
            }
        };
        let off = Walk::new(&place, |c| c.by_verified_email = false).await;
        assert!(off.go(&place, mail("tuphap@example.vn", true)).await.is_err());
        let walk = Walk::new(&place, |c| c.username_claim = None).await;
        assert!(walk.go(&place, mail("tuphap@example.vn", false)).await.is_err());
        assert!(walk.go(&place, mail("nobody@example.vn", true)).await.is_err());
        // The name counts for nothing where the operator did not say so.
        assert!(walk.go(&place, named("tuphap")).await.is_err());
        let twice = org::ChangePerson { email: Some("tuphap@example.vn".into()), ..Default::default() };
        org::change_person(place.store(), &place.ctx, person("giamdoc"), twice).await.unwrap();
        assert!(walk.go(&place, mail("tuphap@example.vn", true)).await.is_err());
        org::deactivate_person(place.store(), &place.ctx, person("giamdoc")).await.unwrap();
        let actor = walk.go(&place, mail("TuPhap@example.vn", true)).await.unwrap();
        assert_eq!(actor.person, Some(person("tuphap")));
    }
}

#[tokio::test]
async fn nobody_is_created_unless_the_operator_says_where() {
    for place in places().await {
        let walk = Walk::new(&place, |_| {}).await;
        let fault = walk.go(&place, named("nguoimoi")).await.unwrap_err();
        assert_eq!(&*fault.say.id, "access-oidc-no-account");
        let open = Walk::new(&place, |c| c.create_in = Some(unit("STP"))).await;
        let actor = open.go(&place, named("nguoimoi")).await.unwrap();
        assert_eq!((actor.unit, actor.posts.len()), (Some(unit("STP")), 0));
        // Somebody closed out is not made anew under another subject.
        org::deactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        let other = |c: &mut Value| {
            named("tuphap")(c);
            c["sub"] = json!("sub-2");
        };
        assert!(open.go(&place, other).await.is_err());
    }
}

#[tokio::test]
async fn posts_follow_groups_and_what_groups_do_not_govern_stays() {
    for place in places().await {
        let walk = Walk::new(&place, |c| {
            c.groups_claim = Some("groups".into());
            c.posts_of_group =
                BTreeMap::from([("bazan-dau-moi".into(), Post::Focal), ("bazan-lanh-dao".into(), Post::Leader)]);
        })
        .await;
        let grouped = |groups: Value| {
            move |c: &mut Value| {
                named("tuphap")(c);
                c["groups"] = groups;
            }
        };
        let actor = walk.go(&place, grouped(json!(["bazan-dau-moi", "khac"]))).await.unwrap();
        assert_eq!(actor.posts, [Post::Officer, Post::Focal]);
        let actor = walk.go(&place, grouped(json!("bazan-lanh-dao"))).await.unwrap();
        assert_eq!(actor.posts, [Post::Officer, Post::Leader]);
        let actor = walk.go(&place, grouped(json!([]))).await.unwrap();
        assert_eq!(actor.posts, [Post::Officer]);
        let actor = walk.go(&place, named("tuphap")).await.unwrap();
        assert_eq!(actor.posts, [Post::Officer]);
    }
}

#[tokio::test]
async fn changed_keys_are_read_again_and_a_silent_provider_is_said() {
    for place in places().await {
        let walk = Walk::new(&place, |_| {}).await;
        walk.go(&place, named("tuphap")).await.unwrap();
        walk.provider.rotate_keys();
        walk.go(&place, named("tuphap")).await.unwrap();
        assert_eq!(walk.provider.discoveries(), 2);
        let silent = OidcConfig { issuer: "http://127.0.0.1:9".into(), ..config(&walk.provider) };
        let silent = Oidc::new(silent, place.accounts.clone()).unwrap();
        assert_eq!(silent.begin("/", &client()).await.unwrap_err().kind, FaultKind::Unavailable);
        for bad in ["not an address", "http://sso.lamdong.example"] {
            let bad = OidcConfig { issuer: bad.into(), ..config(&walk.provider) };
            assert_eq!(Oidc::new(bad, place.accounts.clone()).err().unwrap().kind, FaultKind::Invalid);
        }
    }
}
