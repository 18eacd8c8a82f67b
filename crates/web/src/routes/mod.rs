//! The routes, one module a room. Each module gives its lines of the table.
mod health;
mod log;

use crate::registry::Route;

/// All lines.
pub(crate) fn all() -> Vec<Route> {
    [health::routes(), log::routes()].into_iter().flatten().collect()
}
