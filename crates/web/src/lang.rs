//! The words as templates use them: messages, state words, addresses of assets.
use kernel::{Arg, Lang, Say};
use words::Words;

use crate::assets;

/// `l` in every template. Cheap to copy.
#[derive(Clone, Copy, Debug, Default)]
pub struct L(Words);

impl L {
    /// The words of that language.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        Self(Words::of(lang))
    }
    /// `vi` or `en`.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.0.code()
    }
    /// The language.
    #[must_use]
    pub fn language(&self) -> Lang {
        self.0.lang()
    }
    /// A message that is in no file is a mistake of ours: it is put between marks that the tests
    /// look for, and into the log.
    fn known(&self, id: &str, text: String) -> String {
        if text == id && !self.0.knows(id) {
            tracing::warn!(id, "a message is in no Fluent file");
            return format!("⟦{id}⟧");
        }
        text
    }
    /// A message without arguments.
    #[must_use]
    pub fn t(&self, id: &str) -> String {
        self.known(id, self.0.t(id))
    }
    /// A message with one argument.
    #[must_use]
    pub fn t1(&self, id: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.known(id, self.0.t1(id, name, value))
    }
    /// A message with two arguments.
    #[must_use]
    pub fn t2(&self, id: &str, n1: &'static str, v1: impl Into<Arg>, n2: &'static str, v2: impl Into<Arg>) -> String {
        self.known(id, self.0.t2(id, n1, v1, n2, v2))
    }
    /// A message with `$count`.
    #[must_use]
    pub fn tn(&self, id: &str, count: &i64) -> String {
        self.known(id, self.0.tn(id, *count))
    }
    /// The word of a code: message `prefix-code`, with `_` and `.` read as `-`.
    #[must_use]
    pub fn tk(&self, prefix: &str, code: &str) -> String {
        self.t(&format!("{prefix}-{}", code.replace(['_', '.'], "-")))
    }
    /// A message as rooms hand it over.
    #[must_use]
    pub fn say(&self, say: &Say) -> String {
        self.known(&say.id, self.0.say(say))
    }
    /// A message with arguments whose names are only known when it is read, such as an event's facts.
    #[must_use]
    pub fn with(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.known(id, self.0.with(id, args))
    }
    /// Is there such a message?
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.0.knows(id)
    }
    /// The address of an asset, with its hash: cacheable for ever.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }
}
