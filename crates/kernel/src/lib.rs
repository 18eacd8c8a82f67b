//! Values every room speaks: typed ids, days, the working calendar, quantities, the operation
//! context and faults. No I/O lives here.
pub mod calendar;
pub mod ctx;
pub mod day;
pub mod fault;
pub mod id;
pub mod money;
pub mod number;
pub mod text;
pub mod time;

pub use calendar::WorkCalendar;
pub use ctx::{Action, Actor, Block, Ctx, Gate, Lang, Post, Resource, Via};
pub use day::Day;
pub use fault::{Arg, Fault, FaultKind, Result, Say};
pub use id::{
    ActualId, DocumentId, DraftId, EditionId, FigureId, Id, JobId, LineId, LinkId, MessageId, NoticeId, PersonId,
    ProjectId, PushId, SessionId, TargetId, TaskId, TokenId, UnitId, VoiceId, WebhookId,
};
pub use money::Dong;
pub use rust_decimal::Decimal;
pub use time::{Clock, FixedClock, Millis, SystemClock};
