//! Signing in, being refused, being slowed.
use access::{Accounts, CODE_NEEDED, Client, totp};
use kernel::{Clock, FaultKind};

use crate::fixture::{PASSWORD, Place, client, person, places};

#[tokio::test]
async fn the_right_password_opens_and_everything_else_looks_the_same() {
    for place in places().await {
        let accounts = &place.accounts;
        let secret = accounts.sign_in(" TuPhap ", PASSWORD, None, &client()).await.unwrap();
        let session = accounts.session(&secret, &client()).await.unwrap().unwrap();
        assert_eq!(session.actor.person, Some(person("tuphap")));
        assert_eq!(session.actor.unit, Some(crate::fixture::unit("STP")));
        let again = accounts.sign_in("tuphap", PASSWORD, None, &client()).await.unwrap();
        assert_ne!(secret, again, "each sign-in has its own secret");
        let mut answers = Vec::new();
        // Wrong password, unknown name, account without password, endless text.
        for (name, password) in [
            ("tuphap", "sai mật khẩu rồi"),
            ("khongco", PASSWORD),
            ("lanhdao", PASSWORD),
            ("tuphap", &"đ".repeat(100_000)),
            ("lanhdao", ""),
        ] {
            let fault = accounts.sign_in(name, password, None, &client()).await.unwrap_err();
            answers.push((fault.kind, fault.say.id.into_owned(), fault.field));
        }
        org::deactivate_person(place.store(), &place.ctx, person("tuphap")).await.unwrap();
        let fault = accounts.sign_in("tuphap", PASSWORD, None, &client()).await.unwrap_err();
        answers.push((fault.kind, fault.say.id.into_owned(), fault.field));
        assert!(answers.iter().all(|a| *a == (FaultKind::Unauthenticated, "access-wrong".into(), Some("password"))));
        assert_eq!(place.events("session.opened").await.len(), 2);
        let refused = place.events("session.refused").await;
        assert_eq!(refused.len(), 6);
        let log: String = refused.iter().map(|e| format!("{}{}", e.subject, e.data)).collect();
        assert!(!log.contains("khongco") && !log.contains("sai mật"), "{log}");
        assert!(store::event::verify(place.store()).await.unwrap().broken_at.is_none());
    }
}

async fn wrong(accounts: &Accounts, name: &str, from: &Client) -> FaultKind {
    accounts.sign_in(name, "không phải mật khẩu này", None, from).await.unwrap_err().kind
}

#[tokio::test]
async fn guessing_an_account_is_slowed_and_a_restart_forgives_nothing() {
    for place in places().await {
        let from = |n: i32| Client { address: format!("10.0.0.{n}"), ..client() };
        for n in 0..6 {
            // Each from another address: it is the account that counts.
            assert_eq!(wrong(&place.accounts, "tuphap", &from(n)).await, FaultKind::Unauthenticated);
        }
        let restarted = place.restarted();
        let fault = restarted.sign_in("tuphap", PASSWORD, None, &from(9)).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::SlowDown, "even with the right password");
        assert_eq!(fault.say.args, [("seconds", kernel::Arg::Number(2))]);
        place.pass(2_000);
        assert_eq!(wrong(&restarted, "tuphap", &from(9)).await, FaultKind::Unauthenticated);
        place.pass(2_000);
        assert_eq!(wrong(&restarted, "tuphap", &from(9)).await, FaultKind::SlowDown, "now four seconds");
        place.pass(2_000);
        restarted.sign_in("tuphap", PASSWORD, None, &from(9)).await.unwrap();
        // Its owner came in: forgiven.
        assert_eq!(wrong(&restarted, "tuphap", &from(9)).await, FaultKind::Unauthenticated);
        assert_eq!(wrong(&restarted, "tuphap", &from(9)).await, FaultKind::Unauthenticated);
        assert_eq!(place.events("session.slowed").await.len(), 1);
    }
}

#[tokio::test]
async fn guessing_from_one_address_is_slowed_whatever_the_names() {
    for place in places().await {
        let mut kinds = Vec::new();
        for n in 0..23 {
            kinds.push(wrong(&place.accounts, &format!("name{n}"), &client()).await);
        }
        assert!(kinds[..21].iter().all(|k| *k == FaultKind::Unauthenticated));
        assert!(kinds[21..].iter().all(|k| *k == FaultKind::SlowDown));
        // Others are not hindered, and a success does not wash the address clean.
        let elsewhere = Client { address: "10.9.9.9".into(), ..client() };
        place.accounts.sign_in("tuphap", PASSWORD, None, &elsewhere).await.unwrap();
        place.pass(2_000);
        place.accounts.sign_in("tuphap", PASSWORD, None, &client()).await.unwrap();
        assert_eq!(wrong(&place.accounts, "name99", &client()).await, FaultKind::Unauthenticated);
        assert_eq!(wrong(&place.accounts, "name98", &client()).await, FaultKind::SlowDown);
        // Hours later it is forgotten; and swept away after a day.
        place.pass(2 * 3_600_000);
        assert_eq!(wrong(&place.accounts, "name97", &client()).await, FaultKind::Unauthenticated);
        place.pass(25 * 3_600_000);
        place.accounts.sweep(&place.ctx).await.unwrap();
        let mut sql = place.store().read().await.unwrap();
        let left = store::Sql::one(&mut sql, "SELECT COUNT(*) FROM throttle", vec![]).await.unwrap();
        assert_eq!(left.int(0).unwrap(), 0);
    }
}

