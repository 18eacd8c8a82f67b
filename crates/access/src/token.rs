//! API tokens: for programs that act in a person's name, with fewer rights than the person.
use std::{collections::BTreeSet, sync::Arc};

use kernel::{Action, Actor, Ctx, Day, Fault, Gate, Millis, PersonId, Resource, Result, TokenId, Via};
use serde::Serialize;
use serde_json::json;
use store::NewEvent;

use crate::{
    accounts::{Accounts, Client, actor_of, own_or_admin},
    cedar::ACTIONS,
    db,
    secret::{Secret, digest},
};

/// The mark by which scanners for leaked secrets know ours.
pub const PREFIX: &str = "bzn_";

/// A token as its owner may see it.
#[derive(Clone, Debug, Serialize)]
pub struct TokenRow {
    /// Its id.
    pub id: TokenId,
    /// In whose name it acts.
    pub person: PersonId,
    /// What it is for, in its owner's words.
    pub name: String,
    /// Its first letters, to tell it by.
    pub hint: String,
    /// The actions it may be used for.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Millis,
    /// When it is over.
    pub ends_at: Millis,
    /// When it was last used, to the minute.
    pub used_at: Option<Millis>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Millis>,
}

/// A token about to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// The actions it may be used for (see [`ACTIONS`]).
    pub scopes: Vec<String>,
    /// Its last day.
    pub last_day: Day,
}

/// Who comes with a token, and what the token may.
#[derive(Clone, Debug)]
pub struct TokenActor {
    /// The token.
    pub id: TokenId,
    /// Who acts; `via` is `Api`.
    pub actor: Actor,
    /// The actions it may be used for.
    pub scopes: BTreeSet<String>,
}
impl TokenActor {
    /// The policies narrowed to the token's scopes: for this request's context.
    #[must_use]
    pub fn gate(&self, policies: Arc<dyn Gate>) -> Arc<dyn Gate> {
        Arc::new(Scoped { policies, scopes: self.scopes.clone() })
    }
}

struct Scoped {
    policies: Arc<dyn Gate>,
    scopes: BTreeSet<String>,
}
impl Gate for Scoped {
    fn allows(&self, actor: &Actor, action: Action, resource: &Resource) -> bool {
        self.scopes.contains(action.0) && self.policies.allows(actor, action, resource)
    }
}

const TOUCH_MILLIS: i64 = 60_000;

impl Accounts {
    /// Makes a token in one's own name; the secret is shown once.
    ///
    /// # Errors
    /// `Invalid` without a name, for unknown scopes, or a last day that is past or too far off.
    pub async fn create_token(&self, ctx: &Ctx, new: NewToken) -> Result<(TokenId, Secret)> {
        let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
        let own = Resource { owner: Some(person), ..Resource::all("token") };
        ctx.require(crate::TOKEN_OWN, &own)?;
        let name = kernel::text::squeeze(&new.name);
        if name.is_empty() || name.chars().count() > 100 {
            return Err(Fault::invalid("access-token-name").field("name"));
        }
        if let Some(bad) = new.scopes.iter().find(|s| !ACTIONS.contains(&s.as_str())) {
            return Err(Fault::invalid("access-token-scope").arg("scope", bad).field("scopes"));
        }
        if new.scopes.is_empty() {
            return Err(Fault::invalid("access-token-no-scope").field("scopes"));
        }
        let farthest = ctx.today().plus_days(self.config.token_days);
        if new.last_day < ctx.today() || new.last_day > farthest {
            return Err(Fault::invalid("access-token-last-day").arg("farthest", farthest).field("last_day"));
        }
        let secret = Secret::new(PREFIX)?;
        let row = TokenRow {
            id: TokenId::new(),
            person,
            name,
            hint: secret[..PREFIX.len() + 4].to_owned(),
            scopes: new.scopes,
            created_at: ctx.now(),
            ends_at: Millis::start_of(new.last_day.plus_days(1)),
            used_at: None,
            revoked_at: None,
        };
        let (id, digested) = (row.id, digest(&secret));
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let facts = json!({ "token": row.id, "name": row.name, "scopes": row.scopes,
                        "last_day": new.last_day });
                    tx.append(NewEvent::new("token.created", person.subject(), facts)).await?;
                    db::add_token(tx, &digested, &row).await
                })
            })
            .await?;
        Ok((id, secret))
    }

    /// Who comes with this token; `None` when it is nobody's, over or revoked.
    ///
    /// # Errors
    /// When the store can't be reached.
    pub async fn token_actor(&self, secret: &str, client: &Client) -> Result<Option<TokenActor>> {
        if !secret.starts_with(PREFIX) {
            return Ok(None);
        }
        let (now, digested) = (self.clock.now(), digest(secret));
        let row = match self.tokens.get(&digested, now) {
            Ok(row) => row,
            Err(round) => {
                let found = db::token_by_digest(&mut self.store.read().await?, &digested).await?;
                let Some(row) = found else { return Ok(None) };
                self.tokens.put(digested.clone(), now, row.clone(), round);
                row
            }
        };
        if row.revoked_at.is_some() || now >= row.ends_at {
            return Ok(None);
        }
        let org = self.directories.now().await?;
        let Some(person) = org.person(row.person).filter(|p| p.active) else { return Ok(None) };
        if row.used_at.is_none_or(|used| now.0 - used.0 >= TOUCH_MILLIS) {
            self.tokens.touch(&digested, |row| row.used_at = Some(now));
            let (id, ctx) = (row.id, self.outside(client));
            self.store.write(&ctx, move |tx| Box::pin(async move { db::token_used(tx, id, now).await })).await?;
        }
        let actor = actor_of(&org, person, None, now.day(), Via::Api);
        Ok(Some(TokenActor { id: row.id, actor, scopes: row.scopes.into_iter().collect() }))
    }

    /// A person's tokens, newest first.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn tokens(&self, ctx: &Ctx, person: PersonId) -> Result<Vec<TokenRow>> {
        own_or_admin(ctx, person)?;
        db::tokens_of(&mut self.store.read().await?, person).await
    }

    /// Ends a token at once.
    ///
    /// # Errors
    /// `Forbidden` for somebody else's, `NotFound`.
    pub async fn revoke_token(&self, ctx: &Ctx, id: TokenId) -> Result<()> {
        let found = db::token(&mut self.store.read().await?, id).await?;
        let row = found.ok_or_else(|| Fault::not_found("access-no-such-token"))?;
        own_or_admin(ctx, row.person)?;
        let (person, name) = (row.person, row.name);
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let now = tx.ctx().now();
                    if db::revoke_token(tx, id, now).await? {
                        let facts = json!({ "token": id, "name": name });
                        tx.append(NewEvent::new("token.revoked", person.subject(), facts)).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        self.tokens.drop_if(|kept| kept.id == id);
        Ok(())
    }
}
