//! (bench: to be built)
fn main() {}
