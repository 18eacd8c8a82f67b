//! Signing in with a password and, where it is set up, a second factor. Whoever is refused learns
//! nothing about why: unknown name, wrong password and closed account look and last the same.
use kernel::{Ctx, Fault, PersonId, Result, Via};
use org::Person;
use serde_json::json;
use store::NewEvent;

use crate::{
    accounts::{Accounts, Client, actor_of},
    db,
    password::Hasher,
    secret::{Secret, digest},
    throttle::Throttle,
    totp,
};

/// The message of a fault that asks for the second factor: the password was right.
pub const CODE_NEEDED: &str = "access-code-needed";

/// What proves the second factor.
enum Second {
    None,
    Step(i64),
    Recovery(String),
}
impl Second {
    fn method(&self) -> &'static str {
        match self {
            Self::None => "password",
            Self::Step(_) => "totp",
            Self::Recovery(_) => "recovery",
        }
    }
}

impl Accounts {
    /// Signs in; returns the new session's secret for the cookie.
    ///
    /// # Errors
    /// `Unauthenticated`: [`CODE_NEEDED`] when the password was right and the account has a second
    /// factor, else always the same message; `SlowDown` after too many tries.
    pub async fn sign_in(&self, username: &str, password: &str, code: Option<&str>, client: &Client) -> Result<Secret> {
        let username = username.trim().to_lowercase();
        let throttle = Throttle::of(&username, client);
        let outside = self.outside(client);
        let counting = throttle.clone();
        self.store.write(&outside, move |tx| Box::pin(async move { counting.begin(tx).await })).await?;
        let org = self.directories.now().await?;
        let person = org.by_username(&username).cloned();
        // Looked up for an unknown name too: the same steps whoever asks.
        let whose = person.as_ref().map_or_else(PersonId::new, |p| p.id);
        let credential = db::credential(&mut self.store.read().await?, whose).await?;
        // However long the text, the hash's work is the same; what can't be a password is not tried.
        let typed = if password.chars().count() > crate::password::LONGEST { "" } else { password };
        let fits = self.hasher.verify(typed, credential.password.clone()).await?;
        let Some(person) = person.filter(|p| fits && p.active) else {
            let known = org.by_username(&username).map(|p| p.id);
            return Err(self.refuse(&outside, known, "password", client).await?);
        };
        let second = match (&credential.totp_secret, code.map(str::trim).filter(|c| !c.is_empty())) {
            (None, _) => Second::None,
            (Some(_), None) => {
                let counted = throttle.clone();
                self.store.write(&outside, move |tx| Box::pin(async move { counted.take_back(tx).await })).await?;
                return Err(Fault::unauthenticated(CODE_NEEDED).field("code"));
            }
            (Some(secret), Some(code)) => {
                let step = match self.vault().and_then(|vault| vault.open(person.id, secret)) {
                    Ok(key) => totp::matching_step(&key, code, self.clock.now(), credential.totp_step),
                    // Recovery codes need no key: with them people come in all the same.
                    Err(_) if looks_like_recovery(code) => None,
                    Err(fault) => return Err(fault),
                };
                match step {
                    Some(step) => Second::Step(step),
                    None => Second::Recovery(recovery_digest(person.id, code)),
                }
            }
        };
        match self.open(&person, second, throttle, client).await? {
            Some(secret) => {
                self.renew_hash(&outside, person.id, password, credential.password).await?;
                Ok(secret)
            }
            None => Err(self.refuse(&outside, Some(person.id), "code", client).await?),
        }
    }

    /// Uses the second factor up and opens the session, both or neither.
    async fn open(
        &self,
        person: &Person,
        second: Second,
        throttle: Throttle,
        client: &Client,
    ) -> Result<Option<Secret>> {
        let secret = Secret::new("")?;
        let org = self.directories.now().await?;
        let ctx = self.context(actor_of(&org, person, None, self.clock.today(), Via::Page), client);
        let (accounts, client, given, id) = (self.clone(), client.clone(), secret.clone(), person.id);
        let opened = self
            .store
            .write(&ctx, move |tx| {
                Box::pin(async move {
                    let proven = match &second {
                        Second::None => true,
                        Second::Step(step) => db::use_step(tx, id, *step).await?,
                        Second::Recovery(digest) => db::use_recovery_code(tx, id, digest).await?,
                    };
                    if proven {
                        throttle.succeed(tx).await?;
                        accounts.open_in(tx, &given, id, second.method(), &client).await?;
                    }
                    Ok(proven)
                })
            })
            .await?;
        Ok(opened.then_some(secret))
    }

    /// Notes the refusal; the fault to answer with.
    async fn refuse(&self, ctx: &Ctx, known: Option<PersonId>, reason: &'static str, client: &Client) -> Result<Fault> {
        // An unknown name is not written down: it may be a password typed into the wrong field.
        let subject = known.map_or_else(|| "person:".to_owned(), |id| id.subject());
        let facts = json!({ "reason": reason, "address": client.address });
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move { tx.append(NewEvent::new("session.refused", subject, facts)).await.map(drop) })
            })
            .await?;
        let id = if reason == "code" { "access-wrong-code" } else { "access-wrong" };
        Ok(Fault::unauthenticated(id).field(if reason == "code" { "code" } else { "password" }))
    }

    async fn renew_hash(&self, ctx: &Ctx, person: PersonId, password: &str, phc: Option<String>) -> Result<()> {
        let Some(old) = phc.filter(|phc| Hasher::is_old(phc)) else { return Ok(()) };
        let new = self.hasher.hash(password).await?;
        self.store.write(ctx, move |tx| Box::pin(async move { db::rehash(tx, person, &old, &new).await })).await
    }
}

/// Six digits are a code of the moment; anything longer was read off paper.
fn looks_like_recovery(code: &str) -> bool {
    code.chars().filter(char::is_ascii_alphanumeric).count() > 8
}

/// A recovery code as stored: with its owner, whatever blanks and dashes were typed.
pub(crate) fn recovery_digest(person: PersonId, code: &str) -> String {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    digest(&format!("{person}:{}", bare.to_uppercase()))
}
