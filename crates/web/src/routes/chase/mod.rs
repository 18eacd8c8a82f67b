//! The ladder of reminders: seen, changed, tried out; and on a task's page what was said to whom.
mod ladder;
pub(crate) mod said;

use crate::registry::Route;

pub(crate) fn routes() -> Vec<Route> {
    [ladder::routes(), said::routes()].into_iter().flatten().collect()
}
