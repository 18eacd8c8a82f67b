//! Tables: a header repeated on each page, rows that stay whole, and the borderless pair of columns
//! that the head and the foot of a document stand in.
use kernel::Result;

use super::xml::{Face, paragraph, run, runs};
use crate::write::{
    grid::{self, HeadPlace},
    model::{Align, Row, Table},
};

/// A table of `width` twips.
pub fn table(out: &mut String, table: &Table, width: u32) -> Result<()> {
    if let Some(caption) = &table.caption {
        paragraph(out, "Caption", "", |out| run(out, caption, Face::default()));
    }
    let widths = grid::widths(table, width);
    out.push_str(&format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>"#
    ));
    columns(out, &widths);
    for places in grid::head(table)? {
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        places.into_iter().for_each(|place| head_cell(out, place, &widths));
        out.push_str("</w:tr>");
    }
    for (index, row) in table.rows.iter().enumerate() {
        body_row(out, table, row, &grid::row(table, index)?, &widths);
    }
    out.push_str("</w:tbl>");
    Ok(())
}

fn head_cell(out: &mut String, place: HeadPlace<'_>, widths: &[u32]) {
    let (column, columns, merge, text) = match place {
        HeadPlace::Cell { cell, column } => {
            let merge = if cell.rows > 1 { r#"<w:vMerge w:val="restart"/>"# } else { "" };
            (column, usize::from(cell.columns), merge, cell.text.as_str())
        }
        HeadPlace::Covered { column, columns } => (column, columns, "<w:vMerge/>", ""),
    };
    open_cell(out, &widths[column..column + columns], &format!(r#"{merge}<w:vAlign w:val="center"/>"#));
    paragraph(out, "TableHead", "", |out| run(out, text, Face::default()));
    out.push_str("</w:tc>");
}

fn body_row(
    out: &mut String,
    table: &Table,
    row: &Row,
    places: &[(usize, &crate::write::model::Cell)],
    widths: &[u32],
) {
    out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    let keep = if row.opens_group { "<w:keepNext/>" } else { "" };
    let mut next = 0;
    for (column, cell) in places {
        let columns = usize::from(cell.columns);
        next = column + columns;
        // A cell over several columns is words, whatever its first column holds.
        let own = if columns > 1 { Align::Left } else { table.columns[*column].align };
        let align = match cell.align.unwrap_or(own) {
            Align::Left => "",
            Align::Center => r#"<w:jc w:val="center"/>"#,
            Align::Right => r#"<w:jc w:val="right"/>"#,
        };
        open_cell(out, &widths[*column..next], "");
        paragraph(out, "TableText", &format!("{keep}{align}"), |out| runs(out, &cell.runs));
        out.push_str("</w:tc>");
    }
    for column in next..widths.len() {
        open_cell(out, &widths[column..=column], "");
        paragraph(out, "TableText", keep, |_| ());
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}

/// Writes one side of a pair.
pub type Side<'a> = &'a dyn Fn(&mut String);

/// A borderless table of one row or more over two columns; `rows` writes pairs of cells.
pub fn pair(out: &mut String, left: u32, right: u32, rows: &[[Side<'_>; 2]]) {
    out.push_str(&format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>"#,
        left + right
    ));
    columns(out, &[left, right]);
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (fill, width) in row.iter().zip([left, right]) {
            open_cell(out, &[width], "");
            fill(out);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

fn columns(out: &mut String, widths: &[u32]) {
    out.push_str("<w:tblGrid>");
    widths.iter().for_each(|w| out.push_str(&format!(r#"<w:gridCol w:w="{w}"/>"#)));
    out.push_str("</w:tblGrid>");
}

/// Opens a cell over columns of these widths; `rest` follows in schema order (vMerge, vAlign).
fn open_cell(out: &mut String, widths: &[u32], rest: &str) {
    let width: u32 = widths.iter().sum();
    let span = if widths.len() > 1 { format!(r#"<w:gridSpan w:val="{}"/>"#, widths.len()) } else { String::new() };
    out.push_str(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{rest}</w:tcPr>"#));
}
