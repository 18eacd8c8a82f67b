//! Setting passwords, invitations by mail, and the second factor.
use kernel::{Ctx, Fault, PersonId, Resource, Result, SessionId};
use serde::Serialize;
use serde_json::json;
use store::NewEvent;

use crate::{
    accounts::{Accounts, Client, about, oneself, own_or_admin},
    db, password,
    secret::{self, Secret, digest},
    sign_in::recovery_digest,
    throttle::Throttle,
    totp,
    vault::Vault,
};

/// How somebody can prove who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Factors {
    /// There is a password.
    pub password: bool,
    /// A second factor is asked for.
    pub totp: bool,
    /// Unused recovery codes.
    pub recovery_codes: i64,
}

/// A second factor about to be set up: shown once, as text and as a QR code of `uri`.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The key in base 32, for typing.
    pub key: Secret,
    /// `otpauth://…`, for the QR code.
    pub uri: Secret,
}

/// The mail of an invitation, put into words by the caller. `{link}` in the body becomes the link.
#[derive(Clone, Debug)]
pub struct InviteMail {
    /// One line.
    pub subject: String,
    /// Plain text with `{link}` in it.
    pub body: String,
    /// What the link begins with, up to where the token goes: `https://…/invitation/`.
    pub link_base: String,
}

impl Accounts {
    /// Sets somebody's password: a command on the server, or an administrator. Their sessions end.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `Invalid` for a weak one.
    pub async fn set_password(&self, ctx: &Ctx, person: PersonId, new: &str) -> Result<()> {
        ctx.require(org::PERSON_CHANGE, &about(person))?;
        self.put_password(ctx, person, new, "password.set", None, None).await
    }

    /// Changes one's own password; all other sessions end.
    ///
    /// # Errors
    /// `Unauthenticated` when the old one is wrong, `SlowDown`, `Invalid` for a weak new one.
    pub async fn change_own_password(
        &self,
        ctx: &Ctx,
        old: &str,
        new: &str,
        keep: Option<SessionId>,
        client: &Client,
    ) -> Result<()> {
        let person = oneself(ctx)?;
        self.prove(ctx, person, old, client).await?;
        self.put_password(ctx, person, new, "password.changed", keep, None).await
    }

    /// The old password again, before something that matters; counted like a sign-in.
    async fn prove(&self, ctx: &Ctx, person: PersonId, password: &str, client: &Client) -> Result<()> {
        let username = self.username(person).await?;
        let throttle = Throttle::of(&username, client);
        let counting = throttle.clone();
        self.store.write(ctx, move |tx| Box::pin(async move { counting.begin(tx).await })).await?;
        let known = db::credential(&mut self.store.read().await?, person).await?.password;
        if !self.hasher.verify(password, known).await? {
            return Err(Fault::unauthenticated("access-wrong-old-password").field("old"));
        }
        self.store.write(ctx, move |tx| Box::pin(async move { throttle.take_back(tx).await })).await
    }

    async fn username(&self, person: PersonId) -> Result<String> {
        let found = self.directories.now().await?.person(person).map(|p| p.username.clone());
        found.ok_or_else(|| Fault::not_found("org-no-such-person"))
    }

