//! (words: to be built)
