//! Deadlines as plans print them: a kind and a last day, the printed text kept.
use kernel::Day;

use super::plain::fold;
use serde::{Deserialize, Serialize};

use dates::{Found, Token, dates, tokens};

mod dates;

/// What kind of deadline is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// `Thường xuyên`, `Hằng năm`: no last day.
    Recurring,
    /// `Trước ngày 25/4/2026`.
    Day,
    /// `6/2026`, `Tháng 5/2026`.
    Month,
    /// `Quý III/2026`.
    Quarter,
    /// `Năm 2026`.
    Year,
    /// `2026 - 2030`: ends at its end.
    Years,
    /// Set by somebody else: `Theo lộ trình được phê duyệt`: no last day.
    External,
    /// None printed, or none that is understood.
    #[default]
    None,
}

impl DeadlineKind {
    /// The stable code of the JSON contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Recurring => "recurring",
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Years => "years",
            Self::External => "external",
            Self::None => "none",
        }
    }
}

/// A deadline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// As printed.
    pub text: Option<String>,
    /// Its kind.
    pub kind: DeadlineKind,
    /// Its last day; none where the printed date does not exist.
    pub due_on: Option<Day>,
}

/// Reads a printed deadline. `year` is the plan's year, for dates printed without one.
#[must_use]
pub fn parse(text: &str, year: Option<i16>) -> Deadline {
    let text = kernel::text::squeeze(text);
    if text.is_empty() {
        return Deadline::default();
    }
    let (kind, due_on) = understand(&text, year);
    Deadline { text: Some(text), kind, due_on }
}

/// Words that deadlines are made of; a text with others is about something else too.
const OWN_WORDS: [&str; 42] = [
    "truoc", "ngay", "thang", "nam", "quy", "q", "t", "den", "het", "trong", "hoan", "thanh", "giai", "doan", "tu",
    "dau", "cuoi", "giua", "va", "i", "ii", "iii", "iv", "thuong", "xuyen", "hang", "hàng", "moi", "tuan", "ky",
    "dinh", "lien", "tuc", "bat", "ket", "thuc", "cac", "tiep", "theo", "tro", "di", "ill",
];

/// Whether the text is a deadline and nothing else.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    if text.chars().count() > 90 || matches!(parse(text, Some(2026)).kind, DeadlineKind::None) {
        return false;
    }
    let folded = fold(text);
    let external = EXTERNAL_START[..5].iter().any(|w| folded.starts_with(w));
    external
        || tokens(&folded).iter().all(|(_, t)| match t {
            Token::Word(w) => OWN_WORDS.contains(&w.as_str()),
            Token::Number(..) | Token::Mark(_) => true,
        })
}

const RECURRING: [&str; 26] = [
    "thuong xuyen",
    "hang nam",
    "hang quy",
    "hang thang",
    "hang tuan",
    "hang ngay",
    "hang ky",
    "moi nam",
    "moi quy",
    "moi thang",
    "moi tuan",
    "dinh ky",
    "lien tuc",
    "cac nam tiep theo",
    "nhung nam tiep theo",
    "nam tiep theo",
    "tro di",
    "tung nam",
    "dot xuat",
    "thang/lan",
    "nam/lan",
    "quy/lan",
    "tuan/lan",
    "lan/nam",
    "lan/quy",
    "lan/thang",
];
/// The plan's year, not named.
const WHOLE_YEAR: [&str; 8] =
    ["ca nam", "trong nam", "het nam", "cuoi nam", "trong nam ke hoach", "den het nam", "den cuoi nam", "suot nam"];
const EXTERNAL_START: [&str; 12] = [
    "theo ",
    "sau khi",
    "ngay sau khi",
    "khi ",
    "trong vong",
    "sau ",
    "phu hop",
    "tuy ",
    "can cu ",
    "bam sat",
    "dam bao tien do",
    "bao dam tien do",
];
const EXTERNAL_INSIDE: [&str; 8] =
    ["theo ", "sau khi", "ngay sau", "khi co ", "ke hoach cua", "chuong trinh cua", "yeu cau cua", "huong dan cua"];

