//! People at work over HTTP: readers of the leader's screen and of work lists, and writers who
//! report progress, each waiting for one answer before the next request.
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use kernel::{Fault, Result};
use reqwest::{Client, StatusCode, redirect::Policy};
use serde_json::json;

use crate::{
    seed::{Cast, Login},
    server::Server,
};

/// Readers at once: half of them at the leader's screen, half at work lists.
const READERS: usize = 50;
/// Writers at once.
const WRITERS: usize = 20;

/// How fast people are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// One reader and one writer, one after the other: what an answer costs.
    Alone,
    /// Each asks about once a second.
    Paced,
    /// Each asks again as soon as it is answered: the machine is always full.
    FlatOut,
}
/// One measurement.
#[derive(Clone, Copy)]
pub struct Run {
    /// How fast.
    pub pace: Pace,
    /// How long.
    pub seconds: u64,
}
/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// `/dashboard`.
    Screen,
    /// `/tasks…`.
    List,
    /// `/api/v1/lines/{line}/progress`.
    Write,
}
/// How long each answer took.
#[derive(Default)]
pub struct Times {
    /// In the order asked.
    pub all: Vec<(What, Duration)>,
    /// From first to last.
    pub lasted: Duration,
}

/// A client that keeps its connections and follows nothing.
pub fn client() -> Client {
    Client::builder().redirect(Policy::none()).pool_max_idle_per_host(4).build().expect("a client can be made")
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Person {
    client: Client,
    base: String,
    cookie: String,
    csrf: String,
    lines: Vec<(String, i64)>,
}
/// Who takes part.
pub struct People {
    leaders: Vec<Person>,
    officers: Vec<Person>,
}

impl Person {
    /// Signs in.
    pub async fn sign_in(server: &Server, login: &Login) -> Result<Self> {
        let client = client();
        let form = format!("name={}&password={}", escape(&login.name), escape(&login.password));
        let sent =
            client.post(format!("{}/sign-in", server.base)).header("content-type", "application/x-www-form-urlencoded");
        let answer = sent.body(form).send().await.map_err(Fault::internal)?;
        let cookie = answer.headers().get("set-cookie").and_then(|v| v.to_str().ok()?.split(';').next());
        let cookie =
            cookie.ok_or_else(|| Fault::internal(format!("{} can't sign in: {}", login.name, answer.status())))?;
        let (base, cookie) = (server.base.clone(), cookie.to_owned());
        let mut person = Self { client, base, cookie, csrf: String::new(), lines: login.lines.clone() };
        let me: serde_json::Value =
            serde_json::from_slice(&person.get("/api/v1/me").await?).map_err(Fault::internal)?;
        person.csrf = me["csrf"].as_str().unwrap_or_default().to_owned();
        Ok(person)
    }
    /// Reads an answer to its end, compressed as a browser gets it.
    pub async fn get(&self, path: &str) -> Result<Vec<u8>> {
        let ask = self.client.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let ask = if path.starts_with("/api/") { ask } else { ask.header("accept-encoding", "gzip, br") };
        let answer = ask.send().await.map_err(Fault::internal)?;
        if answer.status() != StatusCode::OK {
            return Err(Fault::internal(format!("{path}: {}", answer.status())));
        }
        Ok(answer.bytes().await.map_err(Fault::internal)?.to_vec())
    }
    /// Reports progress on the next of one's lines.
    async fn report(&mut self, round: usize) -> Result<()> {
        let count = self.lines.len();
        let (line, seen) = &mut self.lines[round % count];
        let said = json!({ "seen": *seen, "percent": round % 100, "note": "Đang thực hiện theo kế hoạch.", "key": format!("{line}-{seen}") });
        let ask =
            self.client.post(format!("{}/api/v1/lines/{line}/progress", self.base)).header("cookie", &self.cookie);
        let ask = ask.header("x-csrf-token", &self.csrf).header("content-type", "application/json");
        let answer = ask.body(said.to_string()).send().await.map_err(Fault::internal)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(Fault::internal)?;
        if status != StatusCode::OK {
            return Err(Fault::internal(format!("{status}: {}", String::from_utf8_lossy(&body))));
        }
        let now: serde_json::Value = serde_json::from_slice(&body).map_err(Fault::internal)?;
        *seen = now["seen"].as_i64().unwrap_or_default();
        Ok(())
    }
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Signs everybody in, once for all measurements: readers have their own sessions.
pub async fn sign_in(server: &Server, cast: &Cast) -> Result<People> {
    let mut people = People { leaders: vec![], officers: vec![] };
    for _ in 0..READERS / 2 {
        people.leaders.push(Person::sign_in(server, &cast.leader).await?);
    }
    for login in cast.officers.iter().filter(|l| !l.lines.is_empty()).take(READERS / 2 + WRITERS) {
        people.officers.push(Person::sign_in(server, login).await?);
    }
    Ok(people)
}

/// Lists that an officer looks at in turn.
const LISTS: [&str; 5] = [
    "/tasks?mine=1",
    "/tasks?mine=1&state=overdue",
    "/tasks?mine=1&due=30",
    "/tasks?q=chuyen+doi+so+77",
    "/tasks?sort=due",
];

/// Measures.
pub async fn run(server: &Server, people: &People, run: Run) -> Result<Times> {
    if run.pace == Pace::Alone {
        return alone(people).await;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let mut going = Vec::new();
    let (readers, writers) = people.officers.split_at(people.officers.len().saturating_sub(WRITERS));
    let all = people.leaders.iter().map(|p| (What::Screen, p)).chain(readers.iter().map(|p| (What::List, p)));
    for (n, (what, person)) in all.chain(writers.iter().map(|p| (What::Write, p))).enumerate() {
        let (person, stop) = (person.clone(), Arc::clone(&stop));
        going.push(tokio::spawn(work(person, what, n, run.pace, stop)));
    }
    tokio::time::sleep(Duration::from_secs(run.seconds)).await;
    stop.store(true, Ordering::SeqCst);
    let mut times = Times { all: vec![], lasted: begun.elapsed() };
    for one in going {
        times.all.extend(one.await.map_err(Fault::internal)??);
    }
    let _ = server;
    Ok(times)
}

/// One thing after the other.
async fn alone(people: &People) -> Result<Times> {
    let mut times = Times::default();
    let begun = Instant::now();
    let mut writer = people.officers.last().ok_or_else(|| Fault::internal("no officer"))?.clone();
    let (leader, officer) = (&people.leaders[0], &people.officers[0]);
    for round in 0..200 {
        times.all.push((What::Screen, once(leader, "/dashboard").await?));
        times.all.push((What::List, once(officer, LISTS[round % LISTS.len()]).await?));
        let asked = Instant::now();
        writer.report(round).await?;
        times.all.push((What::Write, asked.elapsed()));
    }
    times.lasted = begun.elapsed();
    Ok(times)
}

async fn once(person: &Person, path: &str) -> Result<Duration> {
    let asked = Instant::now();
    person.get(path).await?;
    Ok(asked.elapsed())
}

async fn work(
    mut person: Person,
    what: What,
    n: usize,
    pace: Pace,
    stop: Arc<AtomicBool>,
) -> Result<Vec<(What, Duration)>> {
    let mut took = Vec::new();
    let between = Duration::from_secs(1);
    // Everybody comes at another moment of the second.
    let mut next = Instant::now() + between.mul_f64((n as f64 * 0.618).fract());
    for round in 0.. {
        if pace == Pace::Paced {
            tokio::time::sleep_until(next.into()).await;
            next += between;
        }
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let asked = Instant::now();
        match what {
            What::Screen => drop(person.get("/dashboard").await?),
            What::List => drop(person.get(LISTS[(n + round) % LISTS.len()]).await?),
            What::Write => person.report(round).await?,
        }
        took.push((what, asked.elapsed()));
    }
    Ok(took)
}
