//! The operation context: who acts, for whom, when, and what they may do. The first argument of
//! every operation.
use std::sync::Arc;

use crate::{
    day::Day,
    fault::{Fault, Result},
    id::{PersonId, UnitId},
    time::{Clock, Millis},
};

/// The four blocks of the political system (*bốn khối*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Khối Đảng.
    Party,
    /// Khối Hội đồng nhân dân.
    Council,
    /// Khối Ủy ban nhân dân.
    Government,
    /// Khối Mặt trận Tổ quốc.
    Front,
}
impl Block {
    /// The word stored and used in policies.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Council => "council",
            Self::Government => "government",
            Self::Front => "front",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Party, Self::Council, Self::Government, Self::Front].into_iter().find(|b| b.word() == word)
    }
}

/// What a person is in their unit; policies speak of posts, not of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// Reports progress for the unit (*chuyên viên*).
    Officer,
    /// Answers for the unit (*người đứng đầu*).
    Head,
    /// Works in the focal department: imports plans, confirms, reports up (*cơ quan đầu mối*).
    Focal,
    /// Sees the whole province (*lãnh đạo tỉnh*).
    Leader,
    /// Runs the system (*quản trị hệ thống*); has no part in tasks.
    Admin,
}
impl Post {
    /// The word stored and used in policies.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Focal => "focal",
            Self::Leader => "leader",
            Self::Admin => "admin",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Officer, Self::Head, Self::Focal, Self::Leader, Self::Admin].into_iter().find(|p| p.word() == word)
    }
}

/// The way an action came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A page, in a signed-in session.
    Page,
    /// The API, with a token.
    Api,
    /// The command line on the server itself.
    Command,
    /// A background job.
    Job,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The person; `None` for the program itself (migration, command line, job).
    pub person: Option<PersonId>,
    /// The name as events show it.
    pub name: String,
    /// The unit the person acts for.
    pub unit: Option<UnitId>,
    /// That unit's block.
    pub block: Option<Block>,
    /// The person's posts in that unit.
    pub posts: Vec<Post>,
    /// Whom they stand in for, under a delegation.
    pub on_behalf_of: Option<PersonId>,
    /// How the action came in.
    pub via: Via,
}
impl Actor {
    /// The program itself, e.g. a command on the server. Policies allow it everything.
    #[must_use]
    pub fn program(name: &str, via: Via) -> Self {
        Self { person: None, name: name.to_owned(), unit: None, block: None, posts: vec![], on_behalf_of: None, via }
    }
    /// Does the actor hold that post?
    #[must_use]
    pub fn is(&self, post: Post) -> bool {
        self.posts.contains(&post)
    }
}

/// Something done to something, as policies name it: `task.report`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action(pub &'static str);

/// What the action is done to, as far as policies need to know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// `task`, `document`, `unit`, `province`…
    pub kind: &'static str,
    /// Its id, or empty for the collection.
    pub id: String,
    /// Units that lead it (may change it).
    pub leads: Vec<UnitId>,
    /// Units that have a part in it (may see it).
    pub parts: Vec<UnitId>,
    /// The block it belongs to.
    pub block: Option<Block>,
    /// The person whose it is.
    pub owner: Option<PersonId>,
}
impl Resource {
    /// The collection of that kind.
    #[must_use]
    pub fn all(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }
}

/// Decides; `access` implements it with Cedar policies.
pub trait Gate: Send + Sync {
    /// May this actor do this to that?
    fn allows(&self, actor: &Actor, action: Action, resource: &Resource) -> bool;
    /// The rules in force as they are written, by file: for people to read.
    fn texts(&self) -> Vec<(String, String)> {
        vec![]
    }
}

/// Language of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

/// The context of one operation.
#[derive(Clone)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// The injected clock.
    pub clock: Arc<dyn Clock>,
    /// The policies.
    pub gate: Arc<dyn Gate>,
    /// Ties log lines and events of one request together.
    pub trace: String,
    /// For messages.
    pub lang: Lang,
}
impl Ctx {
    /// Now, by the injected clock.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.clock.now()
    }
    /// Today in Vietnam.
    #[must_use]
    pub fn today(&self) -> Day {
        self.clock.today()
    }
    /// May the actor?
    #[must_use]
    pub fn may(&self, action: Action, resource: &Resource) -> bool {
        self.gate.allows(&self.actor, action, resource)
    }
    /// The actor may, or `Forbidden`.
    ///
    /// # Errors
    /// `Forbidden` when no policy allows it.
    pub fn require(&self, action: Action, resource: &Resource) -> Result<()> {
        if self.may(action, resource) { Ok(()) } else { Err(Fault::forbidden("fault-forbidden")) }
    }
}

/// A gate that lets everything pass; for tests of rooms below `access`.
#[derive(Debug, Clone, Copy)]
pub struct OpenGate;
impl Gate for OpenGate {
    fn allows(&self, _: &Actor, _: Action, _: &Resource) -> bool {
        true
    }
}
