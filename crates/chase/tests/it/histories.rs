//! Random histories through the real operations, beside the plain model: reports, confirmations,
//! returns, extensions, people who come and go, a calendar that is corrected, nights missed, run
//! twice, run at once, and a clock that is set back. Nothing is said twice or never.
use kernel::{Day, LineId, Post, TaskId};
use proptest::prelude::*;

use crate::{
    fixture::House,
    follow_common::{day, seed},
    model::{Line, Model, Stands},
};

#[derive(Clone, Debug)]
enum Act {
    /// Days pass and no run is made.
    Pass(u8),
    /// A day passes, and the run is made: once, twice, or twice at once.
    Night(u8),
    /// The clock is set back by so many days for one run.
    Back(u8),
    Report(usize),
    Claim(usize),
    Confirm(usize),
    Return(usize),
    Reopen(usize),
    /// A later last day is granted.
    Extend(usize, u8),
    /// A day becomes a day off, or is one no longer.
    Holiday(u8),
    /// Whoever holds that post leaves.
    Leave(usize),
    /// Somebody new gets it.
    Come(usize),
}

const POSTS: [(&str, &str, Post); 6] = [
    ("a", "officer", Post::Officer),
    ("a", "head", Post::Head),
    ("b", "officer", Post::Officer),
    ("b", "head", Post::Head),
    ("focal", "focal", Post::Focal),
    ("focal", "leader", Post::Leader),
];
const LINES: usize = 5;

fn act() -> impl Strategy<Value = Act> {
    let line = 0..LINES;
    prop_oneof![
        2 => (1u8..9).prop_map(Act::Pass),
        8 => (0u8..3).prop_map(Act::Night),
        1 => (1u8..12).prop_map(Act::Back),
        3 => line.clone().prop_map(Act::Report),
        1 => line.clone().prop_map(Act::Claim),
        2 => line.clone().prop_map(Act::Confirm),
        2 => line.clone().prop_map(Act::Return),
        1 => line.clone().prop_map(Act::Reopen),
        2 => (line, 1u8..20).prop_map(|(l, n)| Act::Extend(l, n)),
        1 => (0u8..30).prop_map(Act::Holiday),
        1 => (0..POSTS.len()).prop_map(Act::Leave),
        1 => (0..POSTS.len()).prop_map(Act::Come),
    ]
}

/// The real thing and the model, side by side.
struct Both {
    house: House,
    model: Model,
    ids: Vec<(TaskId, LineId)>,
    /// The newest day that any event is of: event time never runs back.
    latest: Day,
    hired: usize,
}

