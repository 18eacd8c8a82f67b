//! Which tasks or targets of other documents are probably the same as those of one. Only pairs that
//! share rare words are compared, so that 20,000 tasks take a moment and not an hour.
use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{DocumentId, Result};
use store::{Row, Sql, Value};

use crate::diff::{ItemKind, similar::Shape};

/// Words of a name that are looked up: its rarest.
const WORDS: usize = 6;
/// A word that so many others have says nothing.
const COMMON: usize = 2000;
/// Score from which a link is offered.
const OFFER: i64 = 650;
/// What a common lead unit adds.
const SAME_LEAD: i64 = 40;
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
    let found = alike(&items, &document.to_string());
    let ids: HashSet<&str> =
        found.iter().flat_map(|(a, b, _)| [items[*a].id.as_str(), items[*b].id.as_str()]).collect();
    let units = leads(sql, noun, &ids).await?;
    Ok(best(&items, &found, &units, item))
}

/// Lead units of those items only: a province has a hundred thousand lines.
async fn leads(sql: &mut dyn Sql, noun: &str, ids: &HashSet<&str>) -> Result<HashMap<String, HashSet<String>>> {
    let role = if noun == "task" { " AND p.role = 'lead'" } else { "" };
    let mut out: HashMap<String, HashSet<String>> = HashMap::new();
    let ids: Vec<&str> = ids.iter().copied().collect();
    for chunk in ids.chunks(200) {
        let marks: Vec<String> = (1..=chunk.len()).map(|i| format!("${i}")).collect();
        let text = format!(
            "SELECT t.id, p.unit_id FROM {noun} t JOIN {noun}_part p ON p.{noun}_id = t.id AND p.version = t.version{role} \
             WHERE t.id IN ({})",
            marks.join(",")
        );
        for row in sql.rows(&text, chunk.iter().map(|id| Value::from(*id)).collect()).await? {
            out.entry(row.text(0)?).or_default().insert(row.text(1)?);
        }
    }
    Ok(out)
}

/// Pairs of an own item and another with alike names: indices and likeness.
fn alike(items: &[Item], own: &str) -> Vec<(usize, usize, i64)> {
    let mut posting: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, it) in items.iter().enumerate().filter(|(_, it)| it.document != own) {
        let words: HashSet<&str> = it.folded.split(' ').filter(|w| !w.is_empty()).collect();
        for word in words {
            posting.entry(word).or_default().push(i);
        }
    }
    let mut shapes: HashMap<usize, Shape> = HashMap::new();
    let mut out = Vec::new();
    for (own, it) in items.iter().enumerate().filter(|(_, it)| it.document == own) {
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
        for i in shared.into_iter().filter(|(_, n)| *n >= enough).map(|(i, _)| i) {
            let likeness = shape.permille(shapes.entry(i).or_insert_with(|| Shape::of(&items[i].folded)));
            if likeness >= OFFER - SAME_LEAD {
                out.push((own, i, likeness));
            }
        }
    }
    out
}

/// The best few of each own item, its lead units and measure counted.
fn best(
    items: &[Item],
    found: &[(usize, usize, i64)],
    units: &HashMap<String, HashSet<String>>,
    item: ItemKind,
) -> Vec<Offer> {
    let mut of: BTreeMap<usize, Vec<(i64, usize)>> = BTreeMap::new();
    for (own, other, likeness) in found {
        let score = score(*likeness, &items[*own], &items[*other], units);
        if score >= OFFER {
            of.entry(*own).or_default().push((score, *other));
        }
    }
    let mut out = Vec::new();
    for (own, mut others) in of {
        others.sort_unstable_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
        for (permille, other) in others.into_iter().take(MOST) {
            let (x, y) = (&items[own].id, &items[other].id);
            out.push(Offer { item, a: x.min(y).clone(), b: x.max(y).clone(), permille });
        }
    }
    out
}

/// Names count most; the same lead unit speaks for it, another one a little against; targets measured
/// differently are different targets unless their names are all but equal.
fn score(names: i64, a: &Item, b: &Item, units: &HashMap<String, HashSet<String>>) -> i64 {
    let leads = match (units.get(&a.id), units.get(&b.id)) {
        (Some(x), Some(y)) if x.is_disjoint(y) => -60,
        (Some(_), Some(_)) => SAME_LEAD,
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
        let got = best(&items, &alike(&items, "own"), &HashMap::new(), ItemKind::Task);
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
