//! Comparing words that a scanner may have misread.

/// Edit distance of two short folded texts, no more than `limit`; `None` beyond it.
pub(crate) fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit || b.len() >= 64 {
        return None;
    }
    if limit == 0 {
        return (a == b).then_some(0);
    }
    let mut cells = [0usize; 64];
    let row = &mut cells[..=b.len()];
    for (j, cell) in row.iter_mut().enumerate() {
        *cell = j;
    }
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
            least = least.min(row[j + 1]);
        }
        if least > limit {
            return None;
        }
    }
    Some(row[b.len()]).filter(|d| *d <= limit)
}

/// How many letters may be wrong in a phrase of so many.
fn tolerance(letters: usize) -> usize {
    match letters {
        0..=5 => 0,
        6..=10 => 1,
        11..=16 => 2,
        _ => 3,
    }
}

/// The best place of a phrase among words: how many letters of the phrase were found there.
/// Blanks don't count, so that "phố i hợp" is found too.
pub(crate) fn find(words: &[&str], phrase: &str) -> Option<usize> {
    let mut buffer = [0u8; 64];
    let needle = concat(&mut buffer, phrase.split(' '))?;
    let count = phrase.split(' ').count();
    let limit = tolerance(needle.len());
    let mut best: Option<usize> = None;
    let least = if limit == 0 { count } else { count.saturating_sub(1).max(1) };
    let most = if needle.len() <= 5 { count } else { count + 1 };
    for start in 0..words.len() {
        for len in least..=most {
            let Some(window) = words.get(start..start + len) else { break };
            let letters: usize = window.iter().map(|w| w.len()).sum();
            if letters.abs_diff(needle.len()) > limit {
                continue;
            }
            let mut buffer = [0u8; 64];
            let Some(hay) = concat(&mut buffer, window.iter().copied()) else { continue };
            if let Some(d) = distance(hay, needle, limit) {
                best = Some(best.map_or(d, |b| b.min(d)));
            }
        }
        if best == Some(0) {
            break;
        }
    }
    best.map(|d| needle.len() - d * 2)
}

fn concat<'b, 'w>(buffer: &'b mut [u8; 64], words: impl Iterator<Item = &'w str>) -> Option<&'b [u8]> {
    let mut end = 0;
    for word in words {
        buffer.get_mut(end..end + word.len())?.copy_from_slice(word.as_bytes());
        end += word.len();
    }
    Some(&buffer[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn finds_misread_phrases() {
        let words = |t: &'static str| t.split(' ').collect::<Vec<_>>();
        assert!(find(&words("phan dau den nam 2030"), "phan dau").is_some());
        assert!(find(&words("co quam phoi hop"), "co quan phoi hop").is_some());
        assert!(find(&words("co quan pho i hop"), "co quan phoi hop").is_some());
        assert!(find(&words("chu trinh san xuat"), "chu tri").is_none());
        assert!(find(&words("thoi gian hoan thanh"), "thoi gian").is_some());
        assert_eq!(distance(b"abc", b"abd", 1), Some(1));
        assert_eq!(distance(b"abc", b"xyz", 1), None);
    }
}
