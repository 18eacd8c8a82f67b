//! How alike two names are, in thousandths: shared words and shared letter triples, so that neither
//! a changed word order nor a recognition error in one word hides that they are the same.
/// A folded name prepared for comparing with many others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    text: String,
    words: Vec<u64>,
    triples: Vec<u64>,
}

impl Shape {
    /// Prepares a folded name.
    #[must_use]
    pub fn of(folded: &str) -> Self {
        let mut words: Vec<u64> = folded.split(' ').filter(|w| !w.is_empty()).map(|w| number(w.chars())).collect();
        words.sort_unstable();
        let chars: Vec<char> = format!(" {folded} ").chars().collect();
        let mut triples: Vec<u64> = chars.windows(3).map(|w| number(w.iter().copied())).collect();
        triples.sort_unstable();
        Self { text: folded.to_owned(), words, triples }
    }
    /// Likeness, 0 to 1000: shared words over all words, or twice the shared triples over both
    /// counts, whichever says more.
    #[must_use]
    pub fn permille(&self, other: &Self) -> i64 {
        if self.text == other.text {
            return if self.text.is_empty() { 0 } else { 1000 };
        }
        let words = shared(&self.words, &other.words);
        let all = self.words.len() + other.words.len() - words;
        let by_words = (1000 * words).checked_div(all).unwrap_or(0);
        let triples = self.triples.len() + other.triples.len();
        let by_triples = (2000 * shared(&self.triples, &other.triples)).checked_div(triples).unwrap_or(0);
        // Different texts are never quite the same, whatever their pieces.
        i64::try_from(by_words.max(by_triples)).unwrap_or(0).min(999)
    }
}

/// Likeness of two folded names, 0 to 1000.
#[must_use]
pub fn permille(a: &str, b: &str) -> i64 {
    Shape::of(a).permille(&Shape::of(b))
}

/// FNV-1a over characters: comparing numbers is quicker than comparing texts.
fn number(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3))
}

/// How many two sorted lists share, counted as often as both have them.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, count) = (i + 1, j + 1, count + 1);
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_letter_read_wrong_keeps_names_alike_and_other_names_apart() {
        let a = "xay dung cong du lieu mo cua tinh";
        assert_eq!(permille(a, a), 1000);
        assert!(permille(a, "xay dung conq du lieu mo cua tinh") > 800);
        assert!(permille(a, "cong du lieu mo cua tinh xay dung") > 800);
        assert!(permille(a, "to chuc hoi nghi so ket chuong trinh nam") < 450);
        assert_eq!(permille("", ""), 0);
    }
    proptest::proptest! {
        #[test]
        fn likeness_is_mutual_and_bounded(a in "[a-d ]{0,20}", b in "[a-d ]{0,20}") {
            let p = permille(&a, &b);
            proptest::prop_assert!((0..=1000).contains(&p));
            proptest::prop_assert_eq!(p, permille(&b, &a));
        }
    }
}
