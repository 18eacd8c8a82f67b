//! (sample: to be built)
