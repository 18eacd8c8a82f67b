//! (access: to be built)
