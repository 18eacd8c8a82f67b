//! (web: to be built)
