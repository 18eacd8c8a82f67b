//! The SQL of this room: loading the directory, writing rows, and the marks that tell a cached
//! directory which half of it is out of date.
use std::{
    collections::HashMap,
    sync::atomic::{AtomicI64, Ordering},
};

use kernel::{Block, Day, Fault, Lang, PersonId, Post, Result, UnitId};
use store::{NewEvent, Row, Sql, Tx, args};

use crate::{
    directory::Tree,
    person::{Delegation, People, Person},
    unit::{Alias, AliasTarget, Group, GroupMember, Succession, SuccessionKind, Unit, UnitKind},
};

/// Which event last touched units and names, and which one people.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) tree: i64,
    pub(crate) people: i64,
}

/// Which half of the directory a change is about.
#[derive(Clone, Copy)]
pub(crate) enum Half {
    Tree,
    People,
}
impl Half {
    fn setting(self) -> &'static str {
        match self {
            Self::Tree => "org-tree-seq",
            Self::People => "org-people-seq",
        }
    }
}

/// The newest change that this program made or began, in whatever store: a directory that knows
/// all events up to it need not ask again just because somebody reported progress.
static NOTED: AtomicI64 = AtomicI64::new(0);
pub(crate) fn noted() -> i64 {
    NOTED.load(Ordering::SeqCst)
}

/// Appends the event of a change and moves the mark of its half; returns the event's number.
pub(crate) async fn note(tx: &mut Tx, half: Half, event: NewEvent) -> Result<i64> {
    let seq = tx.append(event).await?;
    NOTED.fetch_max(seq, Ordering::SeqCst);
    tx.set_setting(half.setting(), &seq.to_string()).await?;
    Ok(seq)
}

pub(crate) async fn marks(sql: &mut dyn Sql) -> Result<Marks> {
    let mut marks = Marks::default();
    let rows =
        sql.rows("SELECT name, value FROM setting WHERE name IN ('org-tree-seq', 'org-people-seq')", vec![]).await?;
    for row in rows {
        let seq = row.text(1)?.parse().map_err(Fault::internal)?;
        if row.text(0)? == Half::Tree.setting() {
            marks.tree = seq;
        } else {
            marks.people = seq;
        }
    }
    Ok(marks)
}

fn damaged(what: &str, word: &str) -> Fault {
    Fault::internal(format!("{what} {word:?} in the store is none this program knows"))
}

const UNIT: &str =
    "id, code, name, short, kind, block, parent_id, valid_from, valid_to, head_title, area_code, tile_col, tile_row";
fn unit_from(row: &Row) -> Result<Unit> {
    let (kind, block) = (row.text(4)?, row.text(5)?);
    let tile = |n: i64| i32::try_from(n).map_err(Fault::internal);
    Ok(Unit {
        id: row.id(0)?,
        code: row.text(1)?,
        name: row.text(2)?,
        short: row.text(3)?,
        kind: UnitKind::from_word(&kind).ok_or_else(|| damaged("unit kind", &kind))?,
        block: Block::from_word(&block).ok_or_else(|| damaged("block", &block))?,
        parent: row.opt_id(6)?,
        valid_from: row.day(7)?,
        valid_to: row.opt_day(8)?,
        head_title: row.text(9)?,
        area_code: row.text(10)?,
        tile: match (row.opt_int(11)?, row.opt_int(12)?) {
            (Some(col), Some(line)) => Some((tile(col)?, tile(line)?)),
            _ => None,
        },
    })
}

