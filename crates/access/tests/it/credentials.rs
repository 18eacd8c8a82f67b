//! Passwords set and changed, invitations by mail.
use access::InviteMail;
use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
use kernel::FaultKind;
use store::Sql;

use crate::fixture::{PASSWORD, client, person, places};

fn mail() -> InviteMail {
    InviteMail {
        subject: "Mời".into(),
        body: "Mở {link} để đặt mật khẩu.".into(),
        link_base: "https://bazan.example/invitation/".into(),
    }
}

#[tokio::test]
async fn one_s_own_password_changes_with_the_old_one_and_ends_other_sessions() {
    for place in places().await {
        let accounts = &place.accounts;
        let (here, there) = (place.sign_in("tuphap").await, place.sign_in("tuphap").await);
        let ctx = place.as_person("tuphap").await;
        let keep = accounts.session(&here, &client()).await.unwrap().unwrap().id;
        let new = "hồ Xuân Hương sương sớm";
        let change =
            async |old: &str, new: &str| accounts.change_own_password(&ctx, old, new, Some(keep), &client()).await;
        assert_eq!(change("sai mật khẩu rồi", new).await.unwrap_err().kind, FaultKind::Unauthenticated);
        assert_eq!(change(PASSWORD, "ngắn").await.unwrap_err().kind, FaultKind::Invalid);
        change(PASSWORD, new).await.unwrap();
        assert!(accounts.session(&here, &client()).await.unwrap().is_some());
        assert!(accounts.session(&there, &client()).await.unwrap().is_none());
        assert!(accounts.sign_in("tuphap", PASSWORD, None, &client()).await.is_err());
        accounts.sign_in("tuphap", new, None, &client()).await.unwrap();
        assert_eq!(place.events("password.changed").await.len(), 1);
    }
}

#[tokio::test]
async fn the_old_password_can_not_be_guessed_from_an_open_session() {
    for place in places().await {
        let ctx = place.as_person("tuphap").await;
        let mut kinds = Vec::new();
        for _ in 0..7 {
            let guess = place.accounts.change_own_password(&ctx, "đoán mò thôi mà", "x", None, &client()).await;
            kinds.push(guess.unwrap_err().kind);
        }
        assert_eq!(kinds[5..], [FaultKind::Unauthenticated, FaultKind::SlowDown]);
    }
}

#[tokio::test]
async fn only_an_administrator_sets_another_s_password() {
    for place in places().await {
        for other in ["daumoi", "lanhdao", "giamdoc"] {
            let ctx = place.as_person(other).await;
            let fault = place.accounts.set_password(&ctx, person("tuphap"), PASSWORD).await.unwrap_err();
            assert_eq!(fault.kind, FaultKind::Forbidden);
            assert!(place.accounts.invite(&ctx, person("tuphap"), mail()).await.is_err());
            assert!(place.accounts.factors(&ctx, person("tuphap")).await.is_err());
        }
        let admin = place.as_person("quantri").await;
        let made = place.accounts.make_password(&admin, person("lanhdao")).await.unwrap();
        place.accounts.sign_in("lanhdao", &made, None, &client()).await.unwrap();
        let fault = place.accounts.set_password(&admin, person("tuphap"), "Matkhau@2026").await.unwrap_err();
        assert_eq!(&*fault.say.id, "access-password-common");
        place.accounts.set_password(&admin, person("tuphap"), "sương sớm trên hồ").await.unwrap();
    }
}

#[tokio::test]
async fn an_invitation_goes_out_by_mail_and_works_once() {
    for place in places().await {
        let accounts = &place.accounts;
        let admin = place.as_person("quantri").await;
        accounts.invite(&admin, person("lanhdao"), mail()).await.unwrap();
        accounts.invite(&admin, person("lanhdao"), mail()).await.unwrap();
        let outbox = store::outbox::list(&mut place.store().read().await.unwrap(), 10).await.unwrap();
        assert_eq!(outbox.len(), 2);
        let token_of = |m: &store::outbox::Message| {
            let rest = m.body.split_once("/invitation/").unwrap().1;
            rest.split(' ').next().unwrap().to_owned()
        };
        let mut open = Vec::new();
        for message in &outbox {
            assert_eq!(message.recipient, "lanhdao@example.vn");
            if accounts.invited(&token_of(message)).await.unwrap().is_some() {
                open.push(token_of(message));
            }
        }
        assert_eq!(open.len(), 1, "a new link ends the earlier one");
        let token = &open[0];
        let weak = accounts.accept_invitation(token, "12345678910", &client()).await.unwrap_err();
        assert_eq!(weak.kind, FaultKind::Invalid);
        accounts.accept_invitation(token, PASSWORD, &client()).await.unwrap();
        accounts.sign_in("lanhdao", PASSWORD, None, &client()).await.unwrap();
        let again = accounts.accept_invitation(token, PASSWORD, &client()).await.unwrap_err();
        assert_eq!(again.kind, FaultKind::NotFound);
        let events = place.events("invitation").await;
        assert_eq!(events.len(), 3);
        assert_eq!(events[0].actor, person("lanhdao").to_string());
        assert!(events.iter().all(|e| !e.data.contains(token)));
    }
}

#[tokio::test]
async fn an_invitation_is_void_after_its_days_or_without_its_person() {
    for place in places().await {
        let token = place.accounts.invitation_token(&place.ctx, person("lanhdao")).await.unwrap();
        place.pass(7 * 86_400_000);
        assert!(place.accounts.accept_invitation(&token, PASSWORD, &client()).await.is_err());
        let token = place.accounts.invitation_token(&place.ctx, person("lanhdao")).await.unwrap();
        org::deactivate_person(place.store(), &place.ctx, person("lanhdao")).await.unwrap();
        assert!(place.accounts.accept_invitation(&token, PASSWORD, &client()).await.is_err());
        let fault =
            place.accounts.invite(&place.ctx, person("giamdoc"), InviteMail { body: "x".into(), ..mail() }).await;
        assert_eq!(&*fault.unwrap_err().say.id, "access-invitation-without-link");
    }
}

#[tokio::test]
async fn a_weaker_hash_is_renewed_when_its_owner_comes() {
    for place in places().await {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).unwrap());
        let weak = weak.hash_password_with_salt(PASSWORD.as_bytes(), b"0123456789abcdef").unwrap().to_string();
        let sql = "UPDATE credential SET password = $1";
        place
            .store()
            .write(&place.ctx, move |tx| Box::pin(async move { tx.exec(sql, store::args![weak]).await.map(drop) }))
            .await
            .unwrap();
        let stored = async || {
            let sql = "SELECT password FROM credential WHERE person_id = $1";
            let mut reader = place.store().read().await.unwrap();
            reader.one(sql, store::args![person("tuphap")]).await.unwrap().text(0).unwrap()
        };
        assert!(stored().await.contains("m=1024"));
        assert!(place.accounts.sign_in("tuphap", "sai mật khẩu rồi", None, &client()).await.is_err());
        assert!(stored().await.contains("m=1024"));
        place.sign_in("tuphap").await;
        assert!(stored().await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        place.sign_in("tuphap").await;
    }
}
