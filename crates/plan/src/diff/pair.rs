//! Which row of a new edition is which row of the one before: by place and name, then by name
//! (renumbered), then by likeness where it is unambiguous. What stays ambiguous is asked, not guessed.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::similar::Shape;

/// What identifies a row: its section and number as printed, its name folded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Number of the section.
    pub section: String,
    /// Number of the row.
    pub no: String,
    /// Folded name.
    pub name: String,
}

/// A new row that may be one of several old ones, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    /// Index of the new row.
    pub new: usize,
    /// Indices of old rows with their likeness.
    pub olds: Vec<(usize, i64)>,
}

/// Who is who.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// New row to old row.
    pub pairs: BTreeMap<usize, usize>,
    /// Rows that are new.
    pub added: Vec<usize>,
    /// Old rows that no new row is.
    pub gone: Vec<usize>,
    /// To be asked.
    pub unsure: Vec<Unsure>,
}

/// Alike enough to be the same, if nothing else is nearly as alike.
const SAME: i64 = 650;
/// How far the second best must be behind.
const MARGIN: i64 = 80;
/// Alike enough to ask when the place is the same.
const ASK: i64 = 350;
/// What the same place adds.
const PLACE: i64 = 150;

struct Work<'a> {
    new: &'a [Key],
    old: &'a [Key],
    new_shapes: Vec<Shape>,
    old_shapes: Vec<Shape>,
    pairs: BTreeMap<usize, usize>,
    new_free: Vec<bool>,
    old_free: Vec<bool>,
}

impl Work<'_> {
    fn join(&mut self, new: usize, old: usize) {
        self.pairs.insert(new, old);
        self.new_free[new] = false;
        self.old_free[old] = false;
    }
    /// Pairs rows with equal keys: one to one, or several to as many in order when `ordered`.
    fn by<K: std::hash::Hash + Eq>(&mut self, key: impl Fn(&Key) -> Option<K>, ordered: bool) {
        let mut olds: HashMap<K, Vec<usize>> = HashMap::new();
        for i in (0..self.old.len()).filter(|i| self.old_free[*i]) {
            if let Some(k) = key(&self.old[i]) {
                olds.entry(k).or_default().push(i);
            }
        }
        let mut news: HashMap<K, Vec<usize>> = HashMap::new();
        for i in (0..self.new.len()).filter(|i| self.new_free[*i]) {
            if let Some(k) = key(&self.new[i]) {
                news.entry(k).or_default().push(i);
            }
        }
        for (k, new) in news {
            let Some(old) = olds.get(&k) else { continue };
            if new.len() == old.len() && (ordered || new.len() == 1) {
                for (n, o) in new.into_iter().zip(old) {
                    self.join(n, *o);
                }
            }
        }
    }
    /// Likeness with the place counted.
    fn score(&self, new: usize, old: usize) -> i64 {
        let (a, b) = (&self.new[new], &self.old[old]);
        let place = a.section == b.section && a.no == b.no && !a.no.is_empty();
        self.new_shapes[new].permille(&self.old_shapes[old]) + if place { PLACE } else { 0 }
    }
}

/// Pairs the rows. `answers`: what a person said of a new row: this old one, or none.
#[must_use]
pub fn pair(new: &[Key], old: &[Key], answers: &BTreeMap<usize, Option<usize>>) -> Pairing {
    let mut work = Work {
        new,
        old,
        new_shapes: new.iter().map(|k| Shape::of(&k.name)).collect(),
        old_shapes: old.iter().map(|k| Shape::of(&k.name)).collect(),
        pairs: BTreeMap::new(),
        new_free: vec![true; new.len()],
        old_free: vec![true; old.len()],
    };
    let mut fresh = Vec::new();
    for (n, answer) in answers {
        match answer {
            Some(o) if *n < new.len() && *o < old.len() && work.old_free[*o] => work.join(*n, *o),
            _ if *n < new.len() => {
                work.new_free[*n] = false;
                fresh.push(*n);
            }
            _ => {}
        }
    }
    let named = |k: &Key| (!k.name.is_empty()).then(|| k.name.clone());
    work.by(|k| Some(k.clone()), true);
    work.by(|k| named(k).map(|n| (k.section.clone(), n)), true);
    work.by(named, false);
    let unsure = by_likeness(&mut work);
    let asked: HashSet<usize> = unsure.iter().map(|u| u.new).collect();
    let spoken_for: HashSet<usize> = unsure.iter().flat_map(|u| u.olds.iter().map(|(o, _)| *o)).collect();
    let mut added: Vec<usize> =
        (0..new.len()).filter(|i| work.new_free[*i] && !asked.contains(i)).chain(fresh).collect();
    added.sort_unstable();
    let gone = (0..old.len()).filter(|i| work.old_free[*i] && !spoken_for.contains(i)).collect();
    Pairing { pairs: work.pairs, added, gone, unsure }
}

