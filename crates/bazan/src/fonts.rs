//! The typefaces of official documents (metric-compatible with Times New Roman), embedded.
include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
