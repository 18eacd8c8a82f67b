//! What the room promises, on both engines.
mod digests;
mod fixture;
mod outside;
mod posting;
mod receiver;
