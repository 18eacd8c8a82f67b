//! Who may come in and what they may do: passwords, second factors, sessions, API tokens,
//! invitations, the province's single sign-on, and Cedar policies.
mod accounts;
mod cache;
mod cedar;
mod credential;
mod db;
mod first_password;
pub mod oidc;
pub mod password;
mod secret;
mod session;
mod sign_in;
mod throttle;
mod token;
pub mod totp;
mod vault;

pub use accounts::{Accounts, AccountsConfig, Client};
pub use cedar::{ACTIONS, Cedar};
pub use credential::{Enrolment, Factors, InviteMail};
pub use secret::Secret;
pub use session::{Session, SessionRow};
pub use sign_in::CODE_NEEDED;
pub use token::{NewToken, PREFIX as TOKEN_PREFIX, TokenActor, TokenRow};
pub use vault::Vault;

use kernel::{Action, Ctx, Resource};

/// The leader's screen and lists of the whole province.
pub const PROVINCE_READ: Action = Action("province.read");
/// Seeing a task.
pub const TASK_READ: Action = Action("task.read");
/// Seeing a target.
pub const TARGET_READ: Action = Action("target.read");
/// Making a report of the province.
pub const REPORT_MAKE: Action = Action("report.make");
/// Reading the event log.
pub const AUDIT_READ: Action = Action("audit.read");
/// Following jobs.
pub const JOB_READ: Action = Action("job.read");
/// One's own API tokens.
pub const TOKEN_OWN: Action = Action("token.own");
/// Running the system: sweeping, backup, checks.
pub const SYSTEM_RUN: Action = Action("system.run");

/// Does the actor see everything, so that a list needs no cutting? Asked once a list, of the policies
/// themselves; whoever does not is shown what their unit has a part in.
#[must_use]
pub fn sees_all(ctx: &Ctx) -> bool {
    ctx.may(PROVINCE_READ, &Resource::all("province"))
}

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "access", no: 1, sql: include_str!("../migrations/0001.sql") }];
