//! Where one stands, decided here and nowhere else, from its marks and the day that is asked about.
use kernel::{Day, UnitId, VoiceId};

use crate::{code::codes, mark::MarkKind};

codes! {
    /// Where it stands.
    State "state" {
        /// Taken in, not yet given to anybody.
        Received "received",
        /// Given back by the unit it was assigned to.
        GivenBack "given-back",
        /// With a unit.
        Processing "processing",
        /// The unit's answer waits for approval.
        Drafted "drafted",
        /// The approved answer waits to be sent.
        Approved "approved",
        /// Answered.
        Answered "answered",
        /// Not taken up, with a reason.
        Declined "declined",
        /// The same as another one.
        Merged "merged",
    }
    /// How it stands against its deadline.
    Timing "timing" {
        /// Answered on or before the last day.
        OnTime "on-time",
        /// Answered after it.
        Late "late",
        /// Open, and the last day passed.
        Overdue "overdue",
        /// Open, with three working days or fewer left.
        DueSoon "due-soon",
        /// Open, with time.
        Open "open",
        /// Has no deadline: not assigned, declined or merged.
        Free "free",
    }
}
impl State {
    /// Nothing more is to be done by anybody.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Answered | Self::Declined | Self::Merged)
    }
    /// What a mark makes of it; `None` where the mark does not fit.
    #[must_use]
    pub fn after(self, mark: MarkKind) -> Option<Self> {
        use MarkKind as M;
        match (self, mark) {
            (Self::Received | Self::GivenBack, M::Assigned) => Some(Self::Processing),
            (Self::Processing | Self::Drafted | Self::Approved, M::Transferred) => Some(Self::Processing),
            (Self::Processing | Self::Drafted, M::GivenBack) => Some(Self::GivenBack),
            (Self::Processing | Self::Drafted, M::Drafted) => Some(Self::Drafted),
            (Self::Drafted | Self::Approved, M::DraftReturned) => Some(Self::Processing),
            (Self::Drafted, M::Approved) => Some(Self::Approved),
            (Self::Approved, M::Sent) => Some(Self::Answered),
            (Self::Received | Self::GivenBack, M::Declined) => Some(Self::Declined),
            (open, M::Merged) if !open.is_closed() => Some(Self::Merged),
            (open, M::Classified) if !open.is_closed() => Some(open),
            (state, M::Evaluated) if state != Self::Merged && state != Self::Declined => Some(state),
            (state @ (Self::Answered | Self::Declined | Self::Merged), M::Rated) => Some(state),
            _ => None,
        }
    }
}

/// How near the last day counts as near, in working days.
pub const SOON: i32 = 3;

/// Where one stood on a day, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: State,
    /// Against its deadline.
    pub timing: Timing,
    /// The unit that has it, or had it last.
    pub unit: Option<UnitId>,
    /// The last day of the deadline.
    pub due: Option<Day>,
    /// The day of the answer.
    pub answered: Option<Day>,
    /// The one that it was merged into.
    pub into: Option<VoiceId>,
    /// Evaluated: accepted or not, and the score.
    pub evaluation: Option<(bool, Option<i64>)>,
    /// The sender's rating, 1 to 5.
    pub rating: Option<i64>,
    /// The draft came back and is to be mended.
    pub returned: bool,
}
