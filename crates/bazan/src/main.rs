//! (bazan: to be built)
fn main() {}
