//! Numbers and dates of a workbook as its number formats show them.
use kernel::Day;

/// A number as the sheet shows it, in Vietnamese marks.
pub(crate) fn shown(number: f64, format: u32, code: &str, early: bool) -> String {
    let bare = without_literals(code);
    let general = code.is_empty() || bare.contains("general") || code == "@";
    let date = match format {
        14..=17 | 22 | 27..=36 | 50..=58 => true,
        18..=21 | 45..=47 => return plain(number),
        _ => !general && (bare.contains('y') || (bare.contains('d') && bare.contains('m'))),
    };
    if date {
        let day = matches!(format, 14 | 15 | 16 | 22 | 27..=36 | 50..=58) || bare.contains('d');
        let month = format == 17 || bare.contains('m');
        if let Some(text) = by_code(number, &dated(code), early).or_else(|| date_text(number, day, day || month, early))
        {
            return text;
        }
    }
    let percent = matches!(format, 9 | 10) || bare.contains('%');
    let value = if percent { rounded(number * 100.0) } else { number };
    let mut text = plain(value);
    if percent {
        text.push('%');
        return text;
    }
    if general {
        return text;
    }
    let (before, after) = literals(code);
    let zeros = bare.split(['.', ';']).next().unwrap_or("").matches('0').count();
    let whole = text.split(',').next().unwrap_or("").len();
    if !text.starts_with('-') && zeros > whole && zeros <= 6 && !bare.contains('#') {
        text = format!("{}{text}", "0".repeat(zeros - whole));
    }
    format!("{before}{text}{after}")
}

fn rounded(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

fn plain(number: f64) -> String {
    rounded(number).to_string().replace('.', ",")
}

/// A date's code with its escaped marks plain.
fn dated(code: &str) -> String {
    without_literals(&code.replace("\\-", "-").replace("\\/", "/").replace("\\.", ".").replace("\\ ", " "))
}

/// A date as a code of days, months and years writes it: `dd/mm/yyyy`, `yyyy-mm-dd`, `mm/yyyy`.
fn by_code(number: f64, bare: &str, early: bool) -> Option<String> {
    let code = bare.split(';').next().unwrap_or("").split(['h', 's']).next().unwrap_or("").trim();
    let known = code.chars().all(|c| "dmy/-. ".contains(c)) && code.contains('y') && !code.contains("mmm");
    let date = serial_day(number, early).filter(|_| known && !code.contains("ddd"))?;
    let mut out = String::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let run = rest.chars().take_while(|d| *d == c).count();
        match (c, run) {
            ('d', 1) => out.push_str(&date.day().to_string()),
            ('d', _) => out.push_str(&format!("{:02}", date.day())),
            ('m', 1) => out.push_str(&date.month().to_string()),
            ('m', _) => out.push_str(&format!("{:02}", date.month())),
            ('y', 1 | 2) => out.push_str(&format!("{:02}", date.year() % 100)),
            ('y', _) => out.push_str(&date.year().to_string()),
            _ => out.extend(std::iter::repeat_n(c, run)),
        }
        rest = &rest[run..];
    }
    Some(out.trim_end_matches([' ', '/', '-']).to_owned())
}

fn date_text(number: f64, day: bool, month: bool, early: bool) -> Option<String> {
    let date = serial_day(number, early)?;
    Some(if day {
        date.vietnamese()
    } else if month {
        format!("{}/{}", date.month(), date.year())
    } else {
        date.year().to_string()
    })
}

/// The day that a sheet's serial number stands for.
fn serial_day(number: f64, early: bool) -> Option<Day> {
    if !(1.0..2_958_466.0).contains(&number) {
        return None;
    }
    // Day 25,569 of the 1900 system is 1 January 1970; the 1904 system begins 1,462 days later.
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a serial day above")]
    let serial = number.floor() as i32 + if early { 1462 } else { 0 };
    Some(Day::from_number(serial - 25_569))
}

/// A format code without quoted text, escaped letters and brackets; lower case.
fn without_literals(code: &str) -> String {
    let mut out = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            _ => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// The text a format code puts before and after the digits: `"≥ "0` and `0" người"`.
fn literals(code: &str) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    let mut digits = false;
    let mut chars = code.split(';').next().unwrap_or("").chars();
    while let Some(c) = chars.next() {
        let into = if digits { &mut after } else { &mut before };
        match c {
            '"' => into.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => into.extend(chars.next()),
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '_' | '*' => {
                chars.next();
            }
            '0' | '#' | '?' => digits = true,
            '≥' | '≤' | '>' | '<' => into.push(c),
            _ => {}
        }
    }
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn numbers_show_as_their_format_says() {
        for (number, format, code, want) in [
            (70.0, 0, "", "70"),
            (0.65, 0, "", "0,65"),
            (0.7, 9, "0%", "70%"),
            (0.145, 10, "0.00%", "14,5%"),
            (5.0, 164, "00", "05"),
            (70.0, 164, "\"≥ \"0", "≥ 70"),
            (46_138.0, 14, "", "26/4/2026"),
            (46_174.0, 17, "", "6/2026"),
            (46_174.0, 165, "mm/yyyy", "06/2026"),
            (46_174.0, 165, "m/yyyy", "6/2026"),
            (46_174.0, 165, "dd/mm/yyyy", "01/06/2026"),
            (46_174.0, 165, "d/m/yy", "1/6/26"),
            (46_174.0, 165, "yyyy\\-mm\\-dd", "2026-06-01"),
            (46_174.0, 165, "yyyy-mm-dd", "2026-06-01"),
            (46_174.0, 165, "dd/mm/yyyy hh:mm", "01/06/2026"),
            (46_174.0, 165, "[$-42A]dd mmmm yyyy", "1/6/2026"),
            (1_459_910.0, 3, "#,##0", "1459910"),
        ] {
            assert_eq!(shown(number, format, code, false), want, "{number} {code}");
        }
    }
}