/// Words of a name that are looked up, its rarest; and how many rows a word may lead to.
const RARE: usize = 8;
const COMMON: usize = 300;

/// Free old rows that may be like a free new one: they stand in the same place or share a rare word.
/// Comparing all with all would hold up every other writer when a plan has thousands of rows.
fn candidates(work: &Work<'_>) -> Vec<(usize, usize)> {
    let mut words: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for o in (0..work.old.len()).filter(|o| work.old_free[*o]) {
        let key = &work.old[o];
        for word in key.name.split(' ').filter(|w| !w.is_empty()).collect::<HashSet<_>>() {
            words.entry(word).or_default().push(o);
        }
        places.entry((&key.section, &key.no)).or_default().push(o);
    }
    let mut out = Vec::new();
    for n in (0..work.new.len()).filter(|n| work.new_free[*n]) {
        let key = &work.new[n];
        let mut known: Vec<(usize, &str)> = key
            .name
            .split(' ')
            .collect::<HashSet<_>>()
            .into_iter()
            .filter_map(|w| words.get(w).map(|list| (list.len(), w)))
            .filter(|(count, _)| *count <= COMMON)
            .collect();
        known.sort_unstable();
        known.truncate(RARE);
        let mut lists: Vec<&Vec<usize>> = known.iter().map(|(_, w)| &words[w]).collect();
        lists.extend(places.get(&(key.section.as_str(), key.no.as_str())).filter(|list| list.len() <= COMMON));
        let found: HashSet<usize> = lists.into_iter().flatten().copied().collect();
        out.extend(found.into_iter().map(|o| (n, o)));
    }
    out
}

/// Pairs mutual best matches that are clear; returns those that are not.
fn by_likeness(work: &mut Work<'_>) -> Vec<Unsure> {
    let mut scores: Vec<(i64, usize, usize)> = candidates(work)
        .into_iter()
        .map(|(n, o)| (work.score(n, o), n, o))
        .filter(|(score, _, _)| *score >= ASK)
        .collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    let (mut of_new, mut of_old): (HashMap<usize, Vec<usize>>, HashMap<usize, Vec<usize>>) = Default::default();
    for (i, (_, n, o)) in scores.iter().enumerate() {
        of_new.entry(*n).or_default().push(i);
        of_old.entry(*o).or_default().push(i);
    }
    // The clearest first, again and again: each pair settled takes a rival away from the others.
    loop {
        let before = work.pairs.len();
        for (i, (score, n, o)) in scores.iter().enumerate().take_while(|(_, (score, _, _))| *score >= SAME) {
            if !(work.new_free[*n] && work.old_free[*o]) {
                continue;
            }
            let rivals = of_new[n].iter().chain(&of_old[o]).filter(|r| **r != i).map(|r| scores[*r]);
            let best = rivals.filter(|(_, x, y)| work.new_free[*x] && work.old_free[*y]).map(|r| r.0).max();
            if score - best.unwrap_or(0) >= MARGIN {
                work.join(*n, *o);
            }
        }
        if work.pairs.len() == before {
            break;
        }
    }
    let mut unsure: Vec<Unsure> = Vec::new();
    for n in (0..work.new.len()).filter(|n| work.new_free[*n]) {
        let mut olds: Vec<(usize, i64)> = Vec::new();
        for (score, _, o) in of_new.get(&n).into_iter().flatten().map(|i| scores[*i]) {
            let same_place = work.new[n].no == work.old[o].no && work.new[n].section == work.old[o].section;
            if work.old_free[o] && (score >= SAME || (same_place && score >= ASK + PLACE)) {
                olds.push((o, score.min(1000)));
            }
        }
        olds.truncate(5);
        if !olds.is_empty() {
            unsure.push(Unsure { new: n, olds });
        }
    }
    unsure
}

