//! A department with a few people, on both engines.
use kernel::{Actor, Block, Ctx, FixedClock, Lang, PersonId, Post, UnitId, Via};
use notify::{Kind, Notice};
use org::{NewPerson, Unit, UnitKind};
use serde_json::json;
use store::{
    Store,
    outbox::{self, Message, MessageFilter},
    testing::{self, TestStore},
};

pub struct House {
    pub test: TestStore,
    pub ctx: Ctx,
    pub clock: FixedClock,
}
impl House {
    pub fn store(&self) -> &Store {
        &self.test.store
    }
    /// A context of that person.
    pub fn of(&self, username: &str) -> Ctx {
        let actor = Actor {
            person: Some(id(username)),
            name: username.into(),
            unit: Some(UnitId::from_name("STP")),
            block: Some(Block::Government),
            posts: vec![Post::Officer],
            on_behalf_of: None,
            via: Via::Page,
        };
        Ctx { actor, ..self.ctx.clone() }
    }
    pub async fn post(&self, to: &[&str], notice: &Notice) {
        let (to, notice): (Vec<PersonId>, _) = (to.iter().map(|n| id(n)).collect(), notice.clone());
        self.store()
            .write(&self.ctx, move |tx| Box::pin(async move { notify::post(tx, &to, &notice).await }))
            .await
            .unwrap();
    }
    pub async fn messages(&self) -> Vec<Message> {
        let mut all =
            outbox::find(&mut self.store().read().await.unwrap(), &MessageFilter::default(), 10_000).await.unwrap();
        all.sort_by(|a, b| a.recipient.cmp(&b.recipient));
        all
    }
    pub async fn unread(&self, username: &str) -> i64 {
        notify::Unread::default().count(self.store(), id(username)).await.unwrap()
    }
    pub async fn person(&self, username: &str) {
        let new = NewPerson {
            id: Some(id(username)),
            username: username.into(),
            name: format!("Người {username}"),
            email: format!("{username}@example.vn"),
            unit: UnitId::from_name("STP"),
            posts: vec![Post::Officer],
            lang: Lang::Vi,
        };
        org::create_person(self.store(), &self.ctx, new).await.unwrap();
    }
}

pub fn id(username: &str) -> PersonId {
    PersonId::from_name(username)
}

pub fn notice(kind: Kind, key: &str) -> Notice {
    Notice {
        kind,
        key: key.into(),
        subject: format!("task:{key}"),
        path: format!("/tasks/{key}"),
        facts: json!({ "title": "Ban hành quy chế", "unit": "Sở Tư pháp", "due": "2026-06-30", "by": "An" }),
    }
}

/// A store of each engine with `an`, `binh` and `chi`, at nine o'clock of that day.
pub async fn houses(day: &str) -> Vec<House> {
    let mut all = Vec::new();
    for test in testing::stores(&[org::MIGRATIONS, notify::MIGRATIONS]).await {
        let (ctx, clock) = testing::ctx(day);
        let unit = Unit {
            id: UnitId::from_name("STP"),
            code: "STP".into(),
            name: "Sở Tư pháp".into(),
            short: "STP".into(),
            kind: UnitKind::Department,
            block: Block::Government,
            parent: None,
            valid_from: "2025-07-01".parse().unwrap(),
            valid_to: None,
            head_title: String::new(),
            area_code: String::new(),
            tile: None,
        };
        org::create_units(&test.store, &ctx, vec![unit]).await.unwrap();
        let house = House { test, ctx, clock };
        for name in ["an", "binh", "chi"] {
            house.person(name).await;
        }
        all.push(house);
    }
    all
}
