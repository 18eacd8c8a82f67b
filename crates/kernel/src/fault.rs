//! What can go wrong, said once: a closed kind for machines, a Fluent message for people, and the
//! cause for the log. One type for all rooms (docs/adr/0002): the closed set of messages is the
//! Fluent file, and `tidy` checks that every message named in code is in it.
use std::{borrow::Cow, fmt};

/// A result of an operation.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// A value put into a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Text, shown as it is.
    Text(String),
    /// A whole number, formatted for the reader's language.
    Number(i64),
}
impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<String> for Arg {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<&String> for Arg {
    fn from(v: &String) -> Self {
        Self::Text(v.clone())
    }
}
impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Self::Number(v)
    }
}
impl From<i32> for Arg {
    fn from(v: i32) -> Self {
        Self::Number(v.into())
    }
}
impl From<u32> for Arg {
    fn from(v: u32) -> Self {
        Self::Number(v.into())
    }
}
impl From<usize> for Arg {
    fn from(v: usize) -> Self {
        Self::Number(i64::try_from(v).unwrap_or(i64::MAX))
    }
}
impl From<crate::Day> for Arg {
    fn from(v: crate::Day) -> Self {
        Self::Text(v.vietnamese())
    }
}

/// A message to a person: a Fluent id and its arguments, put into words by `words`.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// The message's id in the Fluent files.
    pub id: Cow<'static, str>,
    /// Named arguments.
    pub args: Vec<(&'static str, Arg)>,
}
impl Say {
    /// A message without arguments yet.
    #[must_use]
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), args: Vec::new() }
    }
    /// With one more argument.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// The closed list of what an outcome means to a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The input is wrong; the message says where and how to mend it. HTTP 422.
    Invalid,
    /// Not signed in. HTTP 401.
    Unauthenticated,
    /// Signed in, not allowed. HTTP 403.
    Forbidden,
    /// No such thing, or none that this actor may know of. HTTP 404.
    NotFound,
    /// Somebody changed it first, or it is already so. HTTP 409.
    Conflict,
    /// Too big. HTTP 413.
    TooLarge,
    /// Not a format we read. HTTP 415.
    Unsupported,
    /// Too many tries. HTTP 429.
    SlowDown,
    /// Something we need is down; try again. HTTP 503.
    Unavailable,
    /// Our mistake. HTTP 500; the cause is in the log, never in the answer.
    Internal,
}

/// What went wrong.
pub struct Fault {
    /// For machines.
    pub kind: FaultKind,
    /// For people: names the file, the place and the remedy where there is one.
    pub say: Say,
    /// The form field it is about, if it is about one.
    pub field: Option<&'static str>,
    /// For the log only.
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

macro_rules! makers {
    ($($(#[$doc:meta])* $name:ident $kind:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(id: &'static str) -> Self { Self::new(FaultKind::$kind, id) }
    )*};
}
impl Fault {
    /// A fault of a kind with a message.
    #[must_use]
    pub fn new(kind: FaultKind, id: &'static str) -> Self {
        Self { kind, say: Say::new(id), field: None, cause: None }
    }
    makers! {
        /// The input is wrong.
        invalid Invalid;
        /// Not signed in.
        unauthenticated Unauthenticated;
        /// Not allowed.
        forbidden Forbidden;
        /// No such thing.
        not_found NotFound;
        /// Changed meanwhile, or already so.
        conflict Conflict;
        /// Too big.
        too_large TooLarge;
        /// Not a format we read.
        unsupported Unsupported;
        /// Too many tries.
        slow_down SlowDown;
        /// Something we need is down.
        unavailable Unavailable;
    }
    /// Our mistake, or the machine's; the cause goes to the log.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut fault = Self::new(FaultKind::Internal, "fault-internal");
        fault.cause = Some(cause.into());
        fault
    }
    /// With an argument for its message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.say = self.say.arg(name, value);
        self
    }
    /// About one form field.
    #[must_use]
    pub fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
    /// With its cause, for the log.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.kind, self.say.id)?;
        for (name, value) in &self.say.args {
            match value {
                Arg::Text(t) => write!(f, " {name}={t:?}")?,
                Arg::Number(n) => write!(f, " {name}={n}")?,
            }
        }
        Ok(())
    }
}
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        if let Some(cause) = &self.cause {
            write!(f, " because {cause}")?;
        }
        Ok(())
    }
}
impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|c| c as _)
    }
}
