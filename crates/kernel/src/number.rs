//! Numbers as Vietnamese officers print them: comma before decimals, dots between thousands.
use rust_decimal::Decimal;

/// `1.459.910`, `97,61`.
#[must_use]
pub fn vietnamese(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |d| ("-", d));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push('.');
        }
        out.push(c);
    }
    if !part.is_empty() {
        out.push(',');
        out.push_str(part);
    }
    out
}

/// Reads a printed number: decimal comma, thousands dot or blank; also plain `0.65` where a dot
/// can't be a thousands mark. `None` when it is no number or says two things at once.
#[must_use]
pub fn parse_vietnamese(text: &str) -> Option<Decimal> {
    let bare: String = text.trim().chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    let (sign, digits) = bare.strip_prefix(['-', '−']).map_or(("", bare.as_str()), |d| ("-", d));
    if digits.is_empty() || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let thousands = |s: &str, mark: char| {
        let mut groups = s.split(mark);
        let first = groups.next().unwrap_or("");
        (1..=3).contains(&first.len()) && first != "0" && groups.clone().count() > 0 && groups.all(|g| g.len() == 3)
    };
    let plain = match (digits.contains(','), digits.contains('.')) {
        (true, true) => {
            let (whole, part) = digits.rsplit_once(',')?;
            if part.contains('.') || !thousands(whole, '.') {
                return None;
            }
            format!("{}.{part}", whole.replace('.', ""))
        }
        (true, false) => {
            if digits.matches(',').count() != 1 {
                return None;
            }
            digits.replace(',', ".")
        }
        (false, true) if thousands(digits, '.') => digits.replace('.', ""),
        (false, true) if digits.matches('.').count() == 1 => digits.to_owned(),
        (false, true) => return None,
        (false, false) => digits.to_owned(),
    };
    format!("{sign}{plain}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn reads_what_plans_print() {
        for (text, want) in [
            ("70", "70"),
            ("0,65", "0.65"),
            ("1.459.910", "1459910"),
            ("05", "5"),
            ("1.234,5", "1234.5"),
            ("0.65", "0.65"),
            ("14,5", "14.5"),
        ] {
            assert_eq!(parse_vietnamese(text), want.parse().ok(), "{text}");
        }
        for text in ["", "Có", "1,2,3", "1.23.4", "-"] {
            assert_eq!(parse_vietnamese(text), None, "{text}");
        }
    }
    proptest::proptest! {
        #[test]
        fn what_is_printed_is_read_back(n in -9_999_999i64..9_999_999, scale in 0u32..3) {
            let value = Decimal::new(n, scale).normalize();
            // Three decimals after a lone dot-free comma stay unambiguous; scale is below three.
            proptest::prop_assert_eq!(parse_vietnamese(&vietnamese(value)), Some(value));
        }
    }
}
