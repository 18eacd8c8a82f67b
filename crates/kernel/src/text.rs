//! Vietnamese text: composing accents, folding them away for search and comparison.
use unicode_normalization::UnicodeNormalization;

/// Accents composed (NFC), the form in which every text is stored.
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Runs of white space (no-break spaces too) become one blank; ends trimmed.
#[must_use]
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// For search: lower case, no accents (`Đ` becomes `d`), one blank between words.
/// `fold("Sở Khoa học và Công nghệ") == "so khoa hoc va cong nghe"`.
#[must_use]
pub fn fold(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    squeeze(&bare)
}

/// For comparing names: folded, with everything but letters and digits turned into blanks.
#[must_use]
pub fn fold_words(text: &str) -> String {
    squeeze(&fold(text).replace(|c: char| !c.is_alphanumeric(), " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn folding_ignores_accents_case_and_form() {
        assert_eq!(fold("  Sở  KHOA học\u{a0}và Công nghệ "), "so khoa hoc va cong nghe");
        assert_eq!(fold("Đắk Nông"), fold("đa\u{306}\u{301}k nông"));
        assert_eq!(nfc("e\u{302}\u{323}"), "ệ");
        assert_eq!(fold_words("Các sở, ban, ngành;"), "cac so ban nganh");
    }
}
