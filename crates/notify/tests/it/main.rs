//! What the room promises, on both engines.
mod fixture;
mod posting;
