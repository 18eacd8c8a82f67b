//! Units and people for the tests: two communes, a department, the focal department; and a gate that
//! knows parts of tasks as the policies do.
use std::sync::Arc;

use kernel::{Action, Actor, Block, Ctx, FixedClock, Gate, Millis, PersonId, Post, Resource, UnitId, Via};
use org::{Directories, NewPerson, Unit, UnitKind};
use store::{Store, testing};

use crate::follow_common::{day, unit};

/// Sees and reports on what one's unit has a part in; focal people see and confirm all.
struct Parts;
impl Gate for Parts {
    fn allows(&self, actor: &Actor, action: Action, resource: &Resource) -> bool {
        let leads = actor.unit.is_some_and(|u| resource.leads.contains(&u));
        let part = leads || actor.unit.is_some_and(|u| resource.parts.contains(&u));
        match action.0 {
            _ if actor.person.is_none() => true,
            _ if actor.is(Post::Focal) => action.0 != "task.report",
            "task.read" => part,
            "task.report" => leads,
            "person.own" => resource.owner == actor.person,
            _ => false,
        }
    }
}

pub struct Office {
    pub store: Store,
    pub dirs: Directories,
    pub program: Ctx,
    pub clock: FixedClock,
}

pub fn a_unit(name: &str) -> Unit {
    Unit {
        id: unit(name),
        code: name.to_uppercase(),
        name: format!("Đơn vị {name}"),
        short: name.into(),
        kind: UnitKind::Commune,
        block: Block::Government,
        parent: None,
        valid_from: day("2025-07-01"),
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}

impl Office {
    /// Units `a`, `b`, `c`, `focal`; in each an officer (`a1`…) and a head (`a9`…); in `focal` focal people.
    pub async fn open(store: &Store, on: &str) -> Self {
        let (program, clock) = testing::ctx(on);
        let names = ["a", "b", "c", "focal"];
        org::create_units(store, &program, names.map(a_unit).to_vec()).await.unwrap();
        for name in names {
            for (no, post) in [("1", Post::Officer), ("9", Post::Head)] {
                let post = if name == "focal" { Post::Focal } else { post };
                let new = NewPerson {
                    id: Some(PersonId::from_name(&format!("{name}{no}"))),
                    username: format!("{name}{no}"),
                    name: format!("Ông {name}{no}"),
                    unit: unit(name),
                    posts: vec![post],
                    email: String::new(),
                    lang: kernel::Lang::Vi,
                };
                org::create_person(store, &program, new).await.unwrap();
            }
        }
        let dirs = Directories::new(store.clone());
        Self { store: store.clone(), dirs, program: Ctx { gate: Arc::new(Parts), ..program }, clock }
    }
    pub fn go(&self, to: &str) {
        self.clock.set(Millis::start_of(day(to)).plus(9 * 3_600_000));
    }
    /// The context of somebody, by sign-in name.
    pub async fn of(&self, username: &str) -> Ctx {
        let directory = self.dirs.now().await.unwrap();
        let person = directory.by_username(username).unwrap();
        let actor = Actor {
            person: Some(person.id),
            name: person.name.clone(),
            unit: Some(person.unit),
            block: Some(Block::Government),
            posts: person.posts.clone(),
            on_behalf_of: None,
            via: Via::Page,
        };
        Ctx { actor, ..self.program.clone() }
    }
    pub fn units(names: &[&str]) -> Vec<UnitId> {
        names.iter().map(|n| unit(n)).collect()
    }
}
