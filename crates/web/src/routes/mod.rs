//! The routes, one module a room. Each module gives its lines of the table.
mod health;

use crate::registry::Route;

/// All lines.
pub(crate) fn all() -> Vec<Route> {
    [health::routes()].into_iter().flatten().collect()
}
