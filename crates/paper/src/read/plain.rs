//! Folding, fast: the same words as `kernel::text::fold` gives, from a table made once. Reading a
//! plan folds every cell many times.
use std::sync::LazyLock;

/// Folded form of each character below U+1F00; 0 where it folds to nothing.
static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    (0..0x1F00u32)
        .map(|code| {
            let Some(c) = char::from_u32(code) else { return '\0' };
            if (0x300..=0x36F).contains(&code) {
                return '\0';
            }
            if c.is_whitespace() || code == 0xFEFF {
                return ' ';
            }
            let folded = kernel::text::fold(&c.to_string());
            let mut chars = folded.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                (None, _) => '\0',
                _ => c,
            }
        })
        .collect()
});

/// Lower case, no accents, one blank between words.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let folded = match usize::try_from(u32::from(c)).ok().and_then(|i| TABLE.get(i)) {
            Some(c) => *c,
            None if c.is_whitespace() || c == '\u{feff}' => ' ',
            None => c,
        };
        match folded {
            '\0' => {}
            ' ' => gap = !out.is_empty(),
            c => {
                if gap {
                    out.push(' ');
                    gap = false;
                }
                out.push(c);
            }
        }
    }
    out
}

/// Folded, with everything but letters and digits turned into blanks.
pub(crate) fn fold_words(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    proptest::proptest! {
        #[test]
        fn folds_as_the_kernel_does(text in "[a-zA-ZÀ-ýĂăĐđĨĩŨũƠơƯưẠ-ỹ .,;\u{a0}\u{301}\u{323}]{0,40}") {
            proptest::prop_assert_eq!(super::fold(&text), kernel::text::fold(&text));
            proptest::prop_assert_eq!(super::fold_words(&text), kernel::text::fold_words(&text));
        }
    }
}
