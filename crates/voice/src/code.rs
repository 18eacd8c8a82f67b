//! The closed lists of this room. Their codes are stored and stand in addresses; their names are
//! messages `voice-<list>-<code>`.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $list:literal { $($(#[$each:meta])* $variant:ident $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }
        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The code that is stored and stands in addresses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
            /// Reads [`code`](Self::code) back.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.code() == code)
            }
            /// The id of its name in the Fluent files.
            #[must_use]
            pub fn message_id(self) -> &'static str {
                match self { $(Self::$variant => concat!("voice-", $list, "-", $code),)* }
            }
        }
    )*};
}
pub(crate) use codes;
codes! {
    /// What it is.
    Kind "kind" {
        /// *Phản ánh*: something is wrong.
        Feedback "feedback",
        /// *Kiến nghị*: something is asked for.
        Petition "petition",
        /// *Sáng kiến*: an idea that somebody has tried.
        Initiative "initiative",
        /// *Giải pháp*: a way to solve a named problem.
        Solution "solution",
    }
    /// What it is about.
    Field "field" {
        /// People and their training.
        Training "training",
        /// Machines and equipment for research and application.
        Equipment "equipment",
        /// Digital and technical infrastructure.
        Infrastructure "infrastructure",
        /// Public services and procedures.
        Services "services",
        /// Data and shared databases.
        Data "data",
        /// Information security, protection of data.
        Safety "safety",
        /// Rules, mechanisms, money.
        Policy "policy",
        /// Anything else.
        Other "other",
    }
    /// How it came in.
    Channel "channel" {
        /// The national intake system of Resolution 57.
        Portal "portal",
        /// The Front's portal, open day and night.
        Front "front",
        /// The call centre 1022.
        Hotline "hotline",
        /// In person.
        Counter "counter",
        /// By letter or official document.
        Document "document",
        /// At a meeting or dialogue.
        Meeting "meeting",
        /// In another way.
        Other "other",
    }
    /// Who sent it, in general: the name is personal data and kept apart.
    SenderKind "sender" {
        /// A citizen or a firm.
        Citizen "citizen",
        /// An officer.
        Officer "officer",
        /// A unit.
        Unit "unit",
    }
}
impl Kind {
    /// Initiatives and solutions are evaluated: accepted or not, with a score.
    #[must_use]
    pub fn is_evaluated(self) -> bool {
        matches!(self, Self::Initiative | Self::Solution)
    }
}
