//! (indicator: to be built)
