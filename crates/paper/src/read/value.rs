//! Target values as plans print them: comparison, decimal number, unit, or a qualitative word.
use kernel::text::squeeze;

use super::plain::fold;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A printed comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// More than.
    #[serde(rename = ">")]
    MoreThan,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// Less than.
    #[serde(rename = "<")]
    LessThan,
}

impl Op {
    /// The sign of the JSON contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::AtMost => "<=",
            Self::LessThan => "<",
        }
    }
}

/// What is to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Number(Decimal),
    /// A word: `Có`, `Mức độ 3`.
    Text(String),
}

/// One printed target value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetValue {
    /// The year its column is for.
    pub year: Option<i16>,
    /// As printed.
    pub text: Option<String>,
    /// The comparison, if one is printed.
    pub op: Option<Op>,
    /// The value; none for an empty cell or a dash.
    pub value: Option<Value>,
    /// The unit in the cell, else the row's.
    pub unit: Option<String>,
}

impl TargetValue {
    /// Whether the text has digits and yet gave no number: a person should look.
    #[must_use]
    pub fn unclear(&self) -> bool {
        match &self.value {
            Some(Value::Text(text)) => {
                let word_first = text.starts_with(char::is_alphabetic);
                text.chars().count() > 40 || (text.chars().any(|c| c.is_ascii_digit()) && !word_first)
            }
            _ => false,
        }
    }
}

/// Reads a printed value; `row_unit` is the unit the row gives.
#[must_use]
pub fn parse(text: &str, row_unit: Option<&str>) -> TargetValue {
    let text = squeeze(text);
    if text.is_empty() {
        return TargetValue::default();
    }
    let mut out = TargetValue { text: Some(text.clone()), ..TargetValue::default() };
    if text.chars().all(|c| "-–—.…/_−".contains(c)) {
        return out;
    }
    let (op, rest) = leading(&text);
    match number_and_unit(rest) {
        Some((number, unit, op_after)) => {
            out.op = op.or(op_after);
            out.value = Some(Value::Number(number));
            let row_unit =
                row_unit.map(str::trim).filter(|u| u.chars().any(|c| c.is_alphanumeric() || c == '%' || c == '‰'));
            out.unit = if unit.is_empty() { row_unit.map(str::to_owned) } else { Some(unit) };
        }
        None => out.value = Some(Value::Text(text)),
    }
    out
}

/// Words that open a value and say nothing of their own.
const FILLERS: [&str; 9] =
    ["dat khoang ", "dat ", "khoang ", "phan dau dat ", "phan dau ", "dat ty le ", "ty le ", "chiem ", "hoan thanh "];

const SIGNS: [(&str, Op); 14] = [
    (">=", Op::AtLeast),
    ("> =", Op::AtLeast),
    ("=>", Op::AtLeast),
    ("≥", Op::AtLeast),
    ("⩾", Op::AtLeast),
    ("≧", Op::AtLeast),
    ("\u{f0b3}", Op::AtLeast),
    ("<=", Op::AtMost),
    ("< =", Op::AtMost),
    ("≤", Op::AtMost),
    ("⩽", Op::AtMost),
    ("≦", Op::AtMost),
    (">", Op::MoreThan),
    ("<", Op::LessThan),
];

const WORDS: [(&str, Op); 24] = [
    ("toi thieu ", Op::AtLeast),
    ("it nhat ", Op::AtLeast),
    ("khong duoi ", Op::AtLeast),
    ("khong thap hon ", Op::AtLeast),
    ("khong it hon ", Op::AtLeast),
    ("lon hon hoac bang ", Op::AtLeast),
    ("tu tren ", Op::MoreThan),
    ("cao hon ", Op::MoreThan),
    ("lon hon ", Op::MoreThan),
    ("nhieu hon ", Op::MoreThan),
    ("tren ", Op::MoreThan),
    ("hon ", Op::MoreThan),
    ("vuot ", Op::MoreThan),
    ("toi da ", Op::AtMost),
    ("khong qua ", Op::AtMost),
    ("khong vuot qua ", Op::AtMost),
    ("khong cao hon ", Op::AtMost),
    ("khong tren ", Op::AtMost),
    ("nho hon hoac bang ", Op::AtMost),
    ("nho hon ", Op::LessThan),
    ("thap hon ", Op::LessThan),
    ("it hon ", Op::LessThan),
    ("duoi ", Op::LessThan),
    ("nho ", Op::LessThan),
];

