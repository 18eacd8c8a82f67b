//! What there is to tell: the kinds of notices, what each asks of its reader, and what is kept of
//! one on its way out.
use kernel::{Fault, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What the reader is asked for; the digest is grouped by it, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Something of theirs is late.
    Overdue,
    /// Something came back to be mended.
    Returned,
    /// Something is due within the week.
    Due,
    /// Somebody waits for their answer.
    Awaiting,
    /// To know.
    New,
}
impl Ask {
    /// All of them, in the order of a digest.
    pub const ALL: [Self; 5] = [Self::Overdue, Self::Returned, Self::Due, Self::Awaiting, Self::New];
    /// The word in message ids: `notify-ask-overdue`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Returned => "returned",
            Self::Due => "due",
            Self::Awaiting => "awaiting",
            Self::New => "new",
        }
    }
}

/// When a kind of notice leaves the program; inside it is seen at once, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// By a message of its own.
    AtOnce,
    /// In the day's digest.
    Digest,
    /// Not at all.
    Off,
}
impl When {
    /// The word in forms and message ids.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Digest => "digest",
            Self::Off => "off",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::AtOnce, Self::Digest, Self::Off].into_iter().find(|w| w.word() == word)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal asks $ask:ident facts [$($fact:literal)*];)*) => {
        /// Kinds of notices. The text of one is the Fluent message `notify-<word>` with the facts
        /// named here (a missing one is shown as a dash); its short name `notify-kind-<word>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$doc])* $name,)* }
        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// The word stored and used in message ids.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
            /// What it asks of its reader.
            #[must_use]
            pub fn ask(self) -> Ask {
                match self { $(Self::$name => Ask::$ask,)* }
            }
            /// The arguments of its message.
            #[must_use]
            pub fn facts(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($fact,)*],)* }
            }
        }
    };
}
kinds! {
    /// A task was given to their unit or to them.
    Assigned "assigned" asks New facts ["title" "unit" "due" "by"];
    /// A report came back with a reason.
    Returned "returned" asks Returned facts ["title" "unit" "by" "reason"];
    /// The last day passed. Of many at once: `count`, `title` their first names, `due` the earliest
    /// day, `units` where they are of several; so for the next two kinds and [`Self::Unconfirmed`].
    Overdue "overdue" asks Overdue facts ["title" "unit" "due" "count" "units"];
    /// The last day is near.
    DueSoon "due_soon" asks Due facts ["title" "unit" "due" "count" "units"];
    /// Something beneath them stayed late and now is theirs to push.
    Escalated "escalated" asks Overdue facts ["title" "unit" "due" "count" "units"];
    /// A report waits too long for confirmation. `due`: since when.
    Unconfirmed "unconfirmed" asks Awaiting facts ["title" "unit" "due" "count" "units"];
    /// Somebody waits for their confirmation or decision.
    Awaiting "awaiting" asks Awaiting facts ["title" "unit" "by"];
    /// A report of theirs was confirmed.
    Confirmed "confirmed" asks New facts ["title" "unit" "by"];
    /// A request to extend a deadline was made or decided. `outcome`: asked, granted, refused.
    Extension "extension" asks New facts ["title" "unit" "due" "to" "outcome"];
    /// A periodic check-in of a recurring task is open. `due`: its last day.
    CheckIn "check_in" asks Due facts ["title" "unit" "due"];
    /// Somebody named them in a comment.
    Mention "mention" asks New facts ["title" "by" "text"];
    /// Something they watch changed. `text`: what, in the writer's words or a document's number.
    Watched "watched" asks New facts ["title" "by" "text"];
    /// A task was withdrawn or changed by a document.
    Withdrawn "withdrawn" asks New facts ["title" "unit" "by"];
    /// A letter was sent to their unit. `title`: number and subject.
    Letter "letter" asks New facts ["title" "unit" "due"];
    /// Feedback, a proposal or an initiative needs an answer from them.
    Feedback "feedback" asks Due facts ["title" "unit" "due"];
    /// A meeting's conclusion concerns them.
    Meeting "meeting" asks New facts ["title" "unit" "due"];
}
impl Kind {
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.word() == word)
    }
    /// May it leave the program by a message of its own? Only a new assignment, a return and an
    /// overdue task may: everything else would nag.
    #[must_use]
    pub fn may_be_at_once(self) -> bool {
        matches!(self, Self::Assigned | Self::Returned | Self::Overdue)
    }
    /// May a person choose not to be told outside the program?
    #[must_use]
    pub fn may_be_off(self) -> bool {
        !matches!(self, Self::Returned | Self::Overdue)
    }
    /// When it leaves, unless the person chose otherwise.
    #[must_use]
    pub fn usually(self) -> When {
        if self.may_be_at_once() { When::AtOnce } else { When::Digest }
    }
}

/// Something to tell people.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What kind of thing.
    pub kind: Kind,
    /// Tells it from every other: the same person is told the same key once, for ever. Put into it
    /// what makes it new: `overdue:<line>:<due>`, `returned:<line>:<mark>`.
    pub key: String,
    /// What it is about, as events name their subject: `task:…`.
    pub subject: String,
    /// The page that shows it: `/tasks/…`.
    pub path: String,
    /// Arguments of the message; days as `YYYY-MM-DD`. See [`Kind::facts`].
    pub facts: Json,
}

/// A notice on its way out, as the outbox keeps it (shape [`Told::SHAPE`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// What kind of thing.
    pub kind: Kind,
    /// Arguments of the message.
    pub facts: Json,
    /// What it is about.
    pub about: String,
    /// The page that shows it.
    pub path: String,
    /// The name of whom the reader stands in for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behalf: Option<String>,
}
impl Told {
    /// The outbox's word for such a body.
    pub const SHAPE: &'static str = "notice";
    /// Reads a body back.
    ///
    /// # Errors
    /// `Internal` when it is none.
    pub fn read(body: &str) -> Result<Self> {
        serde_json::from_str(body).map_err(Fault::internal)
    }
}

/// The outbox's word for a message that only tries a way out; its body is empty.
pub const TEST_SHAPE: &str = "test";

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn words_read_back_and_serde_agrees() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        for when in [When::AtOnce, When::Digest, When::Off] {
            assert_eq!(serde_json::to_value(when).unwrap(), when.word());
        }
    }
    #[test]
    fn only_three_kinds_may_interrupt() {
        let at_once: Vec<_> = Kind::ALL.iter().filter(|k| k.usually() == When::AtOnce).collect();
        assert_eq!(at_once, [&Kind::Assigned, &Kind::Returned, &Kind::Overdue]);
    }
}
