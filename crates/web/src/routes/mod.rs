//! The routes, one module a room. Each module gives its lines of the table.
mod admin;
mod api_drafts;
mod api_lines;
mod api_lists;
mod dashboard;
mod health;
mod log;
mod sign_in;
mod task;
mod tasks;

use crate::registry::Route;

/// All lines.
pub(crate) fn all() -> Vec<Route> {
    let rooms = [
        health::routes(),
        sign_in::routes(),
        dashboard::routes(),
        tasks::routes(),
        task::routes(),
        log::routes(),
        api_drafts::routes(),
        api_lines::routes(),
        api_lists::routes(),
        admin::routes(),
    ];
    rooms.into_iter().flatten().collect()
}
