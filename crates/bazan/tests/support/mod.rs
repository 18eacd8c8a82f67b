//! A province to serve and programs that report to it over HTTP, for tests that kill the server or
//! back it up meanwhile.
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Arc,
};

use access::{Accounts, AccountsConfig, Cedar, NewToken};
use kernel::{Actor, Block, Clock, Ctx, Gate, Lang, LineId, PersonId, Post, SystemClock, UnitId, Via};
use org::{Directories, NewPerson, Province, Unit, UnitKind};
use plan::{
    board::{Asked, Boards, Sight},
    import::{ImportOptions, ImportPlan},
    list::{Filter, PageAsk, Sort},
    state::Standing,
};
use serde_json::{Value, json};
use store::{Event, Store, StoreConfig, event::EventFilter};

/// Rows of the plan, and so lines of progress.
pub const LINES: usize = 24;

/// `bazan` on that data folder and store.
pub fn bazan(data: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bazan"));
    command.arg("--data").arg(data).env("BAZAN_STORE_URL", url).env("BAZAN_LANG", "en");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
/// Runs a command to its end.
pub fn run(data: &Path, url: &str, args: &[&str]) -> Output {
    bazan(data, url).args(args).output().expect("bazan runs")
}

/// Who reports and confirms, and on what.
pub struct Cast {
    pub officer: String,
    pub focal: String,
    pub lines: Vec<LineId>,
}

fn program() -> Ctx {
    let gate: Arc<dyn Gate> = Arc::new(Cedar::load(None).expect("the policies are right"));
    let actor = Actor::program("test", Via::Command);
    Ctx { actor, clock: Arc::new(SystemClock), gate, trace: String::new(), lang: Lang::Vi }
}

fn unit(code: &str, name: &str, kind: UnitKind) -> Unit {
    Unit {
        id: UnitId::from_name(code),
        code: code.into(),
        name: name.into(),
        short: name.into(),
        kind,
        block: Block::Government,
        parent: (code != "T").then(|| UnitId::from_name("T")),
        valid_from: "2020-01-01".parse().expect("a day"),
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}

/// A plan as text, with our own words.
fn plan_text() -> Vec<u8> {
    let mut text = String::from(
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU\n\nSố: 78/KH-UBND\nMẫu, ngày 05 tháng 01 năm 2025\n\nKẾ HOẠCH\nThử nghiệm báo cáo\n\nPhụ lục\n\nSTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\tSản phẩm\n",
    );
    for n in 1..=LINES {
        text.push_str(&format!(
            "{n}\tRà soát quy trình thứ {n} của đơn vị\tSở Tư pháp\tSở Nội vụ\tNăm 2099\tBáo cáo\n"
        ));
    }
    text.into_bytes()
}

/// Fills a store with units, two people with tokens, and one plan.
pub async fn settle(store: &Store) -> Cast {
    let ctx = program();
    let units = vec![
        unit("T", "Tỉnh Mẫu", UnitKind::Province),
        unit("STP", "Sở Tư pháp", UnitKind::Department),
        unit("SNV", "Sở Nội vụ", UnitKind::Department),
        unit("SKHCN", "Sở Khoa học và Công nghệ", UnitKind::Department),
    ];
    org::create_units(store, &ctx, units).await.expect("units");
    let name = "Tỉnh Mẫu".to_owned();
    let province = Province {
        code: "99".into(),
        short: name.clone(),
        name,
        focal: Some(UnitId::from_name("SKHCN")),
        ..Province::default()
    };
    org::set_province(store, &ctx, province).await.expect("a province");
    let directories = Directories::new(store.clone());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let accounts =
        Accounts::new(store.clone(), directories.clone(), clock, Arc::clone(&ctx.gate), AccountsConfig::default());
    let officer = person(store, &ctx, &accounts, "tuphap", "STP", Post::Officer).await;
    let focal = person(store, &ctx, &accounts, "daumoi", "SKHCN", Post::Focal).await;
    let input = ImportPlan { file_name: "plan.txt".into(), bytes: plan_text(), options: ImportOptions::default() };
    plan::import::import_plan(store, &ctx, &directories, input).await.expect("the plan is read");
    let lines = standings(store).await.into_iter().map(|(line, _)| line).collect::<Vec<_>>();
    assert_eq!(lines.len(), LINES);
    Cast { officer, focal, lines }
}

/// A person with a token for what they do.
async fn person(store: &Store, ctx: &Ctx, accounts: &Accounts, name: &str, code: &str, post: Post) -> String {
    let new = NewPerson {
        id: Some(PersonId::from_name(name)),
        username: name.into(),
        name: name.into(),
        email: String::new(),
        unit: UnitId::from_name(code),
        posts: vec![post],
        lang: Lang::Vi,
    };
    let id = org::create_person(store, ctx, new).await.expect("a person");
    let mut own = ctx.clone();
    own.actor = Actor { person: Some(id), posts: vec![post], unit: Some(UnitId::from_name(code)), ..own.actor };
    own.actor.via = Via::Page;
    let scopes = ["task.read", "task.report", "task.confirm"].map(str::to_owned).to_vec();
    let new = NewToken { name: "test".into(), scopes, last_day: ctx.today().plus_days(30) };
    accounts.create_token(&own, new).await.expect("a token").1.reveal().to_owned()
}

/// Where each line stands, as the board derives it.
pub async fn standings(store: &Store) -> Vec<(LineId, Standing)> {
    let board = Boards::new(store.clone()).now().await.expect("a board");
    let asked = Asked { day: SystemClock.today(), known_seq: board.seq() };
    let ask = PageAsk { sort: Sort::Document, limit: 0, ..PageAsk::default() };
    let page = board.list(asked, &Sight::All, &Filter::default(), &ask).expect("a list");
    let mut all: Vec<_> = page.rows.iter().filter_map(|r| r.line.as_ref()).map(|l| (l.line, l.standing)).collect();
    all.sort_by_key(|(line, _)| *line);
    all
}

/// Every event, oldest first.
pub async fn events(store: &Store) -> Vec<Event> {
    let mut reader = store.read().await.expect("a reader");
    let mut all = store::event::list(&mut reader, &EventFilter::default(), 1_000_000).await.expect("events");
    all.reverse();
    all
}

/// Opens a store that nobody has open.
pub async fn open(config: &StoreConfig) -> Store {
    Store::open(config).await.expect("the store opens")
}

/// A running `bazan serve`.
pub struct Server {
    child: Child,
    pub address: String,
}
impl Server {
    /// Starts one and waits until it says where it listens.
    pub fn start(data: &Path, url: &str) -> Self {
        let mut child =
            bazan(data, url).args(["serve", "--listen", "127.0.0.1:0"]).stderr(Stdio::null()).spawn().expect("bazan");
        let mut lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let address = loop {
            let line = lines.next().expect("it says where it listens").expect("text");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split([' ', '/', ',']).next().unwrap_or(rest).trim_end_matches('.').to_owned();
            }
        };
        Self { child, address }
    }
    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().expect("it was alive");
        self.child.wait().expect("it ends");
    }
}
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends JSON and reads the whole answer. `Err`: nobody knows whether it was done.
pub fn post(address: &str, token: &str, path: &str, body: &Value) -> std::io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(address)?;
    let body = body.to_string();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let broken = || std::io::Error::other("half an answer");
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
    Ok((status, serde_json::from_str(body).map_err(|_| broken())?))
}

