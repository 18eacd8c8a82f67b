//! Typed identifiers: a UUID (version 7, so that newer sorts after older) that knows what it names.
use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use uuid::Uuid;

use crate::fault::Fault;

/// Names a kind of thing; implemented by the marker types below.
pub trait Kind: 'static {
    /// The word used in event subjects and URLs, e.g. `task`.
    const WORD: &'static str;
}

/// An identifier of a `K`. Text form: the hyphenated lower-case UUID.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K: Kind> Id<K> {
    /// A new identifier. Uniqueness, not secrecy: tokens come from `access`.
    #[must_use]
    pub fn new() -> Self {
        Self(Uuid::now_v7(), PhantomData)
    }
    /// A stable identifier made from a name: the same name always gives the same identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        // FNV-1a over two seeds: sample data needs stability, not secrecy.
        let hash = |seed: u64| name.bytes().fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        let wide = (u128::from(hash(0xcbf2_9ce4_8422_2325)) << 64) | u128::from(hash(0x8422_2325_cbf2_9ce4));
        Self(uuid::Builder::from_custom_bytes(wide.to_be_bytes()).into_uuid(), PhantomData)
    }
    /// `kind:uuid`, the form in which events name their subject.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("{}:{}", K::WORD, self.0)
    }
}
impl<K: Kind> Default for Id<K> {
    fn default() -> Self {
        Self::new()
    }
}
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", K::WORD, self.0)
    }
}
impl<K: Kind> FromStr for Id<K> {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        Uuid::parse_str(text)
            .map(|u| Self(u, PhantomData))
            .map_err(|_| Fault::invalid("fault-id").arg("text", text).arg("kind", K::WORD))
    }
}
impl<K> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}
impl<'de, K: Kind> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Uuid::deserialize(d).map(|u| Self(u, PhantomData))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $marker:ident $alias:ident $word:literal;)*) => {$(
        #[doc = concat!("Marks identifiers of a ", $word, ".")]
        pub enum $marker {}
        impl Kind for $marker { const WORD: &'static str = $word; }
        $(#[$doc])*
        pub type $alias = Id<$marker>;
    )*};
}
kinds! {
    /// A unit of the political system: department, commune, body.
    UnitKind UnitId "unit";
    /// A person who may sign in or be named.
    PersonKind PersonId "person";
    /// An official document (*văn bản*).
    DocumentKind DocumentId "document";
    /// One edition of a document's content.
    EditionKind EditionId "edition";
    /// A task (*nhiệm vụ*).
    TaskKind TaskId "task";
    /// One member's line of progress on a task.
    LineKind LineId "line";
    /// A target (*chỉ tiêu*) set by a document.
    TargetKind TargetId "target";
    /// A stated actual value of a target.
    ActualKind ActualId "actual";
    /// A background job.
    JobKind JobId "job";
    /// A signed-in session.
    SessionKind SessionId "session";
    /// An API token.
    TokenKind TokenId "token";
    /// A draft of a read plan waiting for acceptance.
    DraftKind DraftId "draft";
    /// A link offered between two tasks or two targets.
    LinkKind LinkId "link";
    /// A message in the outbox.
    MessageKind MessageId "message";
    /// A notice to a person.
    NoticeKind NoticeId "notice";
    /// A subscription of another system to notices.
    WebhookKind WebhookId "webhook";
    /// A browser that takes pushed notices.
    PushKind PushId "push";
    /// A project or budget item whose money is followed.
    ProjectKind ProjectId "project";
    /// A stated amount of a project's money.
    FigureKind FigureId "figure";
    /// Something people said to the administration (*phản ánh, kiến nghị, sáng kiến, giải pháp*).
    VoiceKind VoiceId "voice";
}
