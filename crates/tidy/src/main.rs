//! (tidy: to be built)
fn main() {}
