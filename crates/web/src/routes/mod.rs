//! The routes, one module a room. Each module gives its lines of the table.
mod admin;
mod api_drafts;
mod api_lines;
mod api_lists;
pub(crate) mod budget;
mod chase;
mod daily;
mod dashboard;
mod documents;
mod drafts;
mod health;
mod home;
mod lines;
mod log;
mod me;
mod meetings;
mod notices;
pub mod reports;
mod sign_in;
mod target;
mod targets;
mod task;
mod task_page;
mod tasks;
mod tokens;
mod units;
pub(crate) mod voice;

use crate::registry::Route;

/// All lines.
pub(crate) fn all() -> Vec<Route> {
    let rooms = [
        health::routes(),
        sign_in::routes(),
        home::routes(),
        dashboard::routes(),
        tasks::routes(),
        task::routes(),
        lines::routes(),
        targets::routes(),
        target::routes(),
        units::routes(),
        me::routes(),
        tokens::routes(),
        notices::routes(),
        log::routes(),
        reports::routes(),
        documents::routes(),
        drafts::routes(),
        api_drafts::routes(),
        api_lines::routes(),
        api_lists::routes(),
        admin::routes(),
        chase::routes(),
        daily::routes(),
        budget::routes(),
        meetings::routes(),
        voice::routes(),
    ];
    rooms.into_iter().flatten().collect()
}
