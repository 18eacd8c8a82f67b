//! Measures decisions: `cargo run --release -p access --example gate_speed`. Prints, asserts nothing.
use std::time::Instant;

use access::Cedar;
use kernel::{Action, Actor, Block, Gate, PersonId, Post, Resource, UnitId, Via};

fn main() {
    let cedar = Cedar::load(None).expect("the built-in policies load");
    let units: Vec<UnitId> = (0..144).map(|i| UnitId::from_name(&i.to_string())).collect();
    let actor = |posts: &[Post]| Actor {
        person: Some(PersonId::new()),
        name: "x".into(),
        unit: Some(units[100]),
        block: Some(Block::Government),
        posts: posts.to_vec(),
        on_behalf_of: None,
        via: Via::Page,
    };
    let thing =
        |leads: &[UnitId]| Resource { kind: "task", id: "1".into(), leads: leads.to_vec(), ..Resource::default() };
    for (what, actor, action, resource) in [
        ("officer reads a task of 144 units", actor(&[Post::Officer]), "task.read", thing(&units)),
        ("officer is refused a foreign task", actor(&[Post::Officer]), "task.report", thing(&units[..1])),
        ("leader opens the province", actor(&[Post::Leader]), "province.read", Resource::all("province")),
    ] {
        let rounds = 20_000u32;
        let start = Instant::now();
        let allowed = (0..rounds).filter(|_| cedar.allows(&actor, Action(action), &resource)).count();
        println!("{what}: {:?} a decision, {allowed} of {rounds} allowed", start.elapsed() / rounds);
    }
}
