//! Reading plans: DOCX, XLSX and text become sections, targets and tasks.
