//! The one place that says what state a task is in. Pure functions: marks and a deadline in, a
//! state out, for any day. States are derived here and never stored.
use serde::Serialize;

/// A day as its number ([`kernel::Day::number`]): comparing them is what this room does most.
pub type DayNo = i32;

/// A task is "due soon" when its last day is at most this many days ahead.
pub const SOON_DAYS: DayNo = 7;

/// The states, in the order of lists and of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum State {
    /// Confirmed as done by its last day.
    DoneOnTime,
    /// Confirmed as done after its last day.
    DoneLate,
    /// Begun, not due soon; or reported as done in time and waiting for confirmation.
    Running,
    /// Its last day is near.
    DueSoon,
    /// Its last day has passed.
    Overdue,
    /// Has no last day because it never ends.
    Recurring,
    /// Nothing reported yet.
    NotStarted,
    /// Its last day is set elsewhere and not known yet.
    Waiting,
    /// Confirmed as not applicable.
    NotApplicable,
}
impl State {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::DoneOnTime,
        Self::DoneLate,
        Self::Running,
        Self::DueSoon,
        Self::Overdue,
        Self::Recurring,
        Self::NotStarted,
        Self::Waiting,
        Self::NotApplicable,
    ];
    /// As in JSON and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DoneOnTime => "done_on_time",
            Self::DoneLate => "done_late",
            Self::Running => "running",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::Recurring => "recurring",
            Self::NotStarted => "not_started",
            Self::Waiting => "waiting",
            Self::NotApplicable => "not_applicable",
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::DoneOnTime => "plan-state-done-on-time",
            Self::DoneLate => "plan-state-done-late",
            Self::Running => "plan-state-running",
            Self::DueSoon => "plan-state-due-soon",
            Self::Overdue => "plan-state-overdue",
            Self::Recurring => "plan-state-recurring",
            Self::NotStarted => "plan-state-not-started",
            Self::Waiting => "plan-state-waiting",
            Self::NotApplicable => "plan-state-not-applicable",
        }
    }
    /// Confirmed as done, in time or late.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::DoneOnTime | Self::DoneLate)
    }
    /// Nothing is left to do.
    #[must_use]
    pub fn is_closed(self) -> bool {
        self.is_done() || self == Self::NotApplicable
    }
}

/// What a task's deadline means for its states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Rhythm {
    /// Done once, by its last day if it has one.
    #[default]
    Once,
    /// Never ends (*thường xuyên, hằng năm*).
    Recurring,
    /// The last day is set elsewhere (*theo chương trình của Bộ*).
    External,
}
impl Rhythm {
    /// From the kind of a deadline as stored (`recurring`, `day`, `month`… `external`, `none`).
    #[must_use]
    pub fn of_kind(kind: &str) -> Self {
        match kind {
            "recurring" => Self::Recurring,
            "external" => Self::External,
            _ => Self::Once,
        }
    }
}

/// When a task is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Its last day, if it has one.
    pub on: Option<DayNo>,
    /// Once, recurring or set elsewhere.
    pub rhythm: Rhythm,
}

/// What a mark on a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum MarkKind {
    /// The unit reports how far it is.
    Progress,
    /// The unit reports that it is done.
    Done,
    /// The focal department confirms that.
    Confirmed,
    /// The focal department returns what was reported, with a reason.
    Returned,
    /// The unit says that the task does not apply to it, with a reason.
    NotApplicable,
    /// The focal department confirms that.
    NaConfirmed,
    /// The focal department opens again what was closed.
    Reopened,
}
impl MarkKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Progress,
        Self::Done,
        Self::Confirmed,
        Self::Returned,
        Self::NotApplicable,
        Self::NaConfirmed,
        Self::Reopened,
    ];
    /// As stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Done => "done",
            Self::Confirmed => "confirmed",
            Self::Returned => "returned",
            Self::NotApplicable => "not_applicable",
            Self::NaConfirmed => "na_confirmed",
            Self::Reopened => "reopened",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
    /// The kind of the event that goes with it.
    #[must_use]
    pub fn event(self) -> &'static str {
        match self {
            Self::Progress => "task.progressed",
            Self::Done => "task.done",
            Self::Confirmed => "task.confirmed",
            Self::Returned => "task.returned",
            Self::NotApplicable => "task.na_claimed",
            Self::NaConfirmed => "task.na_confirmed",
            Self::Reopened => "task.reopened",
        }
    }
    /// Does it show that work has begun?
    #[must_use]
    pub fn begins(self) -> bool {
        matches!(self, Self::Progress | Self::Done)
    }
}

