//! A sample plan as a sheet, the way offices keep such lists: head on top, one table, lead units that
//! repeat merged into one tall cell.
use kernel::{Fault, Result};
use paper::write::{
    model::{OfficialDocument, Para, Table},
    wording,
};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The first task table of the document as the bytes of an XLSX file; `tall` names the column whose
/// repeated cells are merged.
///
/// # Errors
/// When the sheet can't be written.
pub fn xlsx(doc: &OfficialDocument, label: &str, tall: usize) -> Result<Vec<u8>> {
    let table = doc.appendices.iter().flat_map(|a| &a.body).find_map(|para| match para {
        Para::Table(table) => Some(table),
        _ => None,
    });
    let table = table.ok_or_else(|| Fault::internal("a sample sheet without a table"))?;
    write(doc, label, table, tall).map_err(Fault::internal)
}

fn write(doc: &OfficialDocument, label: &str, table: &Table, tall: usize) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed time: the same plan gives the same bytes.
    let (year, month, day) = doc.date.map_or((2026, 1, 1), |d| (d.year(), d.month(), d.day()));
    let made = ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or(2026),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )?;
    book.set_properties(&DocProperties::new().set_title(&doc.title).set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    let width = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    for (i, column) in (0..width).zip(&table.columns) {
        sheet.set_column_width(i, f64::from(column.weight) * 1.4)?;
    }
    let top = head(sheet, doc, label, width - 1)?;
    rows(sheet, table, tall, top)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(top, top)?;
    book.save_to_buffer()
}

/// The lines above the table; gives the row where the table begins.
fn head(sheet: &mut Worksheet, doc: &OfficialDocument, label: &str, last: u16) -> std::result::Result<u32, XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
    let plain = Format::new().set_italic().set_align(FormatAlign::Center).set_text_wrap();
    let issuing = [doc.superior_body.as_deref(), Some(&doc.issuing_body)];
    let mut lines: Vec<(String, &Format)> = issuing.into_iter().flatten().map(|l| (l.to_owned(), &bold)).collect();
    lines.push((wording::number_line(doc), &plain));
    lines.push((wording::date_line(&doc.place, doc.date), &plain));
    lines.push((doc.kind.clone(), &bold));
    lines.push((doc.title.clone(), &bold));
    lines.push((format!("({label})"), &plain));
    let mut row = 0;
    for (line, format) in lines {
        sheet.merge_range(row, 0, row, last, &line, format)?;
        row += 1;
    }
    Ok(row + 1)
}

fn rows(sheet: &mut Worksheet, table: &Table, tall: usize, top: u32) -> std::result::Result<(), XlsxError> {
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    let group = cell.clone().set_bold();
    for (i, column) in (0u16..).zip(table.head.iter().flatten()) {
        sheet.write_with_format(top, i, column.text.as_str(), &head)?;
    }
    let text = |row: usize, column: usize| -> String {
        let cell = table.rows.get(row).filter(|r| !r.opens_group).and_then(|r| r.cells.get(column));
        cell.map_or(String::new(), |c| c.runs.iter().map(|r| r.text.as_str()).collect())
    };
    let last = u16::try_from(table.columns.len()).unwrap_or(1) - 1;
    let mut open = 0;
    for (i, row) in table.rows.iter().enumerate() {
        let at = top + 1 + u32::try_from(i).unwrap_or(0);
        if row.opens_group {
            let words: Vec<String> =
                row.cells.iter().map(|c| c.runs.iter().map(|r| r.text.as_str()).collect()).collect();
            sheet.write_with_format(at, 0, words[0].as_str(), &group)?;
            sheet.merge_range(at, 1, at, last, &words[1], &group)?;
            continue;
        }
        for column in 0..row.cells.len() {
            let here = text(i, column);
            let number = u16::try_from(column).unwrap_or(0);
            if column != tall {
                sheet.write_with_format(at, number, here.as_str(), &cell)?;
                continue;
            }
            if i == 0 || text(i - 1, column) != here {
                open = at;
            }
            if i + 1 == table.rows.len() || text(i + 1, column) != here {
                if open < at {
                    sheet.merge_range(open, number, at, number, &here, &cell)?;
                } else {
                    sheet.write_with_format(at, number, here.as_str(), &cell)?;
                }
            }
        }
    }
    Ok(())
}
