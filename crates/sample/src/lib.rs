//! The sample province: facts about Lâm Đồng typed in, plans written by us, simulated progress over
//! 2026. What is real and what is simulated is said beside each file in `data/`.
pub mod budget;
pub mod calendar;
mod embedded;
pub mod figures;
pub mod load;
pub mod people;
pub mod plans;
pub mod progress;
mod random;
pub mod render;
mod sheet;
mod spread;
pub mod story;
pub mod units;
pub mod voice;

#[cfg(test)]
mod totals;
