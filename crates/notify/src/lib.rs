//! Notices to people. An operation of another room calls [`post`] in its own transaction; whom it
//! reaches, by which way and when is decided there and then, so that a notice is neither lost nor
//! told twice. What goes outside waits in the store's outbox; [`Mailbag`], [`Hooks`] and [`Pushes`]
//! take it further. One digest a person and working day gathers the rest ([`run_digests`]).
mod choice;
mod digest;
mod inbox;
mod notice;
mod outward;
mod post;
pub mod push;
mod sent;
mod speak;
pub mod webhook;

pub use choice::{Choices, Quiet, Reach, choices, choose};
pub use digest::{DIGEST_JOB, Digest, Digested, Gathered, Part, Unsent, ask_for_digests, run_digests};
pub use inbox::{InboxFilter, Kept, Unread, inbox, mark_all_read, mark_read, open};
use kernel::Action;
pub use notice::{Ask, Kind, Notice, TEST_SHAPE, Told, When};
pub use outward::Outward;
pub use post::{post, post_many};
pub use push::Pushes;
pub use sent::{resend, sent};
pub use speak::{Letter, Mailbag, Ready, Speak, headline, sentence};
pub use webhook::Hooks;

/// Reading one's notices and choosing how to be told.
pub const NOTIFY_OWN: Action = Action("person.own");
/// Seeing everything that was sent.
pub const NOTIFY_SENT: Action = Action("job.read");
/// Sending again, connecting other systems.
pub const NOTIFY_MANAGE: Action = Action("notify.manage");

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "notify", no: 1, sql: include_str!("../migrations/0001.sql") }];
