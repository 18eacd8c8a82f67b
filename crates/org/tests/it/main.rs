//! The room's contract on every available engine: units in time, names, people, boundaries.
mod boundaries;
mod fixture;
mod lineage;
mod names;
mod people;