fn understand(text: &str, year: Option<i16>) -> (DeadlineKind, Option<Day>) {
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let recurs = RECURRING.iter().filter_map(|w| bare.find(w)).min();
    if recurs.is_none_or(|at| at > 0) && EXTERNAL_START.iter().any(|w| bare.starts_with(w)) && !starts_after(bare) {
        return (DeadlineKind::External, None);
    }
    let open = ["tu nam ", "bat dau tu ", "ke tu "].iter().any(|w| bare.starts_with(w)) && !bare.contains("den");
    let dates = dates(bare, year);
    let complete = dates.iter().any(|d| d.complete && recurs.is_none_or(|at| d.at < at));
    if recurs.is_some() && !(complete && !bare.contains("tiep theo") && !bare.contains("tro di")) {
        return (DeadlineKind::Recurring, None);
    }
    if open && dates.len() == 1 && dates[0].kind == DeadlineKind::Year {
        return (DeadlineKind::Recurring, None);
    }
    if dates.is_empty() && matches!(bare, "theo quy" | "theo thang" | "theo nam" | "theo nam hoc" | "theo dot") {
        return (DeadlineKind::Recurring, None);
    }
    if let Some(year) = year.filter(|_| dates.is_empty() && WHOLE_YEAR.contains(&bare.trim_end_matches('.'))) {
        return (DeadlineKind::Year, Day::year_end(year));
    }
    if dates.is_empty() {
        if EXTERNAL_INSIDE.iter().any(|w| bare.contains(w)) {
            return (DeadlineKind::External, None);
        }
        return (DeadlineKind::None, None);
    }
    latest(&dates)
}

/// `sau ngày 25/4/2026` names a day itself; `sau khi …` does not.
fn starts_after(bare: &str) -> bool {
    bare.starts_with("sau ngay ") || bare.starts_with("sau thang ") || bare.starts_with("trong vong thang ")
}

/// The last of several dates decides; several years are a span of years.
fn latest(dates: &[Found]) -> (DeadlineKind, Option<Day>) {
    if let Some(bad) = dates.iter().find(|d| d.due.is_none()) {
        return (bad.kind, None);
    }
    let mut best = &dates[0];
    for date in dates {
        // Of two dates ending alike the finer one was meant: "tháng 12 năm 2026" over "2026".
        if date.due > best.due {
            best = date;
        }
    }
    if best.kind == DeadlineKind::Year && dates.iter().filter(|d| d.kind == DeadlineKind::Year).count() > 1 {
        return (DeadlineKind::Years, best.due);
    }
    // "Năm 2026, trước 30/11": the finer date of that year was meant.
    let year = |d: &Found| d.due.map(Day::year);
    if best.kind == DeadlineKind::Year
        && let Some(finer) = dates.iter().rfind(|d| d.kind != DeadlineKind::Year && year(d) == year(best))
    {
        return (finer.kind, finer.due);
    }
    (best.kind, best.due)
}

