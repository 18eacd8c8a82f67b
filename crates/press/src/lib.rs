//! (press: to be built)
