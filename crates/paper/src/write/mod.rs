//! Writing: official documents from one neutral model as DOCX (PDF is in `press`), sheets as XLSX
//! and CSV.
mod csv;
mod docx;
pub mod grid;
pub mod model;
#[cfg(test)]
mod sample;
pub mod sheet;
pub mod wording;
mod xlsx;

pub use csv::csv;
pub use docx::docx;
pub use xlsx::xlsx;
