//! Comparing the rows of a new edition with what is held: what is to be written, what stays, what
//! must be asked.
use std::collections::BTreeMap;

use org::Directory;

use super::{
    Added, Candidate, Changed, Difference, FieldChange, Question, RowAnswer, Saying, Withdrawn,
    pair::{self, Key, pair},
};

/// A row of the new edition.
#[derive(Clone, Debug)]
pub(crate) struct NewItem<S> {
    pub row: u32,
    /// Taken over now; otherwise it waits, and what it is stays as it is.
    pub included: bool,
    pub says: S,
}

/// Something held: what it says now, and what the last edition of its own document said.
#[derive(Clone, Debug)]
pub(crate) struct HeldItem<I, S> {
    pub id: I,
    pub ordinal: i64,
    /// It no longer holds.
    pub withdrawn: bool,
    /// The document's own last edition no longer had it (an amendment may end what it still prints).
    pub left_out: bool,
    pub now: S,
    pub base: S,
}

/// What is to be written.
#[derive(Clone, Debug)]
pub(crate) struct Items<I, S> {
    /// New: row, place, content.
    pub add: Vec<(u32, i64, S)>,
    /// Changed or taken up again: index of the held one, content, changes.
    pub change: Vec<(u32, usize, S, Vec<FieldChange>)>,
    /// Index of held ones no longer there.
    pub withdraw: Vec<usize>,
    pub same: usize,
    pub waiting: usize,
    pub questions: Vec<Question>,
    pub held: Vec<HeldItem<I, S>>,
}

/// Ordinals leave room, so that rows put between others need not move them.
const STEP: i64 = 1000;

/// Compares rows of a new edition with what is held.
pub(crate) fn compare<I: Copy + ToString, S: Saying>(
    new: Vec<NewItem<S>>,
    held: Vec<HeldItem<I, S>>,
    answers: &BTreeMap<u32, RowAnswer>,
    directory: &Directory,
) -> Items<I, S> {
    let live: Vec<usize> = (0..held.len()).filter(|i| !held[*i].left_out).collect();
    let new_keys: Vec<Key> = new.iter().map(|n| n.says.key()).collect();
    // Rows are matched with what the document itself last said: an amendment may have renamed them.
    let old_keys: Vec<Key> = live.iter().map(|i| held[*i].base.key()).collect();
    let said: BTreeMap<usize, Option<usize>> = new
        .iter()
        .enumerate()
        .filter_map(|(i, n)| match answers.get(&n.row)? {
            RowAnswer::Same { id } => live.iter().position(|h| held[*h].id.to_string() == *id).map(|h| (i, Some(h))),
            RowAnswer::New => Some((i, None)),
        })
        .collect();
    let pairing = pair(&new_keys, &old_keys, &said);
    let mut is: BTreeMap<usize, usize> = pairing.pairs.iter().map(|(n, o)| (*n, live[*o])).collect();
    take_up_again(&pairing.added, &new_keys, &held, &mut is);
    let questions = pairing.unsure.iter().map(|u| question(&new[u.new], u, &live, &held)).collect();
    let mut out = Items {
        add: vec![],
        change: vec![],
        withdraw: pairing.gone.iter().map(|o| live[*o]).filter(|i| !held[*i].withdrawn).collect(),
        same: 0,
        waiting: 0,
        questions,
        held: vec![],
    };
    let unsure: Vec<usize> = pairing.unsure.iter().map(|u| u.new).collect();
    let mut place = 0;
    for (i, n) in new.into_iter().enumerate() {
        if let Some(old) = is.get(&i) {
            place = place.max(held[*old].ordinal);
        }
        if !n.included {
            out.waiting += 1;
            continue;
        }
        match is.get(&i) {
            Some(old) => {
                let h = &held[*old];
                let says = S::merge(&h.base, &h.now, &n.says);
                let mut fields = h.now.changes(&says, directory);
                if h.withdrawn && !h.left_out {
                    // An amendment ended it; that the plan still prints it does not bring it back.
                    fields.clear();
                } else if h.withdrawn {
                    fields.push(FieldChange { field: "withdrawn".into(), before: "1".into(), after: "0".into() });
                }
                if fields.is_empty() {
                    out.same += 1;
                } else {
                    out.change.push((n.row, *old, says, fields));
                }
            }
            None if unsure.contains(&i) => {}
            None => {
                let first = held.is_empty();
                place = if first { place + STEP } else { place + 1 };
                out.add.push((n.row, place, n.says));
            }
        }
    }
    out.held = held;
    out
}

/// A new row that says what a withdrawn one said is that one again.
fn take_up_again<I, S: Saying>(added: &[usize], new: &[Key], held: &[HeldItem<I, S>], is: &mut BTreeMap<usize, usize>) {
    let mut gone: Vec<usize> = (0..held.len()).filter(|i| held[*i].left_out).collect();
    for n in added {
        let found = gone.iter().position(|g| {
            let key = held[*g].base.key();
            key.name == new[*n].name && key.section == new[*n].section && !key.name.is_empty()
        });
        if let Some(at) = found {
            is.insert(*n, gone.remove(at));
        }
    }
}

fn question<I: ToString, S: Saying>(
    new: &NewItem<S>,
    unsure: &pair::Unsure,
    live: &[usize],
    held: &[HeldItem<I, S>],
) -> Question {
    let candidate = |(old, permille): &(usize, i64)| {
        let h = &held[live[*old]];
        Candidate { id: h.id.to_string(), no: h.now.no().into(), name: h.now.name().into(), permille: *permille }
    };
    Question {
        item: S::ITEM,
        row: new.row,
        no: new.says.no().into(),
        name: new.says.name().into(),
        candidates: unsure.olds.iter().map(candidate).collect(),
    }
}

impl<I: Copy + ToString, S: Saying> Items<I, S> {
    /// Adds this comparison to a preview.
    pub(crate) fn show(&self, difference: &mut Difference) {
        let add = |(row, _, says): &(u32, i64, S)| Added {
            item: S::ITEM,
            row: *row,
            no: says.no().into(),
            name: says.name().into(),
        };
        difference.added.extend(self.add.iter().map(add));
        difference.changed.extend(self.change.iter().map(|(row, old, says, fields)| Changed {
            item: S::ITEM,
            row: *row,
            id: self.held[*old].id.to_string(),
            no: says.no().into(),
            name: says.name().into(),
            fields: fields.clone(),
        }));
        difference.withdrawn.extend(self.withdraw.iter().map(|old| Withdrawn {
            item: S::ITEM,
            id: self.held[*old].id.to_string(),
            no: self.held[*old].now.no().into(),
            name: self.held[*old].now.name().into(),
        }));
        difference.unchanged += self.same;
        difference.waiting += self.waiting;
        difference.questions.extend(self.questions.iter().cloned());
    }
}
