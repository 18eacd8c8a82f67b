//! A small province: two departments with officers and heads, a focal department, a leader.
use std::collections::BTreeMap;

use chase::{Night, Spoken};
use kernel::{Block, Ctx, Day, FixedClock, Lang, LineId, Millis, PersonId, Post, TaskId, UnitId, WorkCalendar};
use notify::{InboxFilter, Kept, Kind};
use org::{Directories, NewPerson, Unit, UnitKind};
use plan::{
    board::Boards,
    extension::{DecideExtension, RequestExtension, decide_extension, request_extension},
    progress::{self, On, ReportDone},
};
use store::{Sql, Store, StoreConfig, args, testing};

use crate::follow_common::{Seed, Sown, day, sow};

pub const ISSUED: &str = "2026-01-05";
/// The kinds that only this room posts.
pub const KINDS: [Kind; 4] = [Kind::DueSoon, Kind::Overdue, Kind::Escalated, Kind::Unconfirmed];

pub fn person(name: &str) -> PersonId {
    PersonId::from_name(name)
}

pub struct House {
    pub store: Store,
    pub ctx: Ctx,
    pub clock: FixedClock,
    pub boards: Boards,
    pub dirs: Directories,
    _keep: Box<dyn std::any::Any>,
}

fn rooms() -> Vec<&'static [store::Migration]> {
    let mut all = crate::follow_common::ROOMS.to_vec();
    all.push(chase::MIGRATIONS);
    all
}

/// One house an engine.
pub async fn houses(today: &str) -> Vec<House> {
    let mut all = Vec::new();
    for test in testing::stores(&rooms()).await {
        all.push(House::on(test.store.clone(), Box::new(test), today).await);
    }
    all
}