pub(crate) async fn find_unit(sql: &mut dyn Sql, id: UnitId) -> Result<Option<Unit>> {
    let text = format!("SELECT {UNIT} FROM unit WHERE id = $1");
    sql.opt(&text, args![id]).await?.as_ref().map(unit_from).transpose()
}
/// The unit, or `NotFound`.
pub(crate) async fn need_unit(sql: &mut dyn Sql, id: UnitId) -> Result<Unit> {
    find_unit(sql, id).await?.ok_or_else(|| Fault::not_found("org-no-such-unit").arg("unit", id.to_string()))
}
pub(crate) async fn children_of(sql: &mut dyn Sql, id: UnitId) -> Result<Vec<Unit>> {
    let text = format!("SELECT {UNIT} FROM unit WHERE parent_id = $1 ORDER BY code");
    sql.rows(&text, args![id]).await?.iter().map(unit_from).collect()
}
pub(crate) async fn code_taken(sql: &mut dyn Sql, code: &str) -> Result<bool> {
    Ok(sql.opt("SELECT 1 FROM unit WHERE code = $1", args![code]).await?.is_some())
}
/// Inserts or replaces a unit's row.
pub(crate) async fn put_unit(tx: &mut Tx, unit: &Unit, seq: i64) -> Result<()> {
    let (col, line) = unit.tile.unzip();
    tx.exec(
        "INSERT INTO unit (id, code, name, short, kind, block, parent_id, valid_from, valid_to, head_title, area_code, tile_col, tile_row, seq) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) \
         ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, short = excluded.short, \
         kind = excluded.kind, block = excluded.block, parent_id = excluded.parent_id, valid_from = excluded.valid_from, \
         valid_to = excluded.valid_to, head_title = excluded.head_title, area_code = excluded.area_code, \
         tile_col = excluded.tile_col, tile_row = excluded.tile_row, seq = excluded.seq",
        args![
            unit.id, &unit.code, &unit.name, &unit.short, unit.kind.word(), unit.block.word(), unit.parent,
            unit.valid_from, unit.valid_to, &unit.head_title, &unit.area_code,
            col.map(i64::from), line.map(i64::from), seq
        ],
    )
    .await
    .map(drop)
}
pub(crate) async fn put_succession(tx: &mut Tx, s: &Succession, seq: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO unit_succession (from_unit, to_unit, on_day, kind, permille, seq) VALUES ($1,$2,$3,$4,$5,$6)",
        args![s.from, s.to, s.on, s.kind.word(), s.permille, seq],
    )
    .await
    .map(drop)
}

pub(crate) async fn group_exists(sql: &mut dyn Sql, code: &str) -> Result<bool> {
    Ok(sql.opt("SELECT 1 FROM unit_group WHERE code = $1", args![code]).await?.is_some())
}
pub(crate) async fn members_of(sql: &mut dyn Sql, code: &str) -> Result<Vec<GroupMember>> {
    let text = "SELECT unit_id, valid_from, valid_to FROM unit_group_member WHERE group_code = $1 ORDER BY unit_id, valid_from";
    let rows = sql.rows(text, args![code]).await?;
    rows.iter().map(|r| Ok(GroupMember { unit: r.id(0)?, from: r.day(1)?, to: r.opt_day(2)? })).collect()
}
/// The groups a unit belongs to.
pub(crate) async fn groups_of(sql: &mut dyn Sql, unit: UnitId) -> Result<Vec<String>> {
    let text = "SELECT DISTINCT group_code FROM unit_group_member WHERE unit_id = $1 ORDER BY group_code";
    sql.rows(text, args![unit]).await?.iter().map(|r| r.text(0)).collect()
}
pub(crate) async fn put_member(tx: &mut Tx, code: &str, m: &GroupMember) -> Result<()> {
    tx.exec(
        "INSERT INTO unit_group_member (group_code, unit_id, valid_from, valid_to) VALUES ($1,$2,$3,$4) \
         ON CONFLICT (group_code, unit_id, valid_from) DO UPDATE SET valid_to = excluded.valid_to",
        args![code, m.unit, m.from, m.to],
    )
    .await
    .map(drop)
}

