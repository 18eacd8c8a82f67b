//! Likeness of names: one letter apart (a recognition error), and ranking for suggestions.
use std::collections::HashMap;

/// Do they differ by exactly one letter put in, left out or changed? A digit never counts: `Bảo Lâm 1`
/// and `Bảo Lâm 2` are different communes.
pub(super) fn one_letter_apart(a: &[u8], b: &[u8]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || long == short {
        return false;
    }
    let head = long.iter().zip(short).take_while(|(x, y)| x == y).count();
    let skip = usize::from(long.len() == short.len());
    let differs = |c: Option<&u8>| c.is_none_or(|c| c.is_ascii_alphabetic());
    let letters = differs(long.get(head)) && (skip == 0 || differs(short.get(head)));
    letters && long[head + 1..] == short[head + skip..]
}

/// Names as sets of three-letter pieces.
#[derive(Debug, Default)]
pub(super) struct Similar {
    names: Vec<(usize, usize)>,
    holding: HashMap<[u8; 3], Vec<usize>>,
}

fn trigrams(name: &str) -> Vec<[u8; 3]> {
    let padded = format!(" {name} ");
    let mut all: Vec<[u8; 3]> = padded.as_bytes().windows(3).map(|w| [w[0], w[1], w[2]]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Similar {
    pub(super) fn add(&mut self, unit: usize, name: &str) {
        let all = trigrams(name);
        for piece in &all {
            self.holding.entry(*piece).or_default().push(self.names.len());
        }
        self.names.push((unit, all.len()));
    }
    /// Units by likeness, best first; only those that share a good third.
    pub(super) fn rank(&self, name: &str) -> Vec<usize> {
        let all = trigrams(name);
        let mut shared = vec![0u32; self.names.len()];
        for piece in &all {
            for at in self.holding.get(piece).into_iter().flatten() {
                shared[*at] += 1;
            }
        }
        let mut ranked: Vec<(u32, usize)> = shared
            .into_iter()
            .zip(&self.names)
            .filter(|(count, _)| *count > 0)
            .map(|(count, (unit, size))| (2000 * count / u32::try_from(size + all.len()).unwrap_or(u32::MAX), *unit))
            .filter(|(score, _)| *score >= 350)
            .collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, unit)| unit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::one_letter_apart;
    #[test]
    fn one_letter_but_never_a_digit() {
        let apart = |a: &str, b: &str| one_letter_apart(a.as_bytes(), b.as_bytes());
        assert!(apart("so tai chinh", "so tai chnh"));
        assert!(apart("so tai chinh", "so tal chinh"));
        assert!(apart("so tai chinhh", "so tai chinh"));
        assert!(!apart("bao lam 1", "bao lam 2"));
        assert!(!apart("bao lam 1", "bao lam 12"));
        assert!(!apart("bao lam", "bao lam"));
        assert!(!apart("so tai chinh", "so tal chihh"));
    }
}
