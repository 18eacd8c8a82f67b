//! Every action by every post, written out. What is not in the table is refused.
use std::sync::Arc;

use access::{ACTIONS, Cedar};
use kernel::{Action, Actor, Block, Ctx, Gate, PersonId, Post, Resource, UnitId, Via};

use crate::fixture::{person, unit};

fn actor(unit: UnitId, block: Block, posts: &[Post], who: PersonId) -> Actor {
    Actor {
        person: Some(who),
        name: "x".into(),
        unit: Some(unit),
        block: Some(block),
        posts: posts.to_vec(),
        on_behalf_of: None,
        via: Via::Page,
    }
}

/// The things acted on, seen from unit STP and person `me`.
fn things() -> [(&'static str, Resource); 8] {
    let one = |id: &str| Resource { kind: "task", id: id.into(), ..Resource::default() };
    let me = person("me");
    [
        ("led", Resource { leads: vec![unit("SKHCN"), unit("STP")], parts: vec![unit("VPUB")], ..one("1") }),
        ("part", Resource { leads: vec![unit("SKHCN")], parts: vec![unit("STP")], ..one("2") }),
        ("foreign", Resource { leads: vec![unit("SKHCN")], parts: vec![unit("BL1")], ..one("3") }),
        ("party's", Resource { leads: vec![unit("SKHCN")], block: Some(Block::Party), ..one("4") }),
        ("all", Resource::all("task")),
        ("mine", Resource { kind: "person", id: me.to_string(), owner: Some(me), ..Resource::default() }),
        ("another's", Resource { kind: "person", id: "p".into(), owner: Some(person("other")), ..Resource::default() }),
        ("my tokens", Resource { owner: Some(me), ..Resource::all("token") }),
    ]
}

const EVERYWHERE: &[&str] = &["led", "part", "foreign", "party's", "all", "mine", "another's", "my tokens"];
/// What is no collection and of no other block.
const GOVERNMENT: &[&str] = &["led", "part", "foreign", "all", "mine", "another's", "my tokens"];
const OWN: &[&str] = &["mine", "my tokens"];
const COLLECTIONS_AND_PARTS: &[&str] = &["led", "part", "all", "my tokens"];

/// (post, action, on which things)
const EXPECTED: &[(&str, &str, &[&str])] = &[
    ("officer", "task.read", COLLECTIONS_AND_PARTS),
    ("officer", "target.read", COLLECTIONS_AND_PARTS),
    ("officer", "task.report", &["led"]),
    ("officer", "target.report", &["led"]),
    ("officer", "budget.read", COLLECTIONS_AND_PARTS),
    ("officer", "budget.report", &["led"]),
    ("officer", "voice.read", COLLECTIONS_AND_PARTS),
    ("officer", "voice.receive", &["all", "my tokens"]),
    ("officer", "voice.sender", &["led", "mine", "my tokens"]),
    ("officer", "voice.answer", &["led"]),
    ("officer", "person.own", OWN),
    ("officer", "person.delegate", OWN),
    ("officer", "token.own", OWN),
    ("head", "task.read", COLLECTIONS_AND_PARTS),
    ("head", "target.read", COLLECTIONS_AND_PARTS),
    ("head", "task.report", &["led"]),
    ("head", "target.report", &["led"]),
    ("head", "budget.read", COLLECTIONS_AND_PARTS),
    ("head", "budget.report", &["led"]),
    ("head", "voice.read", COLLECTIONS_AND_PARTS),
    ("head", "voice.receive", &["all", "my tokens"]),
    ("head", "voice.sender", &["led", "mine", "my tokens"]),
    ("head", "voice.answer", &["led"]),
    ("head", "voice.approve", &["led"]),
    ("head", "person.own", OWN),
    ("head", "person.delegate", OWN),
    ("head", "token.own", OWN),
    ("focal", "province.read", EVERYWHERE),
    ("focal", "task.read", EVERYWHERE),
    ("focal", "target.read", EVERYWHERE),
    ("focal", "report.make", EVERYWHERE),
    ("focal", "job.read", EVERYWHERE),
    ("focal", "plan.import", GOVERNMENT),
    ("focal", "plan.accept", GOVERNMENT),
    ("focal", "task.confirm", GOVERNMENT),
    ("focal", "target.confirm", GOVERNMENT),
    ("focal", "budget.read", EVERYWHERE),
    ("focal", "budget.manage", GOVERNMENT),
    ("focal", "budget.confirm", GOVERNMENT),
    ("focal", "voice.read", EVERYWHERE),
    ("focal", "voice.receive", &["all", "my tokens"]),
    ("focal", "voice.sender", EVERYWHERE),
    ("focal", "voice.assign", GOVERNMENT),
    ("focal", "voice.approve", GOVERNMENT),
    ("focal", "alias.learn", GOVERNMENT),
    ("focal", "chase.change", EVERYWHERE),
    ("focal", "person.own", OWN),
    ("focal", "person.delegate", OWN),
    ("focal", "token.own", OWN),
    ("leader", "province.read", EVERYWHERE),
    ("leader", "task.read", EVERYWHERE),
    ("leader", "target.read", EVERYWHERE),
    ("leader", "budget.read", EVERYWHERE),
    ("leader", "voice.read", EVERYWHERE),
    ("leader", "report.make", EVERYWHERE),
    ("leader", "audit.read", EVERYWHERE),
    ("leader", "person.own", OWN),
    ("leader", "person.delegate", OWN),
    ("leader", "token.own", OWN),
    ("admin", "org.change", EVERYWHERE),
    ("admin", "person.change", EVERYWHERE),
    ("admin", "person.delegate", EVERYWHERE),
    ("admin", "alias.learn", EVERYWHERE),
    ("admin", "audit.read", EVERYWHERE),
    ("admin", "job.read", EVERYWHERE),
    ("admin", "system.run", EVERYWHERE),
    ("admin", "notify.manage", EVERYWHERE),
    ("admin", "chase.change", EVERYWHERE),
    ("admin", "person.own", OWN),
    ("admin", "token.own", OWN),
    ("", "person.own", OWN),
    ("", "person.delegate", OWN),
    ("", "token.own", OWN),
];

#[test]
fn every_action_by_every_post_on_every_thing() {
    let cedar = Cedar::load(None).unwrap();
    cedar.set_office(Some(unit("VPUB")));
    for post in ["officer", "head", "focal", "leader", "admin", ""] {
        let posts: Vec<Post> = Post::from_word(post).into_iter().collect();
        let who = actor(unit("STP"), Block::Government, &posts, person("me"));
        for action in ACTIONS {
            let allowed = EXPECTED.iter().find(|(p, a, _)| p == &post && a == action).map_or(&[][..], |e| e.2);
            for (name, thing) in things() {
                let want = allowed.contains(&name);
                assert_eq!(cedar.allows(&who, Action(action), &thing), want, "{post:?} {action} on {name}");
            }
        }
    }
}

#[test]
fn the_provincial_office_sees_everything_and_changes_nothing_foreign() {
    let cedar = Cedar::load(None).unwrap();
    let foreign = &things()[2].1;
    let who = actor(unit("VPUB"), Block::Government, &[Post::Officer], person("me"));
    assert!(!cedar.allows(&who, Action("task.read"), foreign));
    cedar.set_office(Some(unit("VPUB")));
    assert!(cedar.allows(&who, Action("task.read"), foreign));
    assert!(cedar.allows(&who, Action("province.read"), &Resource::all("province")));
    for action in ACTIONS.iter().filter(|a| !a.ends_with(".read")) {
        assert!(!cedar.allows(&who, Action(action), foreign), "{action}");
    }
    let head = actor(unit("VPUB"), Block::Government, &[Post::Head], person("me"));
    assert!(cedar.allows(&head, Action("report.make"), &Resource::all("report")));
}

#[test]
fn blocks_keep_to_their_own() {
    let cedar = Cedar::load(None).unwrap();
    let party = actor(unit("VPTU"), Block::Party, &[Post::Focal], person("me"));
    let reserved = &things()[3].1;
    assert!(cedar.allows(&party, Action("task.confirm"), reserved));
    let council = Resource { block: Some(Block::Council), ..reserved.clone() };
    assert!(!cedar.allows(&party, Action("task.confirm"), &council));
}

#[test]
fn the_program_may_everything_but_only_where_nobody_can_come_from_outside() {
    let cedar = Cedar::load(None).unwrap();
    for (via, may) in [(Via::Command, true), (Via::Job, true), (Via::Page, false), (Via::Api, false)] {
        for action in ACTIONS {
            for (name, thing) in things() {
                let got = cedar.allows(&Actor::program("x", via), Action(action), &thing);
                assert_eq!(got, may, "{via:?} {action} {name}");
            }
        }
    }
    let who = actor(unit("STP"), Block::Government, &[Post::Admin, Post::Focal], person("me"));
    assert!(!cedar.allows(&who, Action("task.invented"), &Resource::all("task")));
    assert!(cedar.allows(&Actor::program("x", Via::Job), Action("task.invented"), &Resource::all("task")));
}

#[test]
fn whoever_stands_in_does_not_pass_it_on() {
    let cedar = Cedar::load(None).unwrap();
    let mine = &things()[5].1;
    let mut who = actor(unit("STP"), Block::Government, &[Post::Head], person("me"));
    assert!(cedar.allows(&who, Action("person.delegate"), mine));
    who.on_behalf_of = Some(person("head"));
    assert!(!cedar.allows(&who, Action("person.delegate"), mine));
}

/// The cut of lists and the policies on single things must not differ.
#[test]
fn seeing_all_agrees_with_seeing_each() {
    let (base, _) = store::testing::ctx("2026-08-03");
    let cedar = Arc::new(Cedar::load(None).unwrap());
    cedar.set_office(Some(unit("VPUB")));
    let all_posts = [Post::Officer, Post::Head, Post::Focal, Post::Leader, Post::Admin];
    for set in 0u32..32 {
        let posts: Vec<Post> =
            all_posts.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, p)| *p).collect();
        for code in ["STP", "VPUB"] {
            let who = actor(unit(code), Block::Government, &posts, person("me"));
            let ctx = Ctx { actor: who, gate: cedar.clone(), ..base.clone() };
            for foreign in [&things()[2].1, &things()[3].1] {
                for action in [access::TASK_READ, access::TARGET_READ] {
                    assert_eq!(access::sees_all(&ctx), ctx.may(action, foreign), "{posts:?} {code} {action:?}");
                }
            }
        }
    }
}
