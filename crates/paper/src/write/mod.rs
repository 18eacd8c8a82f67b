//! Writing official documents: one neutral model, as DOCX and XLSX (PDF is in `press`).
pub mod model;
