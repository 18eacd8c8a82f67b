//! A running server that takes reports over HTTP: killed at any moment it has kept what it answered,
//! once; backed up meanwhile, the copy is what stood at one moment. Both on each engine.
mod support;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use kernel::LineId;
use plan::state::{MarkKind, Standing};
use store::{Event, StoreConfig, testing};
use support::{Cast, Client, Server, events, open, run, settle, standings};

const ROOMS: [&[store::Migration]; 5] =
    [org::MIGRATIONS, access::MIGRATIONS, indicator::MIGRATIONS, notify::MIGRATIONS, plan::MIGRATIONS];
const CLIENTS: usize = 6;

/// Lets all clients work at once; `meanwhile` gets a tick an answer and decides when it is enough.
fn work(clients: &mut [Client], address: &str, cast: &Cast, meanwhile: impl FnOnce(&mpsc::Receiver<()>)) {
    let enough = AtomicBool::new(false);
    let (tick, ticks) = mpsc::channel();
    std::thread::scope(|scope| {
        for client in clients {
            let (tick, enough) = (tick.clone(), &enough);
            scope.spawn(move || {
                while !enough.load(Ordering::SeqCst) && client.step(address, cast).is_ok() {
                    let _ = tick.send(());
                }
            });
        }
        // With the last client gone, waiting for another answer is an error, not for ever.
        drop(tick);
        meanwhile(&ticks);
        enough.store(true, Ordering::SeqCst);
    });
}
fn wait_for(ticks: &mpsc::Receiver<()>, count: usize) {
    for _ in 0..count {
        ticks.recv().expect("the server answers");
    }
}

/// The kind of mark an event made, its line, and the day it names.
fn mark_of(event: &Event) -> Option<(LineId, MarkKind, Option<kernel::Day>)> {
    let kind = MarkKind::ALL.into_iter().find(|k| k.event() == event.kind)?;
    let facts = event.facts();
    let line = facts["line"].as_str().expect("a line").parse().expect("an id");
    Some((line, kind, facts["done_on"].as_str().map(|day| day.parse().expect("a day"))))
}

/// Where each line must stand after these events, and nothing but these events.
fn replay(lines: &[LineId], events: &[Event]) -> Vec<(LineId, Standing)> {
    let mut all: BTreeMap<LineId, Standing> = lines.iter().map(|line| (*line, Standing::Open)).collect();
    for event in events {
        let Some((line, kind, done_on)) = mark_of(event) else { continue };
        let standing = all.get_mut(&line).expect("a line of the plan");
        *standing = standing.after(kind, event.at.day().number(), done_on.map(kernel::Day::number));
    }
    all.into_iter().collect()
}

fn verified(data: &Path, url: &str) {
    let out = run(data, url, &["audit", "verify"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}

/// Settled, and closed: only the server has it open when it is killed.
async fn settled(store: &store::Store) -> Cast {
    let cast = settle(store).await;
    store.close().await;
    cast
}
fn clients(cast: &Cast) -> Vec<Client> {
    cast.lines.chunks(cast.lines.len() / CLIENTS).map(Client::new).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_takes_reports_it_has_kept_each_answered_one_once() {
    for t in testing::stores(&ROOMS).await {
        let data = tempfile::tempdir().expect("a folder");
        let (data, url) = (data.path(), t.config.url.as_str());
        let cast = settled(&t.store).await;
        let mut clients = clients(&cast);
        for round in 0..5 {
            let server = Server::start(data, url);
            let address = server.address.clone();
            // The moment is that of an answer to one client; the others are in the middle of theirs.
            work(&mut clients, &address, &cast, |ticks| {
                wait_for(ticks, 7 + round * 23 % 61);
                server.kill();
            });
            verified(data, url);
        }
        let server = Server::start(data, url);
        for client in &mut clients {
            client.settle(&server.address, &cast);
        }
        server.kill();
        verified(data, url);

        let store = open(&t.config).await;
        let log = events(&store).await;
        let made: BTreeMap<i64, &Event> = log.iter().filter(|e| mark_of(e).is_some()).map(|e| (e.seq, e)).collect();
        let answered: Vec<_> = clients.iter().flat_map(|c| &c.answered).collect();
        for (step, seq) in &answered {
            let event = made.get(seq).unwrap_or_else(|| panic!("{} was answered and is lost", step.key));
            assert!(step.made(event), "{} was answered with {event:?}", step.key);
        }
        assert_eq!(made.len(), answered.len(), "some report is there twice");
        let again: usize = clients.iter().map(|c| c.again).sum();
        assert!(again > 0, "no report was ever left unanswered");
        assert_eq!(standings(&store).await, replay(&cast.lines, &log));
        store.close().await;
        println!("{} reports, {again} sent again", answered.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_server_is_what_stood_at_one_moment() {
    for t in testing::stores(&ROOMS).await {
        let dir = tempfile::tempdir().expect("a folder");
        let (data, url) = (dir.path().join("data"), t.config.url.as_str());
        let cast = settled(&t.store).await;
        let mut clients = clients(&cast);
        let archives: Vec<String> =
            (0..3).map(|n| dir.path().join(format!("{n}.zip")).to_str().expect("a path").to_owned()).collect();
        let server = Server::start(&data, url);
        work(&mut clients, &server.address, &cast, |ticks| {
            for archive in &archives {
                wait_for(ticks, 10);
                let out = run(&data, url, &["backup", archive]);
                assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            }
            // What came in meanwhile does not count: these come after the last copy.
            while ticks.try_recv().is_ok() {}
            wait_for(ticks, 2 * CLIENTS);
        });
        server.kill();
        let store = open(&t.config).await;
        let log = events(&store).await;
        store.close().await;

        let mut length = 0;
        for (n, archive) in archives.iter().enumerate() {
            // Into an embedded store, whichever engine it came from.
            let fresh = dir.path().join(format!("fresh{n}"));
            let out = run(&fresh, "", &["restore", archive]);
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            assert!(data.join("secret.key").exists() && !fresh.join("secret.key").exists(), "the key is kept apart");
            verified(&fresh, "");
            let copy = open(&StoreConfig::embedded(&fresh)).await;
            let copied = events(&copy).await;
            assert!(copied.len() > length && copied.len() < log.len(), "{} of {}", copied.len(), log.len());
            length = copied.len();
            assert_eq!(copied, log[..length], "the copy is no beginning of the log");
            assert_eq!(standings(&copy).await, replay(&cast.lines, &copied));
            copy.close().await;
        }
    }
}