impl Both {
    async fn new() -> Self {
        let house = House::embedded("2026-06-15").await;
        let dues = ["2026-06-17", "2026-06-22", "2026-06-22", "2026-06-27", "2026-07-03"];
        let leads = ["a", "a", "b", "b", "a"];
        let seeds = (0..LINES).map(|n| seed(&n.to_string(), &format!("Việc {n}"), dues[n], &[leads[n]])).collect();
        let ids = house.sow(seeds).await.iter().map(|s| (s.task, s.lines[0])).collect();
        let lines = (0..LINES).map(|n| Line { unit: leads[n], due: day(dues[n]), stands: Stands::Open }).collect();
        let person = |unit: &'static str, role: &'static str, name: &str| (unit, role, name.to_owned());
        let people = vec![
            person("a", "officer", "a1"),
            person("a", "officer", "a2"),
            person("a", "head", "ah"),
            person("b", "head", "bh"),
            person("focal", "focal", "f1"),
            person("focal", "leader", "l1"),
        ];
        let latest = house.ctx.today();
        Self { house, model: Model { lines, people, ..Model::default() }, ids, latest, hired: 0 }
    }
    fn today(&self) -> Day {
        self.house.ctx.today()
    }
    fn go(&mut self, days: i64) {
        self.house.go(self.today().plus_days(days));
    }
    /// Something is written now: the day its mark counts on.
    fn written(&mut self) -> Day {
        self.latest = self.latest.max(self.today());
        self.latest
    }
    async fn night(&mut self, how: u8) {
        match how {
            0 => drop(self.house.run().await),
            1 => {
                self.house.run().await;
                assert!(self.house.run().await.items.is_empty(), "a second run finds nothing left");
            }
            _ => {
                let (one, two) = tokio::join!(self.house.run(), self.house.run());
                assert!(one.items.is_empty() || two.items.is_empty());
            }
        }
        let before = self.model.said.len();
        let today = self.today();
        self.model.night(today);
        if self.model.said.len() > before {
            self.written();
        }
    }
    async fn step(&mut self, act: &Act) {
        match *act {
            Act::Pass(days) => self.go(days.into()),
            Act::Night(how) => {
                self.go(1);
                self.night(how).await;
            }
            Act::Back(days) => {
                self.go(-i64::from(days));
                self.night(0).await;
                self.go(days.into());
            }
            Act::Holiday(after) => {
                let off = self.today().plus_days(i64::from(after) - 10);
                if !self.model.off.remove(&off) {
                    self.model.off.insert(off);
                }
                self.written();
                let off: Vec<Day> = self.model.off.iter().copied().collect();
                self.house.calendar(&off).await;
            }
            Act::Leave(post) => {
                let (unit, role, _) = POSTS[post];
                if let Some(at) = self.model.people.iter().position(|p| (p.0, p.1) == (unit, role)) {
                    let (_, _, name) = self.model.people.remove(at);
                    self.written();
                    self.house.leave(&name).await;
                }
            }
            Act::Come(post) => {
                let (unit, role, real) = POSTS[post];
                self.hired += 1;
                let name = format!("new{}", self.hired);
                self.written();
                self.house.hire(&name, unit, &[real]).await;
                self.model.people.push((unit, role, name));
            }
            Act::Report(line) | Act::Claim(line) | Act::Confirm(line) | Act::Return(line) | Act::Reopen(line) => {
                self.mark(act, line).await;
            }
            Act::Extend(line, days) => {
                let known = &self.model.lines[line];
                if known.stands == Stands::Open {
                    let until = known.due.max(self.today()).plus_days(days.into());
                    self.house.extend(self.ids[line].1, until).await;
                    self.model.lines[line].due = until;
                    self.written();
                }
            }
        }
    }
    async fn mark(&mut self, act: &Act, line: usize) {
        let (id, was) = (self.ids[line].1, self.model.lines[line].stands);
        let day = self.latest.max(self.today());
        let now = match (act, was) {
            (Act::Report(_), Stands::Open) => {
                self.house.report(id).await;
                Stands::Reported(day)
            }
            (Act::Claim(_), Stands::Open) => {
                self.house.claim(id).await;
                Stands::Claimed(day)
            }
            (Act::Confirm(_), Stands::Reported(_)) => {
                self.house.confirm(id).await;
                Stands::Done
            }
            (Act::Confirm(_), Stands::Claimed(_)) => {
                self.house.confirm(id).await;
                Stands::NotApplicable
            }
            (Act::Return(_), Stands::Reported(_) | Stands::Claimed(_)) => {
                self.house.give_back(id).await;
                Stands::Open
            }
            (Act::Reopen(_), Stands::Done | Stands::NotApplicable) => {
                self.house.reopen(id).await;
                Stands::Open
            }
            _ => return,
        };
        self.written();
        self.model.lines[line].stands = now;
    }
    /// What was said and to whom, as the store has it and as the model has it.
    async fn check(&self) {
        let mut spoken = std::collections::BTreeSet::new();
        for (no, (task, line)) in self.ids.iter().enumerate() {
            for s in self.house.spoken(*task).await {
                assert_eq!(s.line, *line);
                let directory = self.house.dirs.now().await.unwrap();
                let name = |id| directory.person(id).unwrap().username.clone();
                let mut people: Vec<String> = s.people.iter().map(|id| name(*id)).collect();
                people.sort();
                assert!(spoken.insert((no, s.anchor, s.rung, s.day, people)), "said twice");
            }
        }
        let want = self.model.spoken.iter().cloned();
        let want: std::collections::BTreeSet<_> =
            want.map(|(no, anchor, rung, day, people)| (no, anchor, rung.to_owned(), day, people)).collect();
        assert_eq!(spoken, want);
        let mut notices: Vec<_> = Vec::new();
        for (name, kept) in self.house.inboxes().await {
            let count = kept.facts["count"].as_u64().unwrap_or(1);
            notices.push((name, kept.kind.word(), kept.created_at.day(), usize::try_from(count).unwrap()));
        }
        let mut want = self.model.notices.clone();
        notices.sort();
        want.sort();
        assert_eq!(notices, want);
        // At once, by mail: an overdue line, and nothing else.
        let filter = store::outbox::MessageFilter::default();
        let sent = store::outbox::find(&mut self.house.store.read().await.unwrap(), &filter, 100_000).await.unwrap();
        let urgent = want.iter().filter(|n| n.1 == "overdue").count();
        assert_eq!(sent.iter().filter(|m| m.channel == "mail").count(), urgent);
    }
}

/// A dozen for every day; `PROPTEST_CASES` for a night of its own.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    ProptestConfig { cases, max_shrink_iters: 200, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn the_ladder_does_what_the_plain_model_does(acts in proptest::collection::vec(act(), 5..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut both = Both::new().await;
            for act in &acts {
                both.step(act).await;
            }
            both.check().await;
            both.house.store.close().await;
        });
    }
}
