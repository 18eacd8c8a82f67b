//! Two departments, a commune and a few people, with accounts that use the built-in policies.
use std::sync::Arc;

use access::{Accounts, AccountsConfig, Cedar, Client, Vault};
use kernel::{Actor, Block, Ctx, FixedClock, Lang, PersonId, Post, UnitId, Via};
use org::{Directories, NewPerson, Unit, UnitKind};
use store::{Event, Store, event::EventFilter, testing::TestStore};

pub const PASSWORD: &str = "đồi chè xanh ngắt";

pub struct Place {
    pub test: TestStore,
    pub ctx: Ctx,
    pub clock: FixedClock,
    pub accounts: Accounts,
    pub directories: Directories,
}

pub fn unit(code: &str) -> UnitId {
    UnitId::from_name(code)
}
pub fn person(name: &str) -> PersonId {
    PersonId::from_name(name)
}

/// Username, unit, posts.
pub const PEOPLE: &[(&str, &str, &[Post])] = &[
    ("daumoi", "SKHCN", &[Post::Focal]),
    ("tuphap", "STP", &[Post::Officer]),
    ("giamdoc", "STP", &[Post::Head]),
    ("xabaolam", "BL1", &[Post::Officer]),
    ("lanhdao", "UBND", &[Post::Leader]),
    ("vanphong", "VPUB", &[Post::Officer]),
    ("quantri", "SKHCN", &[Post::Admin]),
];

pub fn client() -> Client {
    Client { address: "10.1.2.3".into(), agent: "Firefox".into(), trace: "t".into() }
}

impl Place {
    pub fn store(&self) -> &Store {
        &self.test.store
    }
    /// The context of a person on a page.
    pub async fn as_person(&self, name: &str) -> Ctx {
        let org = self.directories.now().await.unwrap();
        let p = org.by_username(name).unwrap();
        let actor = Actor {
            person: Some(p.id),
            name: p.name.clone(),
            unit: Some(p.unit),
            block: org.unit(p.unit).map(|u| u.block),
            posts: p.posts.clone(),
            on_behalf_of: None,
            via: Via::Page,
        };
        Ctx { actor, ..self.ctx.clone() }
    }
    pub async fn sign_in(&self, name: &str) -> String {
        self.accounts.sign_in(name, PASSWORD, None, &client()).await.unwrap().reveal().to_owned()
    }
    pub fn pass(&self, millis: i64) {
        use kernel::Clock;
        self.clock.set(self.clock.now().plus(millis));
    }
    pub async fn events(&self, kind: &str) -> Vec<Event> {
        let filter = EventFilter { kind: Some(kind.into()), ..Default::default() };
        store::event::list(&mut self.store().read().await.unwrap(), &filter, 1000).await.unwrap()
    }
    /// Accounts on the same store under another key, or none.
    pub fn under(&self, vault: Option<Vault>) -> Accounts {
        let (clock, gate) = (Arc::clone(&self.ctx.clock), Arc::clone(&self.ctx.gate));
        let config = AccountsConfig { vault, ..AccountsConfig::default() };
        Accounts::new(self.store().clone(), self.directories.clone(), clock, gate, config)
    }
    /// Another program on the same store: nothing cached.
    pub fn restarted(&self) -> Accounts {
        let directories = Directories::new(self.store().clone());
        accounts(self.store(), directories, &self.ctx)
    }
}

/// A vault whose key is that byte over and over.
pub fn vault(byte: &str) -> Vault {
    Vault::from_hex(&byte.repeat(32), "test").unwrap()
}

fn accounts(store: &Store, directories: Directories, ctx: &Ctx) -> Accounts {
    let (clock, gate) = (Arc::clone(&ctx.clock), Arc::clone(&ctx.gate));
    let config = AccountsConfig { vault: Some(vault("ab")), ..AccountsConfig::default() };
    Accounts::new(store.clone(), directories, clock, gate, config)
}

pub async fn places() -> Vec<Place> {
    let mut all = Vec::new();
    for test in store::testing::stores(&[org::MIGRATIONS, access::MIGRATIONS]).await {
        let (mut ctx, clock) = store::testing::ctx("2026-08-03");
        let cedar = Cedar::load(None).unwrap();
        cedar.set_office(Some(unit("VPUB")));
        ctx.gate = Arc::new(cedar);
        let make = |code: &str, kind, block| Unit {
            id: unit(code),
            code: code.into(),
            name: format!("Đơn vị {code}"),
            short: code.into(),
            kind,
            block,
            parent: None,
            valid_from: "2025-07-01".parse().unwrap(),
            valid_to: None,
            head_title: String::new(),
            area_code: String::new(),
            tile: None,
        };
        let mut units: Vec<Unit> = ["SKHCN", "STP", "UBND", "VPUB"]
            .into_iter()
            .map(|c| make(c, UnitKind::Department, Block::Government))
            .collect();
        units.push(make("BL1", UnitKind::Commune, Block::Government));
        units.push(make("VPTU", UnitKind::Body, Block::Party));
        org::create_units(&test.store, &ctx, units).await.unwrap();
        for (name, at, posts) in PEOPLE {
            let new = NewPerson {
                id: Some(person(name)),
                username: (*name).into(),
                name: format!("Người {name}"),
                email: format!("{name}@example.vn"),
                unit: unit(at),
                posts: posts.to_vec(),
                lang: Lang::Vi,
            };
            org::create_person(&test.store, &ctx, new).await.unwrap();
        }
        let directories = Directories::new(test.store.clone());
        let accounts = accounts(&test.store, directories.clone(), &ctx);
        // Hashing is dear on purpose: only those who sign in get a password.
        for name in ["tuphap", "quantri"] {
            accounts.set_password(&ctx, person(name), PASSWORD).await.unwrap();
        }
        all.push(Place { test, ctx, clock, accounts, directories });
    }
    all
}
