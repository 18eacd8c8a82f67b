//! The daily work on tasks: deadlines that move, check-ins, steps, comments, hand-overs, my day.
#[path = "../follow_common/mod.rs"]
mod follow_common;

mod extension;
