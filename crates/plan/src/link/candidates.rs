//! Which tasks or targets of other documents are probably the same as those of one. Only pairs that
//! share rare words are compared, so that 20,000 tasks take a moment and not an hour.
use std::collections::{HashMap, HashSet};

use kernel::{DocumentId, Result};
use store::{Row, Sql};

use crate::diff::{ItemKind, similar::Shape};

/// Words of a name that are looked up: its rarest.
const WORDS: usize = 6;
/// A word that so many others have says nothing.
const COMMON: usize = 2000;
/// Score from which a link is offered.
const OFFER: i64 = 650;
/// Offers for one task at most.
const MOST: usize = 3;

/// A probable link; `a` sorts before `b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub item: ItemKind,
    pub a: String,
    pub b: String,
    pub permille: i64,
}
impl Offer {
    pub(super) fn key(&self) -> (String, String, String) {
        (self.item.word().to_owned(), self.a.clone(), self.b.clone())
    }
}

struct Item {
    id: String,
    document: String,
    folded: String,
    /// Unit of measure of a target.
    measure: String,
}

/// Offers between `document` and all others.
pub(super) async fn find(sql: &mut dyn Sql, document: DocumentId, item: ItemKind) -> Result<Vec<Offer>> {
    let (noun, measure) = match item {
        ItemKind::Task => ("task", "''"),
        ItemKind::Target => ("target", "v.unit"),
    };
    let text = format!(
        "SELECT t.id, t.document_id, v.folded, {measure} FROM {noun} t \
         JOIN {noun}_version v ON v.{noun}_id = t.id AND v.version = t.version WHERE v.withdrawn = 0 ORDER BY t.id"
    );
    let of = |r: &Row| -> Result<Item> {
        Ok(Item { id: r.text(0)?, document: r.text(1)?, folded: r.text(2)?, measure: kernel::text::fold(&r.text(3)?) })
    };
    let items: Vec<Item> = sql.rows(&text, vec![]).await?.iter().map(of).collect::<Result<_>>()?;
    let own = document.to_string();
    let leads = if item == ItemKind::Task {
        "task_part p JOIN task t ON t.id = p.task_id AND t.version = p.version AND p.role = 'lead'"
    } else {
        "target_part p JOIN target t ON t.id = p.target_id AND t.version = p.version"
    };
    let mut units: HashMap<String, HashSet<String>> = HashMap::new();
    for row in sql.rows(&format!("SELECT t.id, p.unit_id FROM {leads}"), vec![]).await? {
        units.entry(row.text(0)?).or_default().insert(row.text(1)?);
    }
    Ok(pairs(&items, &own, &units, item))
}

fn pairs(items: &[Item], own: &str, units: &HashMap<String, HashSet<String>>, item: ItemKind) -> Vec<Offer> {
    let mut posting: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, it) in items.iter().enumerate().filter(|(_, it)| it.document != own) {
        let words: HashSet<&str> = it.folded.split(' ').filter(|w| !w.is_empty()).collect();
        for word in words {
            posting.entry(word).or_default().push(i);
        }
    }
    let mut shapes: HashMap<usize, Shape> = HashMap::new();
    let mut out = Vec::new();
    for it in items.iter().filter(|it| it.document == own) {
        let shape = Shape::of(&it.folded);
        let mut words: Vec<(&Vec<usize>, &str)> = it
            .folded
            .split(' ')
            .collect::<HashSet<_>>()
            .into_iter()
            .filter_map(|w| posting.get(w).filter(|p| p.len() <= COMMON).map(|p| (p, w)))
            .collect();
        words.sort_unstable_by_key(|(p, w)| (p.len(), *w));
        words.truncate(WORDS);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for i in words.iter().flat_map(|(p, _)| p.iter()) {
            *shared.entry(*i).or_default() += 1;
        }
        let enough = words.len().clamp(1, 3);
        let mut found: Vec<(i64, usize)> = shared
            .into_iter()
            .filter(|(_, n)| *n >= enough)
            .map(|(i, _)| {
                let other = shapes.entry(i).or_insert_with(|| Shape::of(&items[i].folded));
                (score(shape.permille(other), it, &items[i], units), i)
            })
            .filter(|(score, _)| *score >= OFFER)
            .collect();
        found.sort_unstable_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
        for (permille, i) in found.into_iter().take(MOST) {
            let (a, b) = (it.id.clone().min(items[i].id.clone()), it.id.clone().max(items[i].id.clone()));
            out.push(Offer { item, a, b, permille });
        }
    }
    out
}

/// Names count most; the same lead unit speaks for it, another one a little against; targets measured
/// differently are different targets unless their names are all but equal.
fn score(names: i64, a: &Item, b: &Item, units: &HashMap<String, HashSet<String>>) -> i64 {
    let leads = match (units.get(&a.id), units.get(&b.id)) {
        (Some(x), Some(y)) if x.is_disjoint(y) => -60,
        (Some(_), Some(_)) => 40,
        _ => 0,
    };
    let measures = if !a.measure.is_empty() && !b.measure.is_empty() && a.measure != b.measure { -150 } else { 0 };
    (names + leads + measures).clamp(0, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    fn item(id: &str, document: &str, folded: &str) -> Item {
        Item { id: id.into(), document: document.into(), folded: folded.into(), measure: String::new() }
    }
    #[test]
    fn the_same_task_in_another_document_is_found_among_many() {
        let mut items: Vec<Item> = (0..3000)
            .map(|i| {
                item(&format!("x{i:05}"), "other", &format!("trien khai nhiem vu chuyen doi so linh vuc {i} cua tinh"))
            })
            .collect();
        items.push(item("b", "other", "xay dung kho du lieu dung chung cua tinh"));
        items.push(item("a", "own", "xay dung kho du lieu dung chung cua tinh lam dong"));
        items.push(item("c", "own", "to chuc hoi thi tin hoc tre"));
        let got = pairs(&items, "own", &HashMap::new(), ItemKind::Task);
        assert_eq!(got.len(), 1);
        assert_eq!((got[0].a.as_str(), got[0].b.as_str()), ("a", "b"));
    }
    #[test]
    fn another_lead_unit_or_measure_speaks_against() {
        let (a, b) = (item("a", "x", ""), item("b", "y", ""));
        let units = |x: &str, y: &str| {
            HashMap::from([("a".into(), HashSet::from([x.into()])), ("b".into(), HashSet::from([y.into()]))])
        };
        assert!(score(700, &a, &b, &units("u", "u")) > score(700, &a, &b, &HashMap::new()));
        assert!(score(700, &a, &b, &units("u", "w")) < OFFER);
        let (a, b) = (Item { measure: "%".into(), ..a }, Item { measure: "ty dong".into(), ..b });
        assert!(score(750, &a, &b, &HashMap::new()) < OFFER);
    }
}
