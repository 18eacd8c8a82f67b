//! Row and section numbers as printed: `1`, `1.1`, `IV`, `a)`, `(2)`.

/// The value of a roman numeral in lower case, 1 to 89.
#[must_use]
pub(crate) fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let mut value = 0;
    let mut last = 0;
    for c in text.chars().rev() {
        let digit = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            _ => return None,
        };
        if digit < last {
            value -= digit;
        } else {
            value += digit;
            last = digit;
        }
    }
    let value = u32::try_from(value).ok()?;
    (to_roman(value) == text).then_some(value)
}

/// A roman numeral in lower case.
#[must_use]
pub(crate) fn to_roman(mut n: u32) -> String {
    let mut out = String::new();
    for (value, text) in [(50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while n >= value && out.len() < 20 {
            out.push_str(text);
            n -= value;
        }
    }
    out
}

/// What a printed number looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// `I`, `IV`.
    Roman(u32),
    /// `A`, `B`.
    Upper(char),
    /// `a`, `b`.
    Lower(char),
    /// `1`, `1.2`, `1.2.3`.
    Plain(Vec<u32>),
    /// `I.1`, `A.2`, `II.3.1`: a section's sign, then numbers.
    Mixed(String, Vec<u32>),
}

impl Number {
    /// Whether `child` is numbered below this one: `1` and `1.1`, `I` and `I.1`.
    pub(crate) fn is_parent_of(&self, child: &Self) -> bool {
        match (self, child) {
            (Self::Plain(a), Self::Plain(b)) => b.len() > a.len() && b.starts_with(a),
            (Self::Roman(n), Self::Mixed(sign, _)) => sign.eq_ignore_ascii_case(&to_roman(*n)),
            (Self::Upper(c), Self::Mixed(sign, _)) => sign.chars().eq([*c]),
            (Self::Mixed(s, a), Self::Mixed(t, b)) => s == t && b.len() > a.len() && b.starts_with(a),
            _ => false,
        }
    }
}

/// Reads a whole cell as a number; `None` when there is more in it.
#[must_use]
pub(crate) fn parse(text: &str) -> Option<Number> {
    let bare = text.trim().trim_matches(|c: char| "().:-*".contains(c) || c.is_whitespace());
    if bare.is_empty() || bare.len() > 14 {
        return None;
    }
    let bare: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> = bare.split(['.', ',', '-']).collect();
    let digits = |p: &&str| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit());
    if parts.iter().all(&digits) {
        let numbers: Option<Vec<u32>> = parts.iter().map(|p| p.parse().ok()).collect();
        return numbers.filter(|n| n.len() <= 5).map(Number::Plain);
    }
    let first = parts[0];
    if parts.len() > 1 {
        let sign = roman(&first.to_lowercase()).is_some() || single_letter(first).is_some();
        if sign && parts[1..].iter().all(digits) {
            let rest: Option<Vec<u32>> = parts[1..].iter().map(|p| p.parse().ok()).collect();
            return rest.map(|r| Number::Mixed(first.to_owned(), r));
        }
        return None;
    }
    // OCR writes "l" for "I" inside romans: "lV", "Vlll".
    let upper = first.chars().any(|c| c.is_ascii_uppercase());
    let mended = if upper { first.replace('l', "I") } else { first.to_owned() };
    if mended.chars().all(|c| c.is_ascii_uppercase())
        && let Some(n) = roman(&mended.to_lowercase()).filter(|n| *n < 40)
    {
        return Some(Number::Roman(n));
    }
    let letter = single_letter(first)?;
    Some(if letter.is_uppercase() { Number::Upper(letter) } else { Number::Lower(letter) })
}

fn single_letter(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let c = chars.next()?;
    (chars.next().is_none() && c.is_alphabetic()).then_some(c)
}

/// The number as it goes into the record: without a closing dot or colon.
#[must_use]
pub(crate) fn printed(text: &str) -> Option<String> {
    let text = kernel::text::squeeze(text);
    let text = text.trim_end_matches(['.', ':', ' ']);
    (!text.is_empty()).then(|| text.to_owned())
}

/// Splits `IV. Phát triển …`, `1.1 Xây dựng …`, `a) …` into number and title.
#[must_use]
pub(crate) fn split_title(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    let (mut head, mut rest) = (&text[..end], text[end..].trim_start());
    // "I.Phát triển": no blank after the dot.
    if let Some(dot) = head.find(['.', ')']).filter(|d| d + 1 < head.len()) {
        let (a, b) = (&head[..=dot], &text[dot + 1..]);
        if parse(a).is_some() && b.starts_with(char::is_alphabetic) && parse(head).is_none() {
            (head, rest) = (a, b);
        }
    }
    let number = parse(head)?;
    let closed = head.ends_with(['.', ')', ':', '/']) || rest.starts_with(['-', '–', '.', ')', ':']);
    let ok = match number {
        // "A nhiệm vụ" or "I" are words only with a mark; romans of two letters are safe.
        Number::Upper(_) | Number::Lower(_) => closed,
        Number::Roman(_) | Number::Mixed(..) => closed || rest.starts_with(char::is_uppercase),
        Number::Plain(_) => closed || (head.contains('.') && rest.starts_with(char::is_uppercase)),
    };
    let rest = rest.trim_start_matches(|c: char| "-–.):".contains(c) || c.is_whitespace());
    (ok && rest.chars().any(char::is_alphabetic)).then(|| (printed(head).unwrap_or_default(), rest.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn romans_go_both_ways() {
        for n in 1..60 {
            assert_eq!(roman(&to_roman(n)), Some(n));
        }
        assert_eq!(roman("iiv"), None);
    }
    #[test]
    fn reads_numbers() {
        assert_eq!(parse("1."), Some(Number::Plain(vec![1])));
        assert_eq!(parse("1.12"), Some(Number::Plain(vec![1, 12])));
        assert_eq!(parse("VIII"), Some(Number::Roman(8)));
        assert_eq!(parse("lV"), Some(Number::Roman(4)));
        assert_eq!(parse("a)"), Some(Number::Lower('a')));
        assert_eq!(parse("A"), Some(Number::Upper('A')));
        assert_eq!(parse("II.3"), Some(Number::Mixed("II".into(), vec![3])));
        assert_eq!(parse("Sở"), None);
        assert_eq!(parse("2026 - 2030 năm"), None);
    }
    #[test]
    fn splits_titles() {
        let split = |t: &str| split_title(t).map(|(a, b)| format!("{a}|{b}"));
        assert_eq!(split("I Phát triển hạ tầng").as_deref(), Some("I|Phát triển hạ tầng"));
        assert_eq!(split("IV. TỔ CHỨC").as_deref(), Some("IV|TỔ CHỨC"));
        assert_eq!(split("1.1. Hạ tầng").as_deref(), Some("1.1|Hạ tầng"));
        assert_eq!(split("a) Hạ tầng").as_deref(), Some("a)|Hạ tầng"));
        assert_eq!(split("I.Hạ tầng").as_deref(), Some("I|Hạ tầng"));
        assert_eq!(split("100 người"), None);
        assert_eq!(split("A Hạ tầng"), None);
        assert_eq!(split("Phát triển"), None);
    }
}
