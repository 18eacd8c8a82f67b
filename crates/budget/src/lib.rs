//! The money of plans and projects (*kinh phí*): what is assigned, carried over, adjusted and
//! disbursed, by fund, level, project and month. Amounts are immutable versions in whole đồng with
//! their as-of day, source document and confirmation; rate, pace, delay and the estimate for the
//! year's end are derived for the day that is asked about.
pub mod book;
mod code;
mod db;
pub mod figure;
pub mod list;
pub mod pace;
pub mod project;
pub mod sheet;

pub use code::{Fund, Level, Measure, Nature, Pace};
use kernel::Action;

/// Seeing a project's money.
pub const BUDGET_READ: Action = Action("budget.read");
/// Adding and changing projects: the focal department.
pub const BUDGET_MANAGE: Action = Action("budget.manage");
/// Stating amounts: officers and heads of the unit whose project it is.
pub const BUDGET_REPORT: Action = Action("budget.report");
/// Confirming or returning stated amounts, or stating them for any project: the focal department.
pub const BUDGET_CONFIRM: Action = Action("budget.confirm");

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "budget", no: 1, sql: include_str!("../migrations/0001.sql") }];