/// The comparison at the beginning, and what follows it.
fn leading(text: &str) -> (Option<Op>, &str) {
    let mut rest = text.trim_start_matches(|c: char| c == ':' || c == '~' || c.is_whitespace());
    let mut op = None;
    for _ in 0..3 {
        if let Some((sign, found)) = SIGNS.iter().find(|(s, _)| rest.starts_with(s)) {
            op = op.or(Some(*found));
            rest = rest[sign.len()..].trim_start();
            continue;
        }
        if let Some(after) = FILLERS.iter().find_map(|w| strip_folded(rest, w))
            && (after.starts_with(|c: char| c.is_ascii_digit()) || leading_op(after))
        {
            rest = after;
            continue;
        }
        if let Some((after, found)) = WORDS.iter().find_map(|(w, o)| strip_folded(rest, w).map(|a| (a, *o))) {
            op = op.or(Some(found));
            rest = after;
            continue;
        }
        // "từ 70 trở lên": the comparison stands at the end.
        if let Some(after) = strip_folded(rest, "tu ").filter(|_| has_tail(rest)) {
            rest = after;
        }
        break;
    }
    (op, rest)
}

fn leading_op(rest: &str) -> bool {
    SIGNS.iter().any(|(s, _)| rest.starts_with(s))
        || WORDS.iter().any(|(w, _)| strip_folded(rest, w).is_some())
        || (strip_folded(rest, "tu ").is_some() && has_tail(rest))
}

fn has_tail(text: &str) -> bool {
    let folded = fold(text);
    folded.contains("tro len") || folded.contains("tro xuong")
}

/// `text` behind words that fold to `words`.
fn strip_folded<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let count = words.split_whitespace().count();
    let mut at = 0;
    let mut seen = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        at += word.len();
        seen += 1;
        if seen == count {
            break;
        }
    }
    (seen == count && fold(&text[..at]) == words.trim()).then(|| text[at..].trim_start())
}

fn number_and_unit(text: &str) -> Option<(Decimal, String, Option<Op>)> {
    let end = number_end(text);
    let number = kernel_number(&text[..end])?;
    let mut rest = text[end..].trim();
    let mut op = None;
    if let Some(after) = rest.strip_prefix('+') {
        (op, rest) = (Some(Op::AtLeast), after.trim());
    }
    // A footnote mark is no unit.
    rest =
        rest.trim_end_matches(|c: char| "¹²³⁴⁵⁶⁷⁸⁹⁰*".contains(c) && !rest.starts_with(char::is_alphabetic)).trim_end();
    if let Some(at) = rest.rfind('[').filter(|at| {
        let inside = rest[at + 1..].trim_end_matches(']');
        inside.len() + at + 2 == rest.len() && !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit())
    }) {
        rest = rest[..at].trim_end();
    }
    if rest.starts_with('(') && rest.ends_with(')') && rest[1..rest.len() - 1].bytes().all(|b| b.is_ascii_digit()) {
        rest = "";
    }
    let folded = fold(rest);
    for (tail, found) in [("tro len", Op::AtLeast), ("tro xuong", Op::AtMost)] {
        if folded.ends_with(tail) {
            op = Some(found);
            let words = rest.split_whitespace().count().saturating_sub(2);
            let kept: Vec<&str> = rest.split_whitespace().take(words).collect();
            return plausible_unit(&kept.join(" ")).map(|u| (number, u, op));
        }
    }
    plausible_unit(rest).map(|u| (number, u, op))
}

/// What follows a number must read as a unit, not as more of a number (`1/10`, `50 - 60`).
fn plausible_unit(rest: &str) -> Option<String> {
    let rest = rest.trim().trim_end_matches(['.', ';', ',']).trim();
    let first = rest.chars().next();
    let ok = match first {
        None => true,
        Some(c) => c.is_alphabetic() || "%‰°(²³".contains(c),
    };
    let span = fold(rest);
    let more = span.starts_with("den ") && span.bytes().any(|b| b.is_ascii_digit());
    // "100% cấp tỉnh; 80% cấp xã" says two things.
    let second = rest.find([';', ',']).is_some_and(|at| rest[at..].bytes().any(|b| b.is_ascii_digit()));
    (ok && !more && !second && rest.chars().count() <= 60).then(|| rest.to_owned())
}

