//! Keys of second factors lie sealed in the store.
use access::{Accounts, totp};
use kernel::{Clock, FaultKind};
use store::{Sql, args};

use crate::fixture::{PASSWORD, Place, client, person, places, vault};

/// Sets up the second factor of `tuphap`; key and recovery codes.
async fn enrolled(place: &Place, accounts: &Accounts) -> (String, Vec<String>) {
    let ctx = place.as_person("tuphap").await;
    let key = accounts.totp_enrol(&ctx, "Bazan").await.unwrap().key.reveal().to_owned();
    let code = totp::current_code(&key, place.clock.now());
    let codes = accounts.totp_confirm(&ctx, &code, None).await.unwrap();
    place.pass(60_000);
    (key, codes.iter().map(|c| c.reveal().to_owned()).collect())
}
async fn come_in(accounts: &Accounts, code: &str) -> kernel::Result<()> {
    accounts.sign_in("tuphap", PASSWORD, Some(code), &client()).await.map(drop)
}
async fn stored(place: &Place) -> Vec<Option<String>> {
    let text = "SELECT totp_secret, totp_pending FROM credential WHERE person_id = $1";
    let row = place.store().read().await.unwrap().one(text, args![person("tuphap")]).await.unwrap();
    vec![row.opt_text(0).unwrap(), row.opt_text(1).unwrap()]
}

#[tokio::test]
async fn the_store_holds_no_key_that_makes_codes() {
    for place in places().await {
        let ctx = place.as_person("tuphap").await;
        let begun = place.accounts.totp_enrol(&ctx, "Bazan").await.unwrap();
        let pending = stored(&place).await[1].clone().unwrap();
        assert!(!pending.contains(begun.key.reveal()) && pending.starts_with("v1:"), "{pending}");
        let (key, _) = enrolled(&place, &place.accounts).await;
        let [Some(secret), None] = &stored(&place).await[..] else { panic!("no factor was set up") };
        assert!(!secret.contains(&key) && secret.starts_with("v1:"), "{secret}");
        come_in(&place.accounts, &totp::current_code(&key, place.clock.now())).await.unwrap();
    }
}

#[tokio::test]
async fn what_lay_open_is_sealed_at_the_next_start_and_still_works() {
    for place in places().await {
        let (key, _) = enrolled(&place, &place.accounts).await;
        // As the versions before left it.
        let (ctx, open) = (place.ctx.clone(), key.clone());
        let undo = "UPDATE credential SET totp_secret = $2, totp_pending = $2 WHERE person_id = $1";
        let args = args![person("tuphap"), open];
        place.store().write(&ctx, move |tx| Box::pin(async move { tx.exec(undo, args).await })).await.unwrap();
        assert_eq!(place.accounts.seal_open_keys(&ctx).await.unwrap(), 1);
        assert_eq!(place.accounts.seal_open_keys(&ctx).await.unwrap(), 0, "sealed twice");
        for text in stored(&place).await {
            assert!(text.is_some_and(|text| text.starts_with("v1:") && !text.contains(&key)));
        }
        let events = place.events("totp.sealed").await;
        assert!(events.len() == 1 && !events[0].data.contains(&key));
        come_in(&place.accounts, &totp::current_code(&key, place.clock.now())).await.unwrap();
        let officer = place.as_person("tuphap").await;
        assert_eq!(place.accounts.seal_open_keys(&officer).await.unwrap_err().kind, FaultKind::Forbidden);
    }
}

#[tokio::test]
async fn without_the_key_it_is_said_recovery_codes_work_and_an_administrator_can_reset() {
    for place in places().await {
        let (key, codes) = enrolled(&place, &place.accounts).await;
        assert_eq!(place.accounts.foreign_keys().await.unwrap(), 0);
        for (accounts, recovery) in [place.under(Some(vault("cd"))), place.under(None)].iter().zip(&codes) {
            assert_eq!(accounts.foreign_keys().await.unwrap(), 1);
            let code = totp::current_code(&key, place.clock.now());
            let fault = come_in(accounts, &code).await.unwrap_err();
            assert_eq!((fault.kind, &*fault.say.id), (FaultKind::Unavailable, "access-totp-other-key"));
            come_in(accounts, recovery).await.unwrap();
        }
        let other = place.under(Some(vault("cd")));
        let admin = place.as_person("quantri").await;
        other.totp_reset(&admin, person("tuphap")).await.unwrap();
        assert_eq!(other.foreign_keys().await.unwrap(), 0);
        other.sign_in("tuphap", PASSWORD, None, &client()).await.unwrap();
        // Set up again, it is sealed under the key that is here.
        let (key, _) = enrolled(&place, &other).await;
        come_in(&other, &totp::current_code(&key, place.clock.now())).await.unwrap();
        let ctx = place.as_person("daumoi").await;
        assert!(place.under(None).totp_enrol(&ctx, "Bazan").await.is_err(), "a key was kept open");
    }
}
