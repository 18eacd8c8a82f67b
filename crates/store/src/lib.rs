//! (store: to be built)
