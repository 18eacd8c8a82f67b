//! Sessions: a random secret in the browser, its digest in the store, bound to the browser's name,
//! over after idleness or age, and endable from anywhere.
use kernel::{Actor, Ctx, Fault, Lang, Millis, PersonId, Resource, Result, SessionId, Via};
use serde::Serialize;
use serde_json::json;
use store::{NewEvent, Tx};

use crate::{
    accounts::{Accounts, Client, about, actor_of, own_or_admin},
    db,
    secret::{Secret, digest, same},
};

/// A session as the store holds it, and as its owner may see it.
#[derive(Clone, Debug, Serialize)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// For whom they stand in at the moment.
    pub behalf: Option<PersonId>,
    #[serde(skip)]
    pub(crate) agent_digest: String,
    /// What the browser calls itself, shortened.
    pub agent_name: String,
    /// The address it was opened from.
    pub address: String,
    /// `password`, `totp`, `recovery`, `oidc`.
    pub method: String,
    /// When it was opened.
    pub created_at: Millis,
    /// When it was last used, to the minute.
    pub seen_at: Millis,
    /// When it is over at the latest.
    pub ends_at: Millis,
}

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who acts in it; `via` is `Page`.
    pub actor: Actor,
    /// The language they read.
    pub lang: Lang,
}

/// Between two notes that a session is in use.
const TOUCH_MILLIS: i64 = 60_000;

impl Accounts {
    /// Opens a session within a sign-in's transaction.
    pub(crate) async fn open_in(
        &self,
        tx: &mut Tx,
        secret: &Secret,
        person: PersonId,
        method: &str,
        client: &Client,
    ) -> Result<()> {
        let now = tx.ctx().now();
        let row = SessionRow {
            id: SessionId::new(),
            person,
            behalf: None,
            agent_digest: digest(&client.agent),
            agent_name: client.agent.chars().take(120).collect(),
            address: client.address.clone(),
            method: method.to_owned(),
            created_at: now,
            seen_at: now,
            ends_at: now.plus(self.config.longest_hours * 3_600_000),
        };
        let facts = json!({ "session": row.id, "method": method, "address": client.address });
        tx.append(NewEvent::new("session.opened", person.subject(), facts)).await?;
        db::add_session(tx, &digest(secret), &row).await
    }

    /// Who comes with this secret; `None` when it is nobody's, over, or from another browser.
    /// Costs no SQL as long as it was looked up within the last half minute.
    ///
    /// # Errors
    /// When the store can't be reached.
    pub async fn session(&self, secret: &str, client: &Client) -> Result<Option<Session>> {
        let (now, digested) = (self.clock.now(), digest(secret));
        let row = match self.sessions.get(&digested, now) {
            Ok(row) => row,
            Err(round) => {
                let found = db::session_by_digest(&mut self.store.read().await?, &digested).await?;
                let Some(row) = found else { return Ok(None) };
                self.sessions.put(digested.clone(), now, row.clone(), round);
                row
            }
        };
        if now >= row.ends_at || now >= row.seen_at.plus(self.config.idle_minutes * 60_000) {
            return Ok(None);
        }
        if !same(&row.agent_digest, &digest(&client.agent)) {
            self.end_stolen(&row, client).await?;
            return Ok(None);
        }
        if now.0 - row.seen_at.0 >= TOUCH_MILLIS {
            self.sessions.touch(&digested, |row| row.seen_at = now);
            let id = row.id;
            let work = self.outside(client);
            self.store.write(&work, move |tx| Box::pin(async move { db::touch_session(tx, id, now).await })).await?;
        }
        let org = self.directories.now().await?;
        let Some(person) = org.person(row.person).filter(|p| p.active) else { return Ok(None) };
        let actor = actor_of(&org, person, row.behalf, now.day(), Via::Page);
        Ok(Some(Session { id: row.id, actor, lang: person.lang }))
    }

