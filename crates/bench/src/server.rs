//! The real program as a process of its own: where its data is, starting, its memory, stopping.
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kernel::{Fault, Result};
use store::StoreConfig;

use crate::{load, seed::Cast};

/// A data folder and its store.
pub struct Place {
    /// The folder.
    pub dir: PathBuf,
    url: Option<String>,
}

impl Place {
    /// A folder with an embedded store.
    pub fn embedded(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), url: None }
    }
    /// A folder whose store is a database of its own on that server.
    pub async fn postgres(dir: &Path, server: &str, tasks: usize) -> Result<Self> {
        let name = format!("bazan_bench_{tasks}");
        let make = Command::new("psql").args([server, "-qc", &format!("CREATE DATABASE {name}")]).status();
        // It may be there from a run before.
        make.map_err(Fault::internal)?;
        let (base, _) = server.rsplit_once('/').unwrap_or((server, ""));
        Ok(Self { dir: dir.to_owned(), url: Some(format!("{base}/{name}")) })
    }
    /// Its name in the report.
    pub fn engine(&self) -> &'static str {
        if self.url.is_some() { "PostgreSQL" } else { "SQLite" }
    }
    /// How the rooms open it.
    pub fn config(&self) -> StoreConfig {
        let embedded = StoreConfig::embedded(&self.dir);
        match &self.url {
            Some(url) => StoreConfig { url: url.clone(), ..embedded },
            None => embedded,
        }
    }
    /// The program on this place.
    pub fn command(&self, bazan: &Path) -> Command {
        let mut command = Command::new(bazan);
        command.arg("--data").arg(&self.dir);
        if let Some(url) = &self.url {
            command.env("BAZAN_STORE_URL", url);
        }
        command
    }
}

/// A running server. A measurement that fails leaves none behind.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:…`.
    pub base: String,
    /// From starting the process to the first page.
    pub first_answer: Duration,
}

impl Server {
    /// Starts it and waits for its first answer, the sign-in page.
    pub async fn start(bazan: &Path, place: &Place) -> Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(Fault::internal)?;
        let begun = Instant::now();
        let mut command = place.command(bazan);
        command.args(["serve", "--listen", &port.to_string()]).env("RUST_LOG", "warn").stdout(Stdio::null());
        let child = command.spawn().map_err(Fault::internal)?;
        let base = format!("http://{port}");
        let client = load::client();
        let give_up = begun + Duration::from_secs(60);
        loop {
            if let Ok(answer) = client.get(format!("{base}/sign-in")).send().await
                && answer.status().is_success()
            {
                return Ok(Self { child, base, first_answer: begun.elapsed() });
            }
            if Instant::now() > give_up {
                return Err(Fault::internal("the program does not answer"));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    /// The leader's screen, asked for right after the start: how long it takes from now.
    pub async fn first_page(&self, cast: &Cast) -> Result<Duration> {
        let leader = load::Person::sign_in(self, &cast.leader).await?;
        let begun = Instant::now();
        leader.get("/dashboard").await?;
        Ok(begun.elapsed())
    }
    /// Memory of its own and in all, in megabytes (10⁶ bytes).
    pub fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find(|l| l.starts_with(name));
            line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) * 1024 / 1_000_000
        };
        (of("RssAnon"), of("VmRSS"))
    }
    /// Ends it and waits until it has ended.
    pub async fn stop(mut self) {
        drop(Command::new("kill").arg(self.child.id().to_string()).status());
        drop(tokio::task::spawn_blocking(move || drop(self.child.wait())).await);
    }
}
