//! Pages and JSON: parse, authenticate, call one operation, render. One route module a room; every
//! route stands in one table with its authorisation case.
pub mod app;

pub use app::{App, Press, WebConfig};