    /// A session's secret came from another browser: better its owner signs in again.
    async fn end_stolen(&self, row: &SessionRow, client: &Client) -> Result<()> {
        self.sessions.drop_if(|kept| kept.id == row.id);
        let (id, person, address) = (row.id, row.person, client.address.clone());
        let ctx = self.outside(client);
        self.store
            .write(&ctx, move |tx| {
                Box::pin(async move {
                    if db::end_session(tx, id).await? {
                        let facts = json!({ "session": id, "reason": "other-browser", "address": address });
                        tx.append(NewEvent::new("session.revoked", person.subject(), facts)).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Ends the session one is in.
    ///
    /// # Errors
    /// `Forbidden` for somebody else's.
    pub async fn sign_out(&self, ctx: &Ctx, id: SessionId) -> Result<()> {
        self.end(ctx, id, "session.closed").await
    }
    /// Ends one session: one's own, or anybody's as an administrator.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn revoke_session(&self, ctx: &Ctx, id: SessionId) -> Result<()> {
        self.end(ctx, id, "session.revoked").await
    }
    async fn end(&self, ctx: &Ctx, id: SessionId, kind: &'static str) -> Result<()> {
        let Some(row) = db::session(&mut self.store.read().await?, id).await? else { return Ok(()) };
        own_or_admin(ctx, row.person)?;
        self.sessions.drop_if(|kept| kept.id == id);
        let person = row.person;
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    if db::end_session(tx, id).await? {
                        tx.append(NewEvent::new(kind, person.subject(), json!({ "session": id }))).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        // A request that looked it up meanwhile may have put it back.
        self.sessions.drop_if(|kept| kept.id == id);
        Ok(())
    }
    /// Ends all of a person's sessions, but the one named.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn revoke_sessions(&self, ctx: &Ctx, person: PersonId, but: Option<SessionId>) -> Result<u64> {
        own_or_admin(ctx, person)?;
        let count = self
            .store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let count = db::end_sessions(tx, person, but).await?;
                    if count > 0 {
                        let facts = json!({ "count": count });
                        tx.append(NewEvent::new("session.revoked", person.subject(), facts)).await?;
                    }
                    Ok(count)
                })
            })
            .await?;
        self.forget_sessions(person, but);
        Ok(count)
    }
    pub(crate) fn forget_sessions(&self, person: PersonId, but: Option<SessionId>) {
        self.sessions.drop_if(|kept| kept.person == person && Some(kept.id) != but);
    }
    /// A person's live sessions, newest use first.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn sessions(&self, ctx: &Ctx, person: PersonId) -> Result<Vec<SessionRow>> {
        own_or_admin(ctx, person)?;
        let mut all = db::sessions_of(&mut self.store.read().await?, person).await?;
        let (now, idle) = (ctx.now(), self.config.idle_minutes * 60_000);
        all.retain(|s| now < s.ends_at && now < s.seen_at.plus(idle));
        Ok(all)
    }
    /// From now on the session acts for somebody who delegated to its owner, or again for its owner.
    ///
    /// # Errors
    /// `Forbidden` without a delegation for today.
    pub async fn act_for(&self, ctx: &Ctx, id: SessionId, whom: Option<PersonId>) -> Result<()> {
        let row = db::session(&mut self.store.read().await?, id).await?;
        let row = row.filter(|r| Some(r.person) == ctx.actor.person);
        let row = row.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
        let resource = Resource { kind: "session", id: id.to_string(), ..about(row.person) };
        ctx.require(org::PERSON_OWN, &resource)?;
        let org = self.directories.now().await?;
        let standing_in = org.on_behalf(row.person, ctx.today());
        if let Some(whom) = whom
            && !standing_in.iter().any(|p| p.id == whom)
        {
            return Err(Fault::forbidden("access-no-delegation"));
        }
        let name = whom.and_then(|id| org.person(id)).map(|p| p.name.clone()).unwrap_or_default();
        let person = row.person;
        self.store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    db::set_behalf(tx, id, whom).await?;
                    let kind = if whom.is_some() { "session.stands-in" } else { "session.own-again" };
                    let facts = json!({ "session": id, "whom": whom, "whom_name": name });
                    tx.append(NewEvent::new(kind, person.subject(), facts)).await.map(drop)
                })
            })
            .await?;
        self.sessions.drop_if(|kept| kept.id == id);
        Ok(())
    }
}