/// A step on a line: whose token, which path, what is said. Eight steps lead back to the first.
pub struct Step {
    pub key: String,
    line: LineId,
    by_focal: bool,
    verb: &'static str,
    event: &'static str,
    body: Value,
}
impl Step {
    fn new(line: LineId, no: usize, seen: i64) -> Self {
        const VERBS: [(bool, &str, &str); 8] = [
            (false, "progress", "task.progressed"),
            (false, "progress", "task.progressed"),
            (false, "done", "task.done"),
            (true, "return", "task.returned"),
            (false, "progress", "task.progressed"),
            (false, "done", "task.done"),
            (true, "confirm", "task.confirmed"),
            (true, "reopen", "task.reopened"),
        ];
        let (by_focal, verb, event) = VERBS[no % VERBS.len()];
        let key = format!("{line}-{no}");
        // The note names the request, so that the log shows how often it was done.
        let body = json!({ "seen": seen, "key": key, "note": key, "percent": no % 100 });
        Self { key, line, by_focal, verb, event, body }
    }
    /// Is that the event this step made?
    pub fn made(&self, event: &Event) -> bool {
        let facts = event.facts();
        let noted = facts["note"] == self.body["note"] || self.verb == "confirm";
        noted && facts["line"] == json!(self.line) && event.kind == self.event
    }
    fn send(&self, address: &str, cast: &Cast) -> std::io::Result<i64> {
        let token = if self.by_focal { &cast.focal } else { &cast.officer };
        let (status, answer) = post(address, token, &format!("/api/v1/lines/{}/{}", self.line, self.verb), &self.body)?;
        assert_eq!(status, 200, "{} {}: {answer}", self.verb, self.body);
        Ok(answer["seen"].as_i64().expect("the mark's number"))
    }
}

/// A program that works on lines of its own, remembers what was answered, and sends again what was not.
pub struct Client {
    lines: Vec<(LineId, i64, usize)>,
    turn: usize,
    waiting: Option<Step>,
    /// What was answered, with the mark's number.
    pub answered: Vec<(Step, i64)>,
    /// Steps that had to be sent again.
    pub again: usize,
}
impl Client {
    pub fn new(lines: &[LineId]) -> Self {
        let lines = lines.iter().map(|line| (*line, 0, 0)).collect();
        Self { lines, turn: 0, waiting: None, answered: Vec::new(), again: 0 }
    }
    /// One step. `Err` when the server is gone; the step waits.
    pub fn step(&mut self, address: &str, cast: &Cast) -> std::io::Result<()> {
        let at = self.turn % self.lines.len();
        let (line, seen, no) = self.lines[at];
        let step = self.waiting.take().unwrap_or_else(|| Step::new(line, no, seen));
        match step.send(address, cast) {
            Ok(seq) => {
                self.lines[at] = (line, seq, no + 1);
                self.turn += 1;
                self.answered.push((step, seq));
                Ok(())
            }
            Err(gone) => {
                self.waiting = Some(step);
                self.again += 1;
                Err(gone)
            }
        }
    }
    /// Sends what is still unanswered, then old steps once more: the answers must be the same.
    pub fn settle(&mut self, address: &str, cast: &Cast) {
        if self.waiting.is_some() {
            self.step(address, cast).expect("the server is there");
        }
        for (step, seq) in self.answered.iter().rev().take(5) {
            assert_eq!(step.send(address, cast).expect("the server is there"), *seq, "{} was done twice", step.key);
        }
    }
}
