//! XLSX: a frozen header, filters, dates as dates, words always as words.
use kernel::{Day, Fault, Result};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::sheet::{Cell, Sheet};

/// Longest text that a cell of the format holds.
const CELL_LIMIT: usize = 32_767;

/// Sheets as one workbook, dated `made_on`.
///
/// # Errors
/// `Invalid` for more rows than the format holds (1,048,575 below the header).
pub fn xlsx(sheets: &[Sheet], made_on: Day) -> Result<Vec<u8>> {
    if sheets.iter().any(|s| s.rows.len() > 1_048_575) {
        return Err(Fault::invalid("paper-sheet-too-long"));
    }
    write(sheets, made_on).map_err(Fault::internal)
}

fn write(sheets: &[Sheet], made_on: Day) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&date(made_on)?));
    let formats = Formats::new();
    for (n, sheet) in sheets.iter().enumerate() {
        let taken =
            sheets[..n].iter().any(|s| tab_name(&s.name).to_lowercase() == tab_name(&sheet.name).to_lowercase());
        let tab = if taken { tab_name(&format!("{} {}", n + 1, sheet.name)) } else { tab_name(&sheet.name) };
        fill(book.add_worksheet().set_name(tab)?, sheet, &formats)?;
    }
    book.save_to_buffer()
}

struct Formats {
    head: Format,
    text: Format,
    day: Format,
    number: Format,
}
impl Formats {
    fn new() -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(11).set_align(FormatAlign::Top);
        let cell = || base().set_border(FormatBorder::Thin);
        Self {
            head: cell().set_bold().set_text_wrap().set_align(FormatAlign::Center),
            text: cell().set_text_wrap(),
            day: cell().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
            number: cell().set_num_format("General"),
        }
    }
}

fn fill(to: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), XlsxError> {
    to.set_landscape().set_print_fit_to_pages(1, 0);
    to.set_freeze_panes(1, 0)?;
    to.set_repeat_rows(0, 0)?;
    let mut last = 0;
    for (at, column) in (0u16..).zip(&sheet.columns) {
        to.set_column_width(at, f64::from(column.width))?;
        to.write_string_with_format(0, at, &column.title, &formats.head)?;
        last = at;
    }
    for (line, row) in (1u32..).zip(&sheet.rows) {
        for (at, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(text) => {
                    let text: String =
                        text.chars().filter(|c| !c.is_control() || *c == '\n').take(CELL_LIMIT).collect();
                    to.write_string_with_format(line, at, text, &formats.text)?;
                }
                Cell::Number(number) => {
                    // The format knows only binary fractions; fifteen digits survive, ours have fewer.
                    let number: f64 = number.to_string().parse().unwrap_or_default();
                    to.write_number_with_format(line, at, number, &formats.number)?;
                }
                Cell::Day(day) => {
                    to.write_datetime_with_format(line, at, date(*day)?, &formats.day)?;
                }
                Cell::Empty => {
                    to.write_blank(line, at, &formats.text)?;
                }
            }
        }
    }
    if !sheet.rows.is_empty() {
        to.autofilter(0, 0, u32::try_from(sheet.rows.len()).unwrap_or(0), last)?;
    }
    Ok(())
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: i8| u8::try_from(n).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

/// What the format allows on a tab.
fn tab_name(name: &str) -> String {
    let kept: String = name.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).take(31).collect();
    kept.trim_matches('\'').to_owned()
}
