//! Writing official documents: one neutral model, as DOCX and XLSX (PDF is in `press`).
mod docx;
pub mod grid;
pub mod model;
#[cfg(test)]
mod sample;
pub mod wording;

pub use docx::docx;
