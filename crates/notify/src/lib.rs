//! Notices to people. An operation of another room calls [`post`] in its own transaction; whom it
//! reaches, by which way and when is decided there and then, so that a notice is neither lost nor
//! told twice. What goes outside waits in the store's outbox.
mod choice;
mod inbox;
mod notice;
mod post;

pub use choice::{Choices, Quiet, Reach, choices, choose};
pub use inbox::{InboxFilter, Kept, Unread, inbox, mark_all_read, mark_read, open};
use kernel::Action;
pub use notice::{Ask, Kind, Notice, Told, When};
pub use post::{post, post_many};

/// Reading one's notices and choosing how to be told.
pub const NOTIFY_OWN: Action = Action("person.own");
/// Seeing everything that was sent, sending again, connecting other systems.
pub const NOTIFY_MANAGE: Action = Action("notify.manage");

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "notify", no: 1, sql: include_str!("../migrations/0001.sql") }];
