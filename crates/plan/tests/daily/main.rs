//! The daily work on tasks: deadlines that move, check-ins, steps, comments, hand-overs, my day.
#[path = "../follow_common/mod.rs"]
mod follow_common;

mod beside;
mod bulk;
mod check_in;
mod extension;
mod handover;
mod my_day;
mod people;
mod told;