#[cfg(test)]
mod tests {
    use super::*;
    fn read(text: &str) -> String {
        let d = parse(text, Some(2026));
        format!("{} {}", d.kind.code(), d.due_on.map_or_else(String::new, |d| d.to_string()))
    }
    #[test]
    fn reads_the_printed_forms() {
        for (text, want) in [
            ("6/2026", "month 2026-06-30"),
            ("03/2026", "month 2026-03-31"),
            ("Tháng 5/2026", "month 2026-05-31"),
            ("tháng 2 năm 2028", "month 2028-02-29"),
            ("Tháng 5", "month 2026-05-31"),
            ("Tháng 3 - 6/2026", "month 2026-06-30"),
            ("Từ tháng 3/2026 đến tháng 12/2026", "month 2026-12-31"),
            ("Quý III/2026", "quarter 2026-09-30"),
            ("Quý IV năm 2026", "quarter 2026-12-31"),
            ("Quý Ill/2026", "quarter 2026-09-30"),
            ("Quý III, IV/2026", "quarter 2026-12-31"),
            ("Quý 2 - 2026", "quarter 2026-06-30"),
            ("Q3/2026", "quarter 2026-09-30"),
            ("Quý I/2026 - Quý II/2027", "quarter 2027-06-30"),
            ("Trước ngày 25/4/2026", "day 2026-04-25"),
            ("Trước 30/6", "day 2026-06-30"),
            ("ngày 25 tháng 4 năm 2026", "day 2026-04-25"),
            ("Hoàn thành trước ngày 15.12.2026", "day 2026-12-15"),
            ("31/2/2026", "day "),
            ("13/2026", "month "),
            ("Năm 2026", "year 2026-12-31"),
            ("2026", "year 2026-12-31"),
            ("Đến năm 2030", "year 2030-12-31"),
            ("2026 - 2030", "years 2030-12-31"),
            ("2026-2027", "years 2027-12-31"),
            ("Giai đoạn 2026 – 2030", "years 2030-12-31"),
            ("Từ năm 2026 đến năm 2028", "years 2028-12-31"),
            ("Năm 2026, 2027", "years 2027-12-31"),
            ("Thường xuyên", "recurring "),
            ("Thưởng xuyên", "recurring "),
            ("Hàng năm", "recurring "),
            ("Hằng năm", "recurring "),
            ("Trước 15/12 hằng năm", "recurring "),
            ("Quý IV hằng năm", "recurring "),
            ("Năm 2026 và các năm tiếp theo", "recurring "),
            ("Từ năm 2026", "recurring "),
            ("Định kỳ 6 tháng, năm", "recurring "),
            ("Thường xuyên, giai đoạn 2026-2030", "recurring "),
            ("Theo lộ trình được phê duyệt", "external "),
            ("Theo chương trình của Bộ Khoa học và Công nghệ", "external "),
            ("Theo Kế hoạch số 12/KH-UBND ngày 5/3/2026", "external "),
            ("Sau khi Trung ương ban hành", "external "),
            ("Tháng 6/2026 (theo lộ trình của Bộ)", "month 2026-06-30"),
            ("6 tháng đầu năm 2026", "month 2026-06-30"),
            ("O6/2026", "month 2026-06-30"),
            ("31/ 3/ 2026", "day 2026-03-31"),
            ("6 /2026", "month 2026-06-30"),
            ("Tháng 3/2026 trình dự thảo; tháng 6/2026 ban hành", "month 2026-06-30"),
            ("-", "none "),
            ("", "none "),
            ("Sở Tư pháp", "none "),
            ("2026-04-25", "day 2026-04-25"),
            ("Cuối năm 2026", "year 2026-12-31"),
            ("Cả năm", "year 2026-12-31"),
            ("Trong năm", "year 2026-12-31"),
            ("6 tháng/lần", "recurring "),
            ("02 lần/năm", "recurring "),
            ("Năm 2026 (trước 30/11)", "day 2026-11-30"),
            ("Quý III + IV/2026", "quarter 2026-12-31"),
            ("Tháng 6, 12 hằng năm", "recurring "),
            ("T6/2026", "month 2026-06-30"),
            ("trước 30.6.2026", "day 2026-06-30"),
            ("Q2/2026", "quarter 2026-06-30"),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }
    proptest::proptest! {
        #[test]
        fn never_fails_and_keeps_the_text(text in "\\PC{0,40}") {
            let d = parse(&text, Some(2026));
            let squeezed = kernel::text::squeeze(&text);
            proptest::prop_assert_eq!(d.text.unwrap_or_default(), squeezed);
        }
        #[test]
        fn every_real_day_is_read(n in 0i32..40_000) {
            let day = Day::from_number(n);
            if day.year() >= 1990 && day.year() < 2100 {
                let d = parse(&format!("Trước ngày {}", day.vietnamese()), None);
                proptest::prop_assert_eq!(d.due_on, Some(day));
            }
        }
    }
}
