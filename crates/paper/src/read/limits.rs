//! How much a file may ask of us before it is refused.

/// Limits of one reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file.
    pub max_bytes: u64,
    /// Size of all its parts unpacked.
    pub max_unpacked_bytes: u64,
    /// Unpacked size of a part over its packed size, for parts beyond a megabyte.
    pub max_ratio: u64,
    /// Rows of one table.
    pub max_rows: usize,
    /// Columns of one table.
    pub max_columns: usize,
    /// Parts in the package.
    pub max_parts: usize,
    /// Depth of nested elements.
    pub max_depth: usize,
}

impl Default for Limits {
    /// 50 MB, 400 MB unpacked, 20,000 rows: ten times what any plan seen needs.
    fn default() -> Self {
        Self {
            max_bytes: 50_000_000,
            max_unpacked_bytes: 400_000_000,
            max_ratio: 200,
            max_rows: 20_000,
            max_columns: 200,
            max_parts: 5_000,
            max_depth: 250,
        }
    }
}
