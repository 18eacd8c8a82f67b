//! (paper: to be built)
