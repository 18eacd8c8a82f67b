//! Measures posting and digests: `cargo run --release -p notify --example digest_speed`. 5,000 people,
//! ten standing items each. Prints, asserts nothing.
use std::time::Instant;

use futures::future::BoxFuture;
use kernel::{Block, Day, Lang, PersonId, Post, Result, UnitId};
use notify::{Digested, Kind, Notice, Told, run_digests};
use org::{Directories, NewPerson, Unit, UnitKind};
use serde_json::json;

struct Ten;
impl Digested for Ten {
    fn standing<'a>(&'a self, _: Day, people: &'a [PersonId]) -> BoxFuture<'a, Result<Vec<(PersonId, Told)>>> {
        let told = |n: usize| Told {
            kind: Kind::Overdue,
            facts: json!({ "title": "Ban hành quy chế quản lý dữ liệu", "unit": "Sở Tư pháp", "due": "2026-06-10" }),
            about: format!("task:{n}"),
            path: format!("/tasks/{n}"),
            behalf: None,
        };
        Box::pin(async move { Ok(people.iter().flat_map(|id| (0..10).map(move |n| (*id, told(n)))).collect()) })
    }
}

#[tokio::main]
async fn main() {
    for test in store::testing::stores(&[org::MIGRATIONS, notify::MIGRATIONS]).await {
        let (ctx, _) = store::testing::ctx("2026-06-19");
        let unit = Unit {
            id: UnitId::new(),
            code: "STP".into(),
            name: "Sở Tư pháp".into(),
            short: "STP".into(),
            kind: UnitKind::Department,
            block: Block::Government,
            parent: None,
            valid_from: ctx.today().plus_days(-30),
            valid_to: None,
            head_title: String::new(),
            area_code: String::new(),
            tile: None,
        };
        let at = unit.id;
        org::create_units(&test.store, &ctx, vec![unit]).await.expect("a unit");
        let mut ids = Vec::new();
        for chunk in (0..5000).collect::<Vec<_>>().chunks(200) {
            let made = chunk.iter().map(|n| {
                let new = NewPerson {
                    id: None,
                    username: format!("p{n:04}"),
                    name: format!("Person {n}"),
                    email: format!("p{n}@example.vn"),
                    unit: at,
                    posts: vec![Post::Officer],
                    lang: Lang::Vi,
                };
                org::create_person(&test.store, &ctx, new)
            });
            ids.extend(futures::future::try_join_all(made).await.expect("people"));
        }
        let engine = test.store.engine();
        let notice = Notice {
            kind: Kind::Assigned,
            key: "k".into(),
            subject: "task:1".into(),
            path: "/tasks/1".into(),
            facts: json!({ "title": "t", "unit": "u", "due": "2026-06-30", "by": "b" }),
        };
        for count in [150, 5000] {
            let (to, notice) = (ids[..count].to_vec(), Notice { key: format!("k{count}"), ..notice.clone() });
            let begun = Instant::now();
            let posted =
                test.store.write(&ctx, move |tx| Box::pin(async move { notify::post(tx, &to, &notice).await })).await;
            posted.expect("posting");
            println!("{engine:?}: posted to {count} people in {:?}", begun.elapsed());
        }
        let directory = Directories::new(test.store.clone()).now().await.expect("a directory");
        let begun = Instant::now();
        let done = run_digests(&test.store, &ctx, &directory, &Ten, None).await.expect("digests");
        println!("{engine:?}: {} digests in {:?}", done.messages, begun.elapsed());
    }
}
