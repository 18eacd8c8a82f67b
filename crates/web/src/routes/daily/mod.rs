//! The daily work on tasks: extensions, check-ins, steps, comments, completing what is unclear,
//! handing over, my day.
mod acts;
mod api;
mod bulk;
mod dates;
mod desk;
pub(crate) mod saved;
pub(crate) mod task_part;

use crate::registry::Route;

pub(crate) fn routes() -> Vec<Route> {
    [acts::routes(), api::routes(), bulk::routes(), dates::routes(), desk::routes(), saved::routes()]
        .into_iter()
        .flatten()
        .collect()
}
