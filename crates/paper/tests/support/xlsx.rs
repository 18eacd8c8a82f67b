//! Made-up plans as workbooks.
use rust_xlsxwriter::{Format, Workbook};

use super::{
    Dice,
    truth::{Col, Sheet},
};

#[derive(Clone, Debug)]
pub struct Look {
    pub section: usize,
    pub flat: bool,
    pub titles: bool,
    pub offset: u16,
    pub numbers: bool,
}
impl Look {
    pub fn random(dice: &mut Dice) -> Self {
        Self {
            section: dice.below(4),
            flat: dice.one_in(3),
            titles: !dice.one_in(3),
            offset: u16::from(dice.one_in(4)),
            numbers: dice.one_in(2),
        }
    }
}

pub fn workbook(sheets: &[Sheet], head: &[String], look: &Look) -> Vec<u8> {
    let mut book = Workbook::new();
    let plain = Format::new();
    for (n, sheet) in sheets.iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(format!("Phụ lục {}", n + 1)).unwrap();
        let width = u16::try_from(sheet.columns.len()).unwrap();
        let o = look.offset;
        let mut row = 0;
        if n == 0 || look.titles {
            for line in head {
                page.merge_range(row, o, row, o + width - 1, line, &plain).unwrap();
                row += 1;
            }
            row += 1;
        }
        let title = |i: u16| sheet.titles[usize::from(i)].as_str();
        if sheet.spans.is_empty() {
            for c in 0..width {
                page.write_string(row, o + c, title(c)).unwrap();
            }
            row += 1;
        } else {
            let mut c = 0;
            while c < width {
                if let Some((a, b, text)) = sheet.spans.iter().find(|(a, _, _)| *a == usize::from(c)) {
                    let last = u16::try_from(*b).unwrap();
                    page.merge_range(row, o + c, row, o + last, text, &plain).unwrap();
                    for i in u16::try_from(*a).unwrap()..=last {
                        page.write_string(row + 1, o + i, title(i)).unwrap();
                    }
                    c = last + 1;
                } else {
                    page.merge_range(row, o + c, row + 1, o + c, title(c), &plain).unwrap();
                    c += 1;
                }
            }
            row += 2;
        }
        if sheet.numbering_row {
            for c in 0..width {
                page.write_number(row, o + c, f64::from(c + 1)).unwrap();
            }
            row += 1;
        }
        for section in &sheet.sections {
            if !section.no.is_empty() {
                match look.section {
                    0 => {
                        page.write_string(row, o, &section.no).unwrap();
                        page.merge_range(row, o + 1, row, o + width - 1, &section.title, &plain).unwrap();
                    }
                    1 => {
                        page.write_string(row, o, format!("{} {}", section.no, section.title)).unwrap();
                    }
                    2 => {
                        page.merge_range(
                            row,
                            o,
                            row,
                            o + width - 1,
                            &format!("{}. {}", section.no, section.title),
                            &plain,
                        )
                        .unwrap();
                    }
                    _ => {
                        page.write_string(row, o, &section.no).unwrap();
                        page.write_string(row, o + 1, &section.title).unwrap();
                    }
                }
                row += 1;
            }
            for (i, item) in section.items.iter().enumerate() {
                for c in 0..width {
                    let cell = &item.cells[usize::from(c)];
                    if cell.merged {
                        continue;
                    }
                    let run = section.items[i + 1..].iter().take_while(|n| n.cells[usize::from(c)].merged).count();
                    let numeric = look.numbers
                        && matches!(sheet.columns[usize::from(c)], Col::No | Col::Value(_) | Col::Deadline)
                        && !cell.text.starts_with('0');
                    let number =
                        cell.text.replace(',', ".").parse::<f64>().ok().filter(|_| numeric && !cell.text.contains('.'));
                    if run > 0 && !look.flat {
                        let last = row + u32::try_from(run).unwrap();
                        page.merge_range(row, o + c, last, o + c, &cell.text, &plain).unwrap();
                    } else if let Some(number) = number {
                        page.write_number(row, o + c, number).unwrap();
                    } else if !cell.text.is_empty() {
                        page.write_string(row, o + c, &cell.text).unwrap();
                    }
                }
                row += 1;
            }
        }
    }
    book.save_to_buffer().unwrap()
}