fn number_end(text: &str) -> usize {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let digit = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_ascii_digit());
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        let sign = i == 0 && matches!(c, '-' | '−') && digit(1);
        let mark = (c == ',' || c == '.') && i > 0 && digit(i - 1) && digit(i + 1);
        // "1 459 910": a blank between full groups of three.
        let blank = (c == ' ' || c == '\u{a0}')
            && i > 0
            && digit(i - 1)
            && digit(i + 1)
            && digit(i + 2)
            && digit(i + 3)
            && !digit(i + 4);
        if !(digit(i) || sign || mark || blank) {
            break;
        }
        i += 1;
    }
    chars.get(i).map_or(text.len(), |(at, _)| *at)
}

fn kernel_number(text: &str) -> Option<Decimal> {
    kernel::number::parse_vietnamese(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    fn read(text: &str, unit: Option<&str>) -> String {
        let v = parse(text, unit);
        let value = match &v.value {
            Some(Value::Number(n)) => n.to_string(),
            Some(Value::Text(t)) => format!("'{t}'"),
            None => "null".into(),
        };
        format!("{} {value} {}", v.op.map_or("", Op::code), v.unit.as_deref().unwrap_or(""))
    }
    #[test]
    fn reads_the_printed_forms() {
        let pc = Some("%");
        for (text, unit, want) in [
            ("≥ 70", pc, ">= 70 %"),
            ("100", pc, " 100 %"),
            ("≥ 0,65", None, ">= 0.65 "),
            (">= 0.75", None, ">= 0.75 "),
            ("Đạt 2% GRDP", None, " 2 % GRDP"),
            ("Có", Some("-"), " 'Có' "),
            ("-", pc, " null "),
            ("", pc, " null "),
            ("05", Some("Sản phẩm"), " 5 Sản phẩm"),
            ("Mức độ 3", None, " 'Mức độ 3' "),
            ("≥ 14,5", Some("%GRDP"), ">= 14.5 %GRDP"),
            ("1.459.910", Some("người"), " 1459910 người"),
            ("1 459 910 người", None, " 1459910 người"),
            ("Tối thiểu 80%", None, ">= 80 %"),
            ("Từ 80% trở lên", None, ">= 80 %"),
            ("Trên 90", pc, "> 90 %"),
            ("Đạt trên 90%", None, "> 90 %"),
            ("Không quá 5%", None, "<= 5 %"),
            ("< 2", pc, "< 2 %"),
            ("Dưới 3 ngày", None, "< 3 ngày"),
            ("≤ 1,5%", pc, "<= 1.5 %"),
            ("Ít nhất 03 bài toán", None, ">= 3 bài toán"),
            ("100%", pc, " 100 %"),
            ("50 - 60%", pc, " '50 - 60%' "),
            ("3/5", None, " '3/5' "),
            ("Top 10", None, " 'Top 10' "),
            ("Hoàn thành", None, " 'Hoàn thành' "),
            ("70(1)", pc, " 70 %"),
            ("70[2]", pc, " 70 %"),
            ("70%¹", pc, " 70 %"),
            ("Top 20", Some("Hạng"), " 'Top 20' "),
            ("0,7-0,75", None, " '0,7-0,75' "),
            ("Phấn đấu 50", pc, " 50 %"),
            ("100%/năm", None, " 100 %/năm"),
            ("97,61", pc, " 97.61 %"),
            ("tối thiểu 70", pc, ">= 70 %"),
            ("-1,5", pc, " -1.5 %"),
            ("20 người/vạn dân", None, " 20 người/vạn dân"),
            ("x", None, " 'x' "),
            ("≥ 95,0 %", None, ">= 95.0 %"),
            ("100% cấp tỉnh; 80% cấp xã", None, " '100% cấp tỉnh; 80% cấp xã' "),
            ("7 người/1 vạn dân", None, " 7 người/1 vạn dân"),
        ] {
            assert_eq!(read(text, unit), want, "{text}");
        }
    }
    proptest::proptest! {
        #[test]
        fn never_fails_and_keeps_the_text(text in "\\PC{0,40}") {
            let v = parse(&text, None);
            proptest::prop_assert_eq!(v.text.unwrap_or_default(), squeeze(&text));
        }
        #[test]
        fn printed_numbers_come_back(n in 0i64..9_999_999, scale in 0u32..3) {
            let value = Decimal::new(n, scale).normalize();
            let v = parse(&format!("≥ {}", kernel::number::vietnamese(value)), Some("%"));
            proptest::prop_assert_eq!(v.value, Some(Value::Number(value)));
            proptest::prop_assert_eq!(v.op, Some(Op::AtLeast));
        }
    }
}