    async fn put_password(
        &self,
        ctx: &Ctx,
        person: PersonId,
        new: &str,
        kind: &'static str,
        keep: Option<SessionId>,
        invitation: Option<String>,
    ) -> Result<()> {
        password::check(new, &self.username(person).await?)?;
        let phc = self.hasher.hash(new).await?;
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    if let Some(digest) = invitation {
                        let now = tx.ctx().now();
                        if !db::use_invitation(tx, &digest, now).await? {
                            return Err(Fault::not_found("access-invitation-void"));
                        }
                    }
                    let ended = db::end_sessions(tx, person, keep).await?;
                    let facts = json!({ "sessions_ended": ended });
                    let seq = tx.append(NewEvent::new(kind, person.subject(), facts)).await?;
                    db::set_password(tx, person, &phc, seq).await
                })
            })
            .await?;
        self.forget_sessions(person, keep);
        Ok(())
    }

    /// Writes somebody a mail with a link at which they choose a password; earlier links die.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` when they have no address or the text has no place for the link.
    pub async fn invite(&self, ctx: &Ctx, person: PersonId, mail: InviteMail) -> Result<()> {
        if !mail.body.contains("{link}") {
            return Err(Fault::invalid("access-invitation-without-link").field("body"));
        }
        self.make_invitation(ctx, person, Some(mail)).await.map(drop)
    }
    /// An invitation's token for handing over in person, where there is no mail.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`.
    pub async fn invitation_token(&self, ctx: &Ctx, person: PersonId) -> Result<Secret> {
        self.make_invitation(ctx, person, None).await
    }
    async fn make_invitation(&self, ctx: &Ctx, person: PersonId, mail: Option<InviteMail>) -> Result<Secret> {
        ctx.require(org::PERSON_CHANGE, &about(person))?;
        let whom = self.active(person).await?.ok_or_else(|| Fault::not_found("org-no-such-person"))?;
        if mail.is_some() && whom.email.is_empty() {
            return Err(Fault::invalid("access-no-address").arg("name", &whom.name).field("email"));
        }
        let token = Secret::new("")?;
        let (given, days) = (token.clone(), self.config.invitation_days);
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let (now, digested) = (tx.ctx().now(), digest(&given));
                    db::add_invitation(tx, &digested, person, now, now.plus(days * 86_400_000)).await?;
                    if let Some(mail) = mail {
                        let link = format!("{}{}", mail.link_base, given.reveal());
                        let body = mail.body.replace("{link}", &link);
                        let key = format!("invitation:{digested}");
                        tx.send(&key, "mail", &whom.email, &mail.subject, &body).await?;
                    }
                    let facts = json!({ "name": whom.name, "days": days });
                    tx.append(NewEvent::new("invitation.sent", person.subject(), facts)).await.map(drop)
                })
            })
            .await?;
        Ok(token)
    }
    /// For whom an invitation is, if it is still open: for greeting them on the page.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn invited(&self, token: &str) -> Result<Option<org::Person>> {
        let found = db::invited(&mut self.store.read().await?, &digest(token), self.clock.now()).await?;
        match found {
            Some(id) => self.active(id).await,
            None => Ok(None),
        }
    }
    /// Takes an invitation up with a password of one's choice; the link works once.
    ///
    /// # Errors
    /// `NotFound` when it was used or is over, `Invalid` for a weak password.
    pub async fn accept_invitation(&self, token: &str, password: &str, client: &Client) -> Result<PersonId> {
        let person = self.invited(token).await?.ok_or_else(|| Fault::not_found("access-invitation-void"))?;
        let org = self.directories.now().await?;
        let actor = crate::accounts::actor_of(&org, &person, None, self.clock.today(), kernel::Via::Page);
        let ctx = self.context(actor, client);
        self.put_password(&ctx, person.id, password, "invitation.accepted", None, Some(digest(token))).await?;
        Ok(person.id)
    }

    /// How somebody can prove who they are.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn factors(&self, ctx: &Ctx, person: PersonId) -> Result<Factors> {
        own_or_admin(ctx, person)?;
        let mut sql = self.store.read().await?;
        let has = db::credential(&mut sql, person).await?;
        let recovery_codes = db::recovery_codes_left(&mut sql, person).await?;
        Ok(Factors { password: has.password.is_some(), totp: has.totp_secret.is_some(), recovery_codes })
    }

    /// Begins to set up one's second factor; nothing changes until it is confirmed with a code.
    ///
    /// # Errors
    /// `Conflict` when there is one already.
    pub async fn totp_enrol(&self, ctx: &Ctx, issuer: &str) -> Result<Enrolment> {
        let person = oneself(ctx)?;
        let username = self.username(person).await?;
        let key = totp::to_base32(&secret::random::<20>()?);
        let pending = self.vault()?.seal(person, &key)?;
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    if db::credential(tx, person).await?.totp_secret.is_some() {
                        return Err(Fault::conflict("access-totp-already"));
                    }
                    db::set_totp_pending(tx, person, &pending).await
                })
            })
            .await?;
        let uri = Secret::from_text(totp::uri(&key, issuer, &username));
        Ok(Enrolment { key: Secret::from_text(key), uri })
    }
    /// Confirms the second factor with a code; returns ten recovery codes, shown once.
    ///
    /// # Errors
    /// `Invalid` for a wrong code, `Conflict` when nothing was begun.
    pub async fn totp_confirm(&self, ctx: &Ctx, code: &str, keep: Option<SessionId>) -> Result<Vec<Secret>> {
        let person = oneself(ctx)?;
        let codes = (0..10).map(|_| recovery_code()).collect::<Result<Vec<_>>>()?;
        let digests: Vec<String> = codes.iter().map(|c| recovery_digest(person, c)).collect();
        let (code, vault) = (code.to_owned(), self.vault()?.clone());
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let pending = db::credential(tx, person).await?.totp_pending;
                    let sealed = pending.ok_or_else(|| Fault::conflict("access-totp-not-begun"))?;
                    let key = vault.open(person, &sealed)?;
                    let step = totp::matching_step(&key, &code, tx.ctx().now(), 0);
                    let step = step.ok_or_else(|| Fault::invalid("access-wrong-code").field("code"))?;
                    let event = NewEvent::new("totp.enabled", person.subject(), json!({}));
                    let seq = tx.append(event).await?;
                    db::set_totp(tx, person, Some(&sealed), step, seq).await?;
                    for digest in &digests {
                        db::add_recovery_code(tx, person, digest).await?;
                    }
                    db::end_sessions(tx, person, keep).await.map(drop)
                })
            })
            .await?;
        self.forget_sessions(person, keep);
        Ok(codes)
    }
    /// Gives up one's second factor; the password is asked for again.
    ///
    /// # Errors
    /// `Unauthenticated` for a wrong password.
    pub async fn totp_disable(&self, ctx: &Ctx, password: &str, client: &Client) -> Result<()> {
        let person = oneself(ctx)?;
        self.prove(ctx, person, password, client).await?;
        self.drop_totp(ctx, person).await
    }
    /// Takes away somebody's second factor, when phone and recovery codes are lost.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn totp_reset(&self, ctx: &Ctx, person: PersonId) -> Result<()> {
        ctx.require(org::PERSON_CHANGE, &about(person))?;
        self.drop_totp(ctx, person).await
    }
    /// Seals keys that lie open in the store, as they did before there was a vault; returns how many
    /// people's. For the start of the program.
    ///
    /// # Errors
    /// `Forbidden`, or when the store can't be written.
    pub async fn seal_open_keys(&self, ctx: &Ctx) -> Result<usize> {
        ctx.require(crate::SYSTEM_RUN, &Resource::all("system"))?;
        let vault = self.vault()?.clone();
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let open = db::open_keys(tx, crate::vault::MARK).await?;
                    let seal = |whose, key: Option<String>| match key {
                        Some(key) if !key.starts_with(crate::vault::MARK) => vault.seal(whose, &key).map(Some),
                        other => Ok(other),
                    };
                    for (whose, secret, pending) in &open {
                        let (secret, pending) = (seal(*whose, secret.clone())?, seal(*whose, pending.clone())?);
                        db::put_keys(tx, *whose, secret.as_deref(), pending.as_deref()).await?;
                    }
                    if !open.is_empty() {
                        let facts = json!({ "count": open.len() });
                        tx.append(NewEvent::new("totp.sealed", "system:", facts)).await?;
                    }
                    Ok(open.len())
                })
            })
            .await
    }
    /// How many people's second factors this installation can't check: they were sealed under a key
    /// that is not here.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn foreign_keys(&self) -> Result<i64> {
        // Without a vault every sealed key is foreign.
        let prefix = self.config.vault.as_ref().map_or_else(|| "-".to_owned(), Vault::prefix);
        db::foreign_keys(&mut self.store.read().await?, crate::vault::MARK, &prefix).await
    }
    async fn drop_totp(&self, ctx: &Ctx, person: PersonId) -> Result<()> {
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let seq = tx.append(NewEvent::new("totp.disabled", person.subject(), json!({}))).await?;
                    db::set_totp(tx, person, None, 0, seq).await
                })
            })
            .await
    }
}

/// 80 random bits in four groups, easy to read off paper.
fn recovery_code() -> Result<Secret> {
    let text = totp::to_base32(&secret::random::<10>()?);
    Ok(Secret::from_text(format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..])))
}