pub(crate) async fn load_tree(sql: &mut dyn Sql) -> Result<Tree> {
    let text = format!("SELECT {UNIT} FROM unit");
    let units = sql.rows(&text, vec![]).await?.iter().map(unit_from).collect::<Result<Vec<_>>>()?;
    let text =
        "SELECT from_unit, to_unit, on_day, kind, permille FROM unit_succession ORDER BY on_day, from_unit, to_unit";
    let mut successions = Vec::new();
    for row in sql.rows(text, vec![]).await? {
        let kind = if row.text(3)? == "split" { SuccessionKind::Split } else { SuccessionKind::Merge };
        successions.push(Succession { from: row.id(0)?, to: row.id(1)?, on: row.day(2)?, kind, permille: row.int(4)? });
    }
    let mut members: HashMap<String, Vec<GroupMember>> = HashMap::new();
    let text = "SELECT group_code, unit_id, valid_from, valid_to FROM unit_group_member";
    for row in sql.rows(text, vec![]).await? {
        let member = GroupMember { unit: row.id(1)?, from: row.day(2)?, to: row.opt_day(3)? };
        members.entry(row.text(0)?).or_default().push(member);
    }
    let mut groups = Vec::new();
    for row in sql.rows("SELECT code, name FROM unit_group ORDER BY code", vec![]).await? {
        let group = Group { code: row.text(0)?, name: row.text(1)? };
        let of = members.remove(&group.code).unwrap_or_default();
        groups.push((group, of));
    }
    let mut aliases = Vec::new();
    let text = "SELECT printed, unit_id, group_code, learned FROM unit_alias ORDER BY folded";
    for row in sql.rows(text, vec![]).await? {
        let target = match (row.opt_id(1)?, row.opt_text(2)?) {
            (Some(unit), _) => AliasTarget::Unit(unit),
            (None, Some(code)) => AliasTarget::Group(code),
            (None, None) => continue,
        };
        aliases.push(Alias { printed: row.text(0)?, target, learned: row.flag(3)? });
    }
    Ok(Tree::new(units, successions, groups, aliases))
}

const PERSON: &str = "id, username, name, email, unit_id, posts, active, lang";
fn person_from(row: &Row) -> Result<Person> {
    let posts = row.text(5)?;
    Ok(Person {
        id: row.id(0)?,
        username: row.text(1)?,
        name: row.text(2)?,
        email: row.text(3)?,
        unit: row.id(4)?,
        posts: posts.split(' ').filter(|w| !w.is_empty()).filter_map(Post::from_word).collect(),
        active: row.flag(6)?,
        lang: if row.text(7)? == "en" { Lang::En } else { Lang::Vi },
    })
}
pub(crate) async fn need_person(sql: &mut dyn Sql, id: PersonId) -> Result<Person> {
    let text = format!("SELECT {PERSON} FROM person WHERE id = $1");
    let row = sql.opt(&text, args![id]).await?;
    row.as_ref().map(person_from).transpose()?.ok_or_else(|| Fault::not_found("org-no-such-person"))
}
/// These people, for an operation that must see them as its transaction does; unknown ids are
/// left out.
///
/// # Errors
/// When the store can't be read.
pub async fn people_by_id(sql: &mut dyn Sql, ids: &[PersonId]) -> Result<HashMap<PersonId, Person>> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let text = format!("SELECT {PERSON} FROM person WHERE id IN ({})", store::places(1, chunk.len()));
        for row in sql.rows(&text, chunk.iter().map(|id| store::Value::from(*id)).collect()).await? {
            let person = person_from(&row)?;
            found.insert(person.id, person);
        }
    }
    Ok(found)
}
/// The active people of these units.
///
/// # Errors
/// When the store can't be read.
pub async fn people_of_units(sql: &mut dyn Sql, units: &[UnitId]) -> Result<Vec<Person>> {
    let mut found = Vec::new();
    for chunk in units.chunks(500) {
        let text =
            format!("SELECT {PERSON} FROM person WHERE active = 1 AND unit_id IN ({})", store::places(1, chunk.len()));
        for row in sql.rows(&text, chunk.iter().map(|id| store::Value::from(*id)).collect()).await? {
            found.push(person_from(&row)?);
        }
    }
    Ok(found)
}
/// The active people who hold a post, wherever they sit.
///
/// # Errors
/// When the store can't be read.
pub async fn people_with_post(sql: &mut dyn Sql, post: Post) -> Result<Vec<Person>> {
    let text = format!("SELECT {PERSON} FROM person WHERE active = 1 AND posts LIKE $1");
    let rows = sql.rows(&text, args![format!("%{}%", post.word())]).await?;
    rows.iter().map(person_from).collect()
}
/// The names of units, also of those that have ended.
///
/// # Errors
/// When the store can't be read.
pub async fn unit_names(sql: &mut dyn Sql, units: &[UnitId]) -> Result<HashMap<UnitId, String>> {
    let mut found = HashMap::with_capacity(units.len());
    for chunk in units.chunks(500) {
        let text = format!("SELECT id, name FROM unit WHERE id IN ({})", store::places(1, chunk.len()));
        for row in sql.rows(&text, chunk.iter().map(|id| store::Value::from(*id)).collect()).await? {
            found.insert(row.id(0)?, row.text(1)?);
        }
    }
    Ok(found)
}
/// Who stands in for whom on that day: (whoever is away, whoever stands in), in order of delegation.
///
/// # Errors
/// When the store can't be read.
pub async fn standing_in(sql: &mut dyn Sql, day: Day) -> Result<Vec<(PersonId, PersonId)>> {
    let text = "SELECT from_person, to_person FROM delegation WHERE valid_from <= $1 AND valid_to >= $1 ORDER BY id";
    sql.rows(text, args![day]).await?.iter().map(|r| Ok((r.id(0)?, r.id(1)?))).collect()
}
/// Inserts or replaces a person's row.
pub(crate) async fn put_person(tx: &mut Tx, person: &Person, seq: i64) -> Result<()> {
    let posts = person.posts.iter().map(|p| p.word()).collect::<Vec<_>>().join(" ");
    let lang = if person.lang == Lang::En { "en" } else { "vi" };
    tx.exec(
        "INSERT INTO person (id, username, name, email, unit_id, posts, active, lang, seq) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO UPDATE SET username = excluded.username, \
         name = excluded.name, email = excluded.email, unit_id = excluded.unit_id, posts = excluded.posts, \
         active = excluded.active, lang = excluded.lang, seq = excluded.seq",
        args![person.id, &person.username, &person.name, &person.email, person.unit, posts, person.active, lang, seq],
    )
    .await
    .map(drop)
}