#[tokio::test]
async fn many_guesses_at_once_gain_nothing() {
    for place in places().await {
        let tries = (0..12).map(|_| {
            let accounts = place.accounts.clone();
            tokio::spawn(async move { wrong(&accounts, "tuphap", &client()).await })
        });
        let mut answered = 0;
        for task in tries.collect::<Vec<_>>() {
            answered += usize::from(task.await.unwrap() == FaultKind::Unauthenticated);
        }
        assert_eq!(answered, 6);
    }
}

async fn with_totp(place: &Place) -> (String, Vec<String>) {
    let ctx = place.as_person("tuphap").await;
    let begun = place.accounts.totp_enrol(&ctx, "Bazan").await.unwrap();
    let wrong = place.accounts.totp_confirm(&ctx, "000000", None).await.unwrap_err();
    assert_eq!(wrong.kind, FaultKind::Invalid);
    let code = totp::current_code(&begun.key, place.clock.now());
    let codes = place.accounts.totp_confirm(&ctx, &code, None).await.unwrap();
    place.pass(60_000);
    (begun.key.reveal().to_owned(), codes.iter().map(|c| c.reveal().to_owned()).collect())
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_no_code_works_twice() {
    for place in places().await {
        let accounts = &place.accounts;
        let (key, recovery) = with_totp(&place).await;
        let ask = accounts.sign_in("tuphap", PASSWORD, None, &client()).await.unwrap_err();
        assert_eq!((ask.kind, &*ask.say.id), (FaultKind::Unauthenticated, CODE_NEEDED));
        // Whoever has not the password is not even asked.
        let fault = accounts.sign_in("tuphap", "sai mật khẩu rồi", None, &client()).await.unwrap_err();
        assert_eq!(&*fault.say.id, "access-wrong");
        let code = totp::current_code(&key, place.clock.now());
        let fault = accounts.sign_in("tuphap", "sai mật khẩu rồi", Some(&code), &client()).await.unwrap_err();
        assert_eq!(&*fault.say.id, "access-wrong");
        accounts.sign_in("tuphap", PASSWORD, Some(&code), &client()).await.unwrap();
        let replay = accounts.sign_in("tuphap", PASSWORD, Some(&code), &client()).await.unwrap_err();
        assert_eq!(&*replay.say.id, "access-wrong-code");
        // The step before is over too, once a later one was used.
        let earlier = totp::current_code(&key, place.clock.now().plus(-30_000));
        assert!(accounts.sign_in("tuphap", PASSWORD, Some(&earlier), &client()).await.is_err());
        assert_eq!(recovery.len(), 10);
        let typed = recovery[0].to_lowercase().replace('-', " ");
        accounts.sign_in("tuphap", PASSWORD, Some(&typed), &client()).await.unwrap();
        assert!(accounts.sign_in("tuphap", PASSWORD, Some(&recovery[0]), &client()).await.is_err());
        let ctx = place.as_person("tuphap").await;
        let factors = accounts.factors(&ctx, person("tuphap")).await.unwrap();
        assert_eq!((factors.totp, factors.recovery_codes), (true, 9));
        let methods: Vec<_> =
            place.events("session.opened").await.iter().map(|e| e.facts()["method"].clone()).collect();
        assert_eq!(methods, ["recovery", "totp"]);
    }
}

#[tokio::test]
async fn guessing_codes_is_slowed_though_the_password_is_right() {
    for place in places().await {
        with_totp(&place).await;
        let mut refused = 0;
        for _ in 0..10 {
            // Asking for the code in between must not wash the count away.
            let ask = place.accounts.sign_in("tuphap", PASSWORD, None, &client()).await.unwrap_err();
            let guess = place.accounts.sign_in("tuphap", PASSWORD, Some("123456"), &client()).await.unwrap_err();
            if ask.kind == FaultKind::SlowDown || guess.kind == FaultKind::SlowDown {
                break;
            }
            refused += 1;
        }
        assert_eq!(refused, 6);
    }
}

#[tokio::test]
async fn a_second_factor_is_given_up_only_with_the_password_or_by_an_administrator() {
    for place in places().await {
        with_totp(&place).await;
        let ctx = place.as_person("tuphap").await;
        let again = place.accounts.totp_enrol(&ctx, "Bazan").await.unwrap_err();
        assert_eq!(again.kind, FaultKind::Conflict);
        assert!(place.accounts.totp_disable(&ctx, "sai mật khẩu rồi", &client()).await.is_err());
        place.accounts.totp_disable(&ctx, PASSWORD, &client()).await.unwrap();
        place.sign_in("tuphap").await;
        with_totp(&place).await;
        assert_eq!(place.accounts.totp_reset(&ctx, person("tuphap")).await.unwrap_err().kind, FaultKind::Forbidden);
        let admin = place.as_person("quantri").await;
        place.accounts.totp_reset(&admin, person("tuphap")).await.unwrap();
        place.sign_in("tuphap").await;
    }
}
