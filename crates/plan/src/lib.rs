//! (plan: to be built)