const DELEGATION: &str = "id, from_person, to_person, valid_from, valid_to";
fn delegation_from(row: &Row) -> Result<Delegation> {
    Ok(Delegation {
        id: row.text(0)?,
        from: row.id(1)?,
        to: row.id(2)?,
        valid_from: row.day(3)?,
        valid_to: row.day(4)?,
    })
}
pub(crate) async fn find_delegation(sql: &mut dyn Sql, id: &str) -> Result<Option<Delegation>> {
    let text = format!("SELECT {DELEGATION} FROM delegation WHERE id = $1");
    sql.opt(&text, args![id]).await?.as_ref().map(delegation_from).transpose()
}
pub(crate) async fn put_delegation(tx: &mut Tx, d: &Delegation, seq: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO delegation (id, from_person, to_person, valid_from, valid_to, seq) VALUES ($1,$2,$3,$4,$5,$6) \
         ON CONFLICT (id) DO UPDATE SET valid_to = excluded.valid_to, seq = excluded.seq",
        args![&d.id, d.from, d.to, d.valid_from, d.valid_to, seq],
    )
    .await
    .map(drop)
}
pub(crate) async fn load_people(sql: &mut dyn Sql) -> Result<People> {
    let text = format!("SELECT {PERSON} FROM person ORDER BY username");
    let all = sql.rows(&text, vec![]).await?.iter().map(person_from).collect::<Result<Vec<_>>>()?;
    let text = format!("SELECT {DELEGATION} FROM delegation ORDER BY valid_from, id");
    let delegations = sql.rows(&text, vec![]).await?.iter().map(delegation_from).collect::<Result<Vec<_>>>()?;
    Ok(People::new(all, delegations))
}