impl House {
    /// On the embedded store only: for histories by the hundred.
    pub async fn embedded(today: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreConfig::embedded(dir.path())).await.unwrap();
        for room in rooms() {
            store.migrate(room).await.unwrap();
        }
        Self::on(store, Box::new(dir), today).await
    }
    async fn on(store: Store, keep: Box<dyn std::any::Any>, today: &str) -> Self {
        let (ctx, clock) = testing::ctx(today);
        let units = ["a", "b", "focal"].map(|name| make_unit(name, &format!("Sở {}", name.to_uppercase())));
        org::create_units(&store, &ctx, units.to_vec()).await.unwrap();
        let (boards, dirs) = (Boards::new(store.clone()), Directories::new(store.clone()));
        let house = Self { store, ctx, clock, boards, dirs, _keep: keep };
        for (name, unit, post) in [
            ("a1", "a", Post::Officer),
            ("a2", "a", Post::Officer),
            ("ah", "a", Post::Head),
            ("bh", "b", Post::Head),
            ("f1", "focal", Post::Focal),
            ("l1", "focal", Post::Leader),
        ] {
            house.hire(name, unit, &[post]).await;
        }
        house
    }
    pub async fn hire(&self, name: &str, unit: &str, posts: &[Post]) {
        let new = NewPerson {
            id: Some(person(name)),
            username: name.into(),
            name: format!("Người {name}"),
            email: format!("{name}@example.vn"),
            unit: UnitId::from_name(unit),
            posts: posts.to_vec(),
            lang: Lang::Vi,
        };
        org::create_person(&self.store, &self.ctx, new).await.unwrap();
    }
    pub async fn sow(&self, seeds: Vec<Seed>) -> Vec<Sown> {
        sow(&self.store, &self.ctx, "1/KH", ISSUED, seeds).await.1
    }
    pub fn go(&self, to: Day) {
        self.clock.set(Millis::start_of(to).plus(6 * 3_600_000));
    }
    pub async fn run(&self) -> Night {
        self.try_run(self.ctx.today()).await.unwrap()
    }
    pub async fn try_run(&self, on: Day) -> kernel::Result<Night> {
        chase::run(&self.store, &self.ctx, &self.boards, &self.dirs, on).await
    }
    /// A night of that day; who was told what, in words: `a1 overdue 2`.
    pub async fn night(&self, on: &str) -> Vec<String> {
        self.go(day(on));
        let mut before = self.notices().await;
        self.run().await;
        let mut after = self.notices().await;
        for (key, count) in &mut before {
            if after.get(key) == Some(count) {
                after.remove(key);
            }
        }
        after.into_keys().collect()
    }
    /// Every notice of this room: `a1 overdue 2 #chase:9:0`, and how often it is there.
    async fn notices(&self) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for (name, kept) in self.inboxes().await {
            let count = kept.facts["count"].as_u64().unwrap_or(1);
            let key = format!("{name} {} {count} {}", kept.kind.word(), kept.created_at.day());
            *all.entry(key).or_default() += 1;
        }
        all
    }
    /// Everybody's notices of this room.
    pub async fn inboxes(&self) -> Vec<(String, Kept)> {
        let directory = self.dirs.now().await.unwrap();
        let mut sql = self.store.read().await.unwrap();
        let mut all = Vec::new();
        for person in directory.people() {
            let kept = notify::inbox(&mut sql, person.id, &InboxFilter::default(), 100_000).await.unwrap();
            all.extend(kept.into_iter().filter(|k| KINDS.contains(&k.kind)).map(|k| (person.username.clone(), k)));
        }
        all
    }
    pub async fn spoken(&self, task: TaskId) -> Vec<Spoken> {
        chase::spoken_on(&mut self.store.read().await.unwrap(), task).await.unwrap()
    }
    async fn seen(&self, line: LineId) -> On {
        let row = self.store.read().await.unwrap().one("SELECT last_mark FROM line WHERE id = $1", args![line]).await;
        On { line, seen: row.unwrap().int(0).unwrap(), key: None }
    }
    pub async fn report(&self, line: LineId) {
        let on = self.seen(line).await;
        let done = ReportDone { on, done_on: day(ISSUED), note: String::new(), evidence: vec![] };
        progress::report_done(&self.store, &self.ctx, done).await.unwrap();
    }
    pub async fn claim(&self, line: LineId) {
        let on = self.seen(line).await;
        progress::claim_not_applicable(&self.store, &self.ctx, on, "Không thuộc").await.unwrap();
    }
    pub async fn confirm(&self, line: LineId) {
        let on = self.seen(line).await;
        progress::confirm(&self.store, &self.ctx, on, "").await.unwrap();
    }
    pub async fn give_back(&self, line: LineId) {
        let on = self.seen(line).await;
        progress::return_report(&self.store, &self.ctx, on, "Chưa đủ").await.unwrap();
    }
    pub async fn reopen(&self, line: LineId) {
        let on = self.seen(line).await;
        progress::reopen(&self.store, &self.ctx, on, "Làm lại").await.unwrap();
    }
    pub async fn extend(&self, line: LineId, until: Day) {
        let ask = RequestExtension { line, until, reason: "Chờ".into(), evidence: vec![], key: None };
        let request = request_extension(&self.store, &self.ctx, ask).await.unwrap().request;
        let grant = DecideExtension { request, grant: Some(until), reason: String::new() };
        decide_extension(&self.store, &self.ctx, grant).await.unwrap();
    }
    pub async fn calendar(&self, off: &[Day]) {
        let calendar = WorkCalendar { off: off.iter().copied().collect(), worked: [].into() };
        org::set_calendar(&self.store, &self.ctx, calendar).await.unwrap();
    }
    pub async fn leave(&self, name: &str) {
        org::deactivate_person(&self.store, &self.ctx, person(name)).await.unwrap();
    }
}

pub fn make_unit(name: &str, full: &str) -> Unit {
    Unit {
        id: UnitId::from_name(name),
        code: name.into(),
        name: full.into(),
        short: full.into(),
        kind: UnitKind::Department,
        block: Block::Government,
        parent: None,
        valid_from: day("2025-07-01"),
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}
