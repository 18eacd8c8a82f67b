//! Who has a part in a task, as policies ask: for what people write beside tasks.
use kernel::{Action, Fault, Resource, Result, TaskId};
use store::{Sql, args};

use crate::edition::LEAD;

/// Seeing a task, and so writing beside it.
pub const TASK_READ: Action = Action("task.read");

/// A task as policies see it, with its name; `NotFound` where there is none or it is withdrawn.
pub(crate) async fn of_task(sql: &mut dyn Sql, task: TaskId) -> Result<(Resource, String)> {
    let text = "SELECT v.name, v.withdrawn FROM task t JOIN task_version v ON v.task_id = t.id AND v.version = t.version \
         WHERE t.id = $1";
    let not_found = || Fault::not_found("fault-not-found");
    let row = sql.opt(text, args![task]).await?.ok_or_else(not_found)?;
    if row.flag(1)? {
        return Err(not_found());
    }
    let mut resource = Resource { id: task.to_string(), ..Resource::all("task") };
    let text = "SELECT p.role, p.unit_id FROM task_part p JOIN task t ON t.id = p.task_id AND t.version = p.version \
         WHERE p.task_id = $1";
    for part in sql.rows(text, args![task]).await? {
        let units = if part.text(0)? == LEAD { &mut resource.leads } else { &mut resource.parts };
        units.push(part.id(1)?);
    }
    Ok((resource, row.text(0)?))
}
