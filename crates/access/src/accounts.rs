//! The accounts: what all parts of coming in share, and the actor a person becomes once inside.
use std::sync::Arc;

use kernel::{Actor, Clock, Ctx, Day, Fault, Gate, Lang, PersonId, Post, Resource, Result, Via};
use org::{Directories, Directory, Person};
use store::Store;

use crate::{cache::Cache, db, password::Hasher, session::SessionRow, token::TokenRow, vault::Vault};

/// How long things last, and what seals secrets.
#[derive(Clone, Debug)]
pub struct AccountsConfig {
    /// A session unused for so long is over.
    pub idle_minutes: i64,
    /// A session this old is over however much it is used.
    pub longest_hours: i64,
    /// An invitation not accepted within these days is void.
    pub invitation_days: i64,
    /// The longest life of an API token.
    pub token_days: i64,
    /// Seals what must be read back. Without one no second factor can be set up or checked.
    pub vault: Option<Vault>,
}
impl Default for AccountsConfig {
    fn default() -> Self {
        Self { idle_minutes: 60, longest_hours: 12, invitation_days: 7, token_days: 366, vault: None }
    }
}

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The address, as the server or its trusted proxy sees it; empty when unknown.
    pub address: String,
    /// The `User-Agent` header.
    pub agent: String,
    /// The request's trace.
    pub trace: String,
}

/// Coming in and what belongs to it. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pub(crate) store: Store,
    pub(crate) directories: Directories,
    pub(crate) config: AccountsConfig,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gate: Arc<dyn Gate>,
    pub(crate) hasher: Hasher,
    pub(crate) sessions: Arc<Cache<SessionRow>>,
    pub(crate) tokens: Arc<Cache<TokenRow>>,
}

impl Accounts {
    /// Accounts on a store.
    #[must_use]
    pub fn new(
        store: Store,
        directories: Directories,
        clock: Arc<dyn Clock>,
        gate: Arc<dyn Gate>,
        config: AccountsConfig,
    ) -> Self {
        let hasher = Hasher::new();
        Self { store, directories, config, clock, gate, hasher, sessions: Arc::default(), tokens: Arc::default() }
    }

    /// A context for what happens before there is an actor: nobody yet, from there.
    pub(crate) fn outside(&self, client: &Client) -> Ctx {
        self.context(Actor::program("", Via::Page), client)
    }
    pub(crate) fn context(&self, actor: Actor, client: &Client) -> Ctx {
        let (clock, gate) = (Arc::clone(&self.clock), Arc::clone(&self.gate));
        Ctx { actor, clock, gate, trace: client.trace.clone(), lang: Lang::Vi }
    }

    /// The active person, or nobody.
    pub(crate) async fn active(&self, id: PersonId) -> Result<Option<Person>> {
        Ok(self.directories.now().await?.person(id).filter(|p| p.active).cloned())
    }

    /// What seals secrets here.
    pub(crate) fn vault(&self) -> Result<&Vault> {
        self.config.vault.as_ref().ok_or_else(crate::vault::other_key)
    }

    /// Deletes what is over: old sessions, links, throttles, half-made sign-ins. For a daily job.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn sweep(&self, ctx: &Ctx) -> Result<()> {
        ctx.require(crate::SYSTEM_RUN, &Resource::all("system"))?;
        self.store.write(ctx, |tx| Box::pin(async move { db::sweep(tx).await })).await
    }
}

/// Who acts when this person comes in, for themselves or standing in for `behalf`.
pub(crate) fn actor_of(org: &Directory, person: &Person, behalf: Option<PersonId>, day: Day, via: Via) -> Actor {
    let standing_in = behalf.and_then(|id| org.on_behalf(person.id, day).into_iter().find(|p| p.id == id));
    let seat = standing_in.unwrap_or(person);
    // Whose unit was merged meanwhile acts for what it became, when that is one unit.
    let unit = match org.successors_on(seat.unit, day)[..] {
        [only] => only,
        _ => seat.unit,
    };
    let mut posts = seat.posts.clone();
    if standing_in.is_some() {
        // Running the system is a trust in one person: it is not passed on.
        posts.retain(|p| *p != Post::Admin);
    }
    Actor {
        person: Some(person.id),
        name: person.name.clone(),
        unit: Some(unit),
        block: org.unit(unit).map(|u| u.block),
        posts,
        on_behalf_of: standing_in.map(|p| p.id),
        via,
    }
}

/// A person as the thing acted on.
pub(crate) fn about(id: PersonId) -> Resource {
    Resource { kind: "person", id: id.to_string(), owner: Some(id), ..Resource::default() }
}

/// It is their own, or an administrator asks.
pub(crate) fn own_or_admin(ctx: &Ctx, id: PersonId) -> Result<()> {
    if ctx.may(org::PERSON_OWN, &about(id)) { Ok(()) } else { ctx.require(org::PERSON_CHANGE, &about(id)) }
}

/// The person who acts.
pub(crate) fn oneself(ctx: &Ctx) -> Result<PersonId> {
    let id = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    ctx.require(org::PERSON_OWN, &about(id))?;
    Ok(id)
}