/// A mark as far as states need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The event that made it.
    pub seq: i64,
    /// The day on which it counts.
    pub day: DayNo,
    /// What it says.
    pub kind: MarkKind,
    /// On `Done`: when the work was done.
    pub done_on: Option<DayNo>,
}

/// Where a line stands between its unit and the focal department.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is claimed.
    #[default]
    Open,
    /// Reported as done on that day; waits for confirmation.
    Reported(DayNo),
    /// Confirmed as done on that day.
    Done(DayNo),
    /// Said not to apply; waits for confirmation.
    NaClaimed,
    /// Confirmed as not applicable.
    NotApplicable,
}
impl Standing {
    /// Waits for the focal department.
    #[must_use]
    pub fn awaits(self) -> bool {
        matches!(self, Self::Reported(_) | Self::NaClaimed)
    }
    /// Where it stands after one more mark. A mark that does not fit changes nothing: operations
    /// refuse to make such.
    #[must_use]
    pub fn after(self, kind: MarkKind, day: DayNo, done_on: Option<DayNo>) -> Self {
        match (self, kind) {
            (Self::Open, MarkKind::Done) => Self::Reported(done_on.unwrap_or(day)),
            (Self::Open, MarkKind::NotApplicable) => Self::NaClaimed,
            (Self::Reported(on), MarkKind::Confirmed) => Self::Done(on),
            (Self::NaClaimed, MarkKind::NaConfirmed) => Self::NotApplicable,
            (Self::Reported(_) | Self::NaClaimed, MarkKind::Returned) => Self::Open,
            (Self::Done(_) | Self::NotApplicable, MarkKind::Reopened) => Self::Open,
            _ => self,
        }
    }
    /// Where a line stands after its marks, oldest first.
    #[must_use]
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::Open, |standing, f| standing.after(f.kind, f.day, f.done_on))
    }
}

/// The state of a line on a day. `begun`: its unit has reported anything.
#[must_use]
pub fn line_state(standing: Standing, begun: bool, due: Due, day: DayNo) -> State {
    let in_time = |done_on: DayNo| due.on.is_none_or(|last| done_on <= last);
    match standing {
        Standing::Done(on) if in_time(on) => return State::DoneOnTime,
        Standing::Done(_) => return State::DoneLate,
        Standing::NotApplicable => return State::NotApplicable,
        // Who reported in time is not late because confirming takes a while.
        Standing::Reported(on) if due.on.is_some() && in_time(on) => return State::Running,
        Standing::Reported(_) | Standing::Open | Standing::NaClaimed => {}
    }
    match (due.on, due.rhythm) {
        (Some(last), _) if last < day => State::Overdue,
        (Some(last), _) if last - day <= SOON_DAYS => State::DueSoon,
        (_, Rhythm::Recurring) => State::Recurring,
        (_, Rhythm::External) => State::Waiting,
        _ if begun => State::Running,
        _ => State::NotStarted,
    }
}

/// Gathers the states of a task's lines into the task's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gather {
    lines: u32,
    closed: u32,
    na: u32,
    late: bool,
    overdue: bool,
    soon: bool,
    begun: bool,
}
impl Gather {
    /// Adds a line.
    pub fn add(&mut self, state: State, begun: bool) {
        self.lines += 1;
        self.closed += u32::from(state.is_closed());
        self.na += u32::from(state == State::NotApplicable);
        self.late |= state == State::DoneLate;
        self.overdue |= state == State::Overdue;
        self.soon |= state == State::DueSoon;
        self.begun |= begun || state.is_done();
    }
    /// The task's state. A task that nobody leads yet is as a line on which nothing was reported.
    #[must_use]
    pub fn state(self, due: Due, day: DayNo) -> State {
        match self {
            Self { lines: 0, .. } => line_state(Standing::Open, false, due, day),
            Self { lines, na, .. } if na == lines => State::NotApplicable,
            Self { lines, closed, late, .. } if closed == lines => {
                if late {
                    State::DoneLate
                } else {
                    State::DoneOnTime
                }
            }
            Self { overdue: true, .. } => State::Overdue,
            Self { soon: true, .. } => State::DueSoon,
            _ if due.rhythm == Rhythm::Recurring => State::Recurring,
            _ if due.rhythm == Rhythm::External => State::Waiting,
            Self { begun: true, .. } => State::Running,
            _ => State::NotStarted,
        }
    }
    /// How many lines were added.
    #[must_use]
    pub fn lines(self) -> u32 {
        self.lines
    }
    /// How many of them have nothing left to do.
    #[must_use]
    pub fn closed(self) -> u32 {
        self.closed
    }
}
