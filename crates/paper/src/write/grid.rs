//! Where the cells of a table stand: spans put on the grid of its columns, the same for every
//! writer. A table that does not fit its own columns is its maker's mistake and a fault.
use kernel::{Fault, Result};

use super::model::{Appendix, Cell, HeadCell, OfficialDocument, Para, Table};

/// A place in a header row, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadPlace<'a> {
    /// A cell begins here.
    Cell {
        /// The cell.
        cell: &'a HeadCell,
        /// Its first column.
        column: usize,
    },
    /// Covered by a cell of a row above, over so many columns.
    Covered {
        /// The first covered column.
        column: usize,
        /// How many.
        columns: usize,
    },
}

/// The header rows with their covered places, as many as there are rows in `table.head`.
pub fn head(table: &Table) -> Result<Vec<Vec<HeadPlace<'_>>>> {
    let width = table.columns.len();
    // For each column: rows still covered from above, and the first column of the covering cell.
    let mut covered: Vec<(u16, usize)> = vec![(0, 0); width];
    let mut rows = Vec::with_capacity(table.head.len());
    for (index, row) in table.head.iter().enumerate() {
        let mut places = Vec::new();
        let mut cells = row.iter();
        let mut column = 0;
        while column < width {
            let (left, start) = covered[column];
            if left > 0 {
                let columns = covered[column..].iter().take_while(|c| c.0 > 0 && c.1 == start).count();
                covered[column..column + columns].iter_mut().for_each(|c| c.0 -= 1);
                places.push(HeadPlace::Covered { column, columns });
                column += columns;
                continue;
            }
            let cell = cells.next().ok_or_else(|| misfit("header", index, "too few cells"))?;
            let end = column + usize::from(cell.columns);
            let fits =
                cell.columns > 0 && cell.rows > 0 && end <= width && covered[column..end].iter().all(|c| c.0 == 0);
            if !fits || index + usize::from(cell.rows) > table.head.len() {
                return Err(misfit("header", index, "a span does not fit"));
            }
            covered[column..end].fill((cell.rows - 1, column));
            places.push(HeadPlace::Cell { cell, column });
            column = end;
        }
        if cells.next().is_some() {
            return Err(misfit("header", index, "too many cells"));
        }
        rows.push(places);
    }
    Ok(rows)
}

/// A body row's cells with their first columns; columns beyond the last cell are left empty.
pub fn row(table: &Table, index: usize) -> Result<Vec<(usize, &Cell)>> {
    let mut column = 0;
    let mut places = Vec::new();
    for cell in &table.rows[index].cells {
        places.push((column, cell));
        column += usize::from(cell.columns);
        if cell.columns == 0 || column > table.columns.len() {
            return Err(misfit("row", index, "more cells than columns"));
        }
    }
    Ok(places)
}

/// Column widths that add up to `total`, in its unit.
#[must_use]
pub fn widths(table: &Table, total: u32) -> Vec<u32> {
    let weights = table.columns.iter().map(|c| u64::from(c.weight.max(1)));
    let sum: u64 = weights.clone().sum::<u64>().max(1);
    let mut before = 0;
    let mut edge = 0;
    let width = |weight: u64| {
        before += weight;
        // Edges, not widths, are rounded: the widths then add up exactly.
        let next = u32::try_from(u64::from(total) * before / sum).unwrap_or(total);
        let width = next - edge;
        edge = next;
        width
    };
    weights.map(width).collect()
}

/// Every table of the document, checked: has columns, and its cells fit them.
pub fn check(doc: &OfficialDocument) -> Result<()> {
    let bodies = std::iter::once(&doc.body).chain(doc.appendices.iter().map(|a: &Appendix| &a.body));
    for para in bodies.flatten() {
        let Para::Table(table) = para else { continue };
        if table.columns.is_empty() {
            return Err(misfit("table", 0, "no columns"));
        }
        head(table)?;
        (0..table.rows.len()).try_for_each(|i| row(table, i).map(drop))?;
    }
    Ok(())
}

fn misfit(what: &str, index: usize, why: &str) -> Fault {
    Fault::internal(format!("document model: {what} {index}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::super::model::{Column, Row};
    use super::*;

    fn table() -> Table {
        Table {
            columns: vec![Column::center(1), Column::left(5), Column::right(2), Column::right(2)],
            head: vec![
                vec![HeadCell::down("TT", 2), HeadCell::down("Tên", 2), HeadCell::across("Năm", 2)],
                vec![HeadCell::new("2025"), HeadCell::new("2026")],
            ],
            rows: vec![Row::group("I", "Nhóm", 4), Row::plain(["1", "a", "2"])],
            ..Table::default()
        }
    }
    #[test]
    fn spans_are_put_on_the_grid() {
        let table = table();
        let rows = head(&table).unwrap();
        assert!(matches!(rows[0][2], HeadPlace::Cell { column: 2, cell } if cell.text == "Năm"));
        assert_eq!(rows[1][0], HeadPlace::Covered { column: 0, columns: 1 });
        assert_eq!(rows[1][1], HeadPlace::Covered { column: 1, columns: 1 });
        assert!(matches!(rows[1][3], HeadPlace::Cell { column: 3, .. }));
        assert_eq!(row(&table, 0).unwrap()[1].0, 1);
    }
    #[test]
    fn what_does_not_fit_is_refused() {
        let with = |change: fn(&mut Table)| {
            let mut table = table();
            change(&mut table);
            check(&OfficialDocument { body: vec![Para::Table(table)], ..Default::default() })
        };
        assert!(with(|_| ()).is_ok());
        assert!(with(|t| t.columns.clear()).is_err());
        assert!(with(|t| t.rows.push(Row::plain(["1", "2", "3", "4", "5"]))).is_err());
        assert!(with(|t| t.head[1].push(HeadCell::new("2027"))).is_err());
        assert!(with(|t| t.head[1][1].rows = 2).is_err());
        assert!(with(|t| drop(t.head[0].pop())).is_err());
    }
    #[test]
    fn widths_add_up() {
        assert_eq!(widths(&table(), 1001), [100, 500, 200, 201]);
    }
}
