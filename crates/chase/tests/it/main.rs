//! The ladder against real plans, people and stores.
#[path = "../../../plan/tests/follow_common/mod.rs"]
mod follow_common;

mod fixture;
mod histories;
mod model;
mod nights;
