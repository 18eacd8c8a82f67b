//! Official documents: reading them into structure (`read`) and writing them in the layout of
//! Nghị định 30/2020/NĐ-CP (`write`). Knows files and words, not units, tasks or people.
pub mod read;
pub mod write;
