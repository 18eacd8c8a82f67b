//! XLSX workbooks (next).
use kernel::Result;

use super::{model::Block, package::Package};

/// Reads a workbook.
pub(crate) fn read(package: &mut Package<'_>, _main: &str) -> Result<Vec<Block>> {
    Err(package.source.broken("not yet"))
}
