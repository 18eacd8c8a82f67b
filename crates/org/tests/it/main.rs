//! The room's contract on every available engine: units in time, names, people.
mod fixture;
mod lineage;
mod names;
mod people;