#[cfg(test)]
mod tests {
    use super::*;
    fn keys(rows: &[(&str, &str, &str)]) -> Vec<Key> {
        rows.iter().map(|(s, n, name)| Key { section: (*s).into(), no: (*n).into(), name: (*name).into() }).collect()
    }
    const OLD: [(&str, &str, &str); 4] = [
        ("I", "1", "ban hanh quy che van hanh kho du lieu"),
        ("I", "2", "tap huan ky nang so cho can bo cap xa"),
        ("II", "1", "bao cao ket qua thuc hien"),
        ("III", "1", "bao cao ket qua thuc hien"),
    ];
    #[test]
    fn the_same_rows_pair_in_place() {
        let old = keys(&OLD);
        let got = pair(&old, &old, &BTreeMap::new());
        assert_eq!(got.pairs, (0..4).map(|i| (i, i)).collect());
        assert!(got.added.is_empty() && got.gone.is_empty() && got.unsure.is_empty());
    }
    #[test]
    fn an_inserted_row_renumbers_the_rest_and_they_stay_themselves() {
        let new = keys(&[
            ("I", "1", "khao sat hien trang ha tang"),
            ("I", "2", OLD[0].2),
            ("I", "3", "tap huan ky nang so cho can bo cap xa va thon"),
            ("II", "1", OLD[2].2),
            ("III", "1", OLD[3].2),
        ]);
        let got = pair(&new, &keys(&OLD), &BTreeMap::new());
        assert_eq!(got.pairs, [(1, 0), (2, 1), (3, 2), (4, 3)].into());
        assert_eq!(got.added, [0]);
        assert!(got.gone.is_empty() && got.unsure.is_empty());
    }
    #[test]
    fn two_that_could_be_it_are_asked_and_the_answer_holds() {
        let old = keys(&[("I", "1", "bao cao ket qua thuc hien"), ("II", "1", "bao cao ket qua thuc hien")]);
        let new = keys(&[("III", "4", "bao cao ket qua thuc hien")]);
        let got = pair(&new, &old, &BTreeMap::new());
        assert_eq!(got.unsure.len(), 1);
        assert!(got.added.is_empty() && got.gone.is_empty() && got.pairs.is_empty());
        let got = pair(&new, &old, &[(0, Some(1))].into());
        assert_eq!((got.pairs.get(&0), got.gone.as_slice()), (Some(&1), [0].as_slice()));
        let got = pair(&new, &old, &[(0, None)].into());
        assert_eq!((got.added.as_slice(), got.gone.as_slice()), ([0].as_slice(), [0, 1].as_slice()));
    }
    #[test]
    fn another_task_at_the_same_number_is_another_task() {
        let got = pair(&keys(&[("I", "1", "mua sam thiet bi cho truong hoc")]), &keys(&OLD[..1]), &BTreeMap::new());
        assert_eq!((got.added.as_slice(), got.gone.as_slice()), ([0].as_slice(), [0].as_slice()));
    }
    proptest::proptest! {
        #[test]
        fn every_row_is_somewhere_exactly_once(
            new in proptest::collection::vec(("[IV]{1}", "[1-3]", "[a-c ]{0,8}"), 0..8),
            old in proptest::collection::vec(("[IV]{1}", "[1-3]", "[a-c ]{0,8}"), 0..8),
        ) {
            let as_keys = |rows: Vec<(String, String, String)>| -> Vec<Key> {
                rows.into_iter().map(|(section, no, name)| Key { section, no, name }).collect()
            };
            let (new, old) = (as_keys(new), as_keys(old));
            let got = pair(&new, &old, &BTreeMap::new());
            let mut seen: Vec<usize> = got.pairs.keys().copied().chain(got.added.clone()).chain(got.unsure.iter().map(|u| u.new)).collect();
            seen.sort_unstable();
            proptest::prop_assert_eq!(seen, (0..new.len()).collect::<Vec<_>>());
            let mut used: Vec<usize> = got.pairs.values().copied().chain(got.gone.clone()).collect();
            used.sort_unstable();
            let before = used.len();
            used.dedup();
            proptest::prop_assert_eq!(used.len(), before);
        }
    }
}
