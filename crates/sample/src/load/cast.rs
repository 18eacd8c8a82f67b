//! Who acts in the simulated year: contexts of the people, each at its own simulated time.
use std::{collections::BTreeMap, sync::Arc};

use kernel::{Actor, Block, Ctx, Day, FixedClock, Gate, Lang, Millis, Post, Via};

use super::{
    Sample, at,
    org::{FOCAL, person_id, posts, reporter, unit_id},
};
use crate::{
    people::{Role, people},
    units::Units,
};

struct Player {
    login: String,
    name: String,
    unit: String,
    block: Block,
    posts: Vec<Post>,
}

/// The people of the simulation.
pub struct Cast {
    gate: Arc<dyn Gate>,
    focal: Player,
    reporters: BTreeMap<String, Player>,
}
impl Cast {
    /// One who reports for each unit (the sample account where the unit has one), and the focal officer.
    pub fn new(sample: &Sample, units: &Units) -> Self {
        let people = people();
        let player = |unit: &str, name: String, block: Block| {
            let own = people.iter().find(|p| p.unit == unit && matches!(p.role, Role::Officer | Role::Commune));
            let (login, name) = own.map_or_else(|| (reporter(unit), name), |p| (p.login.clone(), p.name.clone()));
            Player { login, name, unit: unit.to_owned(), block, posts: vec![Post::Officer] }
        };
        let bodies = units.bodies.iter().map(|b| player(&b.code, reporter_name(&b.name), b.block));
        let communes = units.communes.iter().map(|c| player(&c.code, reporter_name(&c.committee()), Block::Government));
        let focal = people.iter().find(|p| p.role == Role::Focal);
        let focal = Player {
            login: focal.map_or(String::new(), |p| p.login.clone()),
            name: focal.map_or(String::new(), |p| p.name.clone()),
            unit: FOCAL.to_owned(),
            block: Block::Government,
            posts: posts(Role::Focal),
        };
        let reporters = bodies.chain(communes).map(|p| (p.unit.clone(), p)).collect();
        Self { gate: Arc::clone(&sample.gate), focal, reporters }
    }
    /// The program itself, at nine in the morning of that day.
    pub fn program(&self, day: Day) -> Ctx {
        self.ctx(Actor::program("sample", Via::Command), at(day, 540))
    }
    /// The focal officer.
    pub fn focal(&self, day: Day, minute: u16) -> Ctx {
        self.ctx(actor(&self.focal), at(day, minute))
    }
    /// Whoever reports for that unit; the focal officer for one that is not known.
    pub fn reporter(&self, unit: &str, day: Day, minute: u16) -> Ctx {
        self.ctx(actor(self.reporters.get(unit).unwrap_or(&self.focal)), at(day, minute))
    }
    /// Somebody outside, through their secret link.
    pub fn sender(&self, day: Day) -> Ctx {
        self.ctx(Actor::program("Người gửi (mô phỏng)", Via::Page), at(day, 740))
    }
    fn ctx(&self, actor: Actor, now: Millis) -> Ctx {
        let clock = Arc::new(FixedClock::at(now));
        Ctx { actor, clock, gate: Arc::clone(&self.gate), trace: "sample".into(), lang: Lang::Vi }
    }
}
fn actor(player: &Player) -> Actor {
    Actor {
        person: Some(person_id(&player.login)),
        name: player.name.clone(),
        unit: Some(unit_id(&player.unit)),
        block: Some(player.block),
        posts: player.posts.clone(),
        on_behalf_of: None,
        via: Via::Command,
    }
}

/// The name of somebody who reports for a unit: says that it is a sample.
pub fn reporter_name(unit: &str) -> String {
    format!("Cán bộ mẫu – {unit}")
}
