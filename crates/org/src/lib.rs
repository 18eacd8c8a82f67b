//! (org: to be built)
