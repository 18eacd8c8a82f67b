//! The operations of this room, one file a noun.
pub(crate) mod group;
pub(crate) mod person;
pub(crate) mod unit;
