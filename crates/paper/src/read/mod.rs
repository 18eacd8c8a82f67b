//! Reading plans: DOCX, XLSX and text become sections, targets and tasks.
pub mod deadline;
mod json;
mod limits;
mod model;
mod number;
pub mod units;
pub mod value;

pub use deadline::{Deadline, DeadlineKind};
pub use json::to_json;
pub use limits::Limits;
pub use model::{
    Block, Cell, Field, Flag, Head, Plan, Row, RowRole, Table, TableKind, TargetRow, TaskRow, Unread, Why,
};
pub use units::split_units;
pub use value::{Op, TargetValue, Value};
