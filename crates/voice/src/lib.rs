//! What people say to the administration (*phản ánh, kiến nghị, sáng kiến, giải pháp*): received,
//! classified, assigned to a unit with a deadline in working days, answered (draft, approved, sent),
//! rated by the sender through a secret link. Where one stands and whether it is on time is derived
//! for the day that is asked about. Who sent it is kept apart and shown only to those who handle it.
pub mod answer;
pub mod book;
mod code;
mod db;
pub mod handle;
pub mod list;
mod mark;
pub mod read;
pub mod receive;
pub mod rule;
pub mod sender;
pub mod sheet;
pub mod state;
mod tell;

pub use code::{Channel, Field, Kind, SenderKind};
use kernel::Action;
pub use mark::{MarkKind, Marked, On};
pub use tell::tell_overdue;

/// Seeing one, without its sender.
pub const VOICE_READ: Action = Action("voice.read");
/// Taking one in.
pub const VOICE_RECEIVE: Action = Action("voice.receive");
/// Seeing who sent it.
pub const VOICE_SENDER: Action = Action("voice.sender");
/// Classifying, assigning, merging, declining, evaluating; deadlines by kind: the focal department.
pub const VOICE_ASSIGN: Action = Action("voice.assign");
/// Drafting the answer, giving the matter back: the assigned unit.
pub const VOICE_ANSWER: Action = Action("voice.answer");
/// Approving the answer or returning the draft: the unit's head, the focal department.
pub const VOICE_APPROVE: Action = Action("voice.approve");

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "voice", no: 1, sql: include_str!("../migrations/0001.sql") }];
