//! Loading the sample province into a store, through the public operations of the rooms.
pub mod org;
