//! Words in which a target that is no number is said to be reached or not: vocabulary of reports.
use kernel::text::fold_words;

/// Words that say "reached".
const YES: &[&str] = &["có", "đạt", "đã đạt", "hoàn thành", "đã hoàn thành", "đã có"];
/// Words that say "not reached yet".
const NO: &[&str] = &["không", "chưa", "chưa có", "chưa đạt", "không đạt", "chưa hoàn thành", "đang thực hiện"];

/// Does the answer say that the target is reached: in one of those words, or in the target's own?
#[must_use]
pub fn affirms(target: &str, answer: &str) -> bool {
    let answer = fold_words(answer);
    !answer.is_empty() && (answer == fold_words(target) || is_one_of(YES, &answer))
}

/// Does the answer say that it is not reached?
#[must_use]
pub fn denies(answer: &str) -> bool {
    is_one_of(NO, &fold_words(answer))
}

/// Is it one of the words that decide, one way or the other?
#[must_use]
pub fn decides(answer: &str) -> bool {
    denies(answer) || is_one_of(YES, &fold_words(answer))
}

fn is_one_of(words: &[&str], folded: &str) -> bool {
    words.iter().any(|word| fold_words(word) == folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn words_decide_and_others_must_match() {
        assert!(affirms("Có", "Có"));
        assert!(affirms("Mức độ 3", "mức độ 3"));
        assert!(affirms("Mức độ 3", "Đã hoàn thành"));
        assert!(!affirms("Có", "Chưa"));
        assert!(affirms("Không", "không"), "the target's own word affirms it");
        assert!(!affirms("Mức độ 3", "Mức độ 2"));
        assert!(!affirms("", ""));
        assert!(decides("Chưa có") && !decides("khoảng một nửa"));
    }
}
