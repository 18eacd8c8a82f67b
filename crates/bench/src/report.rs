//! The figures as Markdown, with machine and date.
use std::{fmt::Write as _, path::Path, time::Duration};

use kernel::{Clock, Fault, Result, SystemClock};

use crate::{
    load::{Pace, Times, What},
    seed::{Made, Size},
};

const FROM: &str = "<!-- make bench: from here -->";
const TO: &str = "<!-- make bench: to here -->";

/// What is written.
#[derive(Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// A size on an engine.
    pub fn begin(&mut self, engine: &str, size: Size, made: &Made) {
        let _ = writeln!(
            self.text,
            "\n### {engine}, {} tasks\n\n{} lines of progress, {} events, {} people.\n",
            size.tasks, made.lines, made.events, size.people
        );
        self.text.push_str("| what | p50 | p95 | most | a second |\n| --- | --- | --- | --- | --- |\n");
    }
    /// A start.
    pub fn start(&mut self, first: Duration, board: Duration, (own, all): (u64, u64)) {
        let (first, board) = (millis(first), millis(board));
        let _ = writeln!(
            self.text,
            "| start to the first page {first}; the leader's screen asked for then {board}; memory {own} MB own, {all} MB resident | | | | |"
        );
    }
    /// A load.
    pub fn load(&mut self, pace: Pace, times: &Times, (own, all): (u64, u64)) {
        let how = match pace {
            Pace::Alone => "alone",
            Pace::Paced => "50 readers, 20 writers, one request a second each",
            Pace::FlatOut => "50 readers, 20 writers, without pause",
        };
        for (what, name) in
            [(What::Screen, "leader's screen"), (What::List, "work list"), (What::Write, "progress write")]
        {
            let mut all: Vec<Duration> = times.all.iter().filter(|(w, _)| *w == what).map(|(_, t)| *t).collect();
            if all.is_empty() {
                continue;
            }
            all.sort_unstable();
            let (half, most) = (all[all.len() / 2], all[all.len() * 95 / 100]);
            let rate = all.len() as f64 / times.lasted.as_secs_f64();
            let last = all[all.len() - 1];
            let _ = writeln!(
                self.text,
                "| {name}, {how} | {} | {} | {} | {rate:.0} |",
                millis(half),
                millis(most),
                millis(last)
            );
        }
        let _ = writeln!(self.text, "| memory after it: {own} MB own, {all} MB resident | | | | |");
    }
    /// Prints, or puts it between its marks in the file.
    pub fn end(self, file: Option<&Path>) -> Result<()> {
        let text = format!("{}\n{}", machine(), self.text);
        let Some(file) = file else {
            println!("{text}");
            return Ok(());
        };
        let before = std::fs::read_to_string(file).map_err(Fault::internal)?;
        let (head, rest) = before.split_once(FROM).ok_or_else(|| Fault::internal("the file has no marks for bench"))?;
        let (_, tail) = rest.split_once(TO).ok_or_else(|| Fault::internal("the file has no marks for bench"))?;
        std::fs::write(file, format!("{head}{FROM}\n{text}\n{TO}{tail}")).map_err(Fault::internal)
    }
}

fn millis(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|l| l.starts_with(name)).unwrap_or_default();
        line.split(':').nth(1).unwrap_or_default().trim().to_owned()
    };
    let cpu = field(&read("/proc/cpuinfo"), "model name");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg").split(' ').next().unwrap_or_default().to_owned();
    format!(
        "{}, {cores} cores ({cpu}), load {load} at the end; program and load generator share the cores.",
        SystemClock.today().vietnamese()
    )
}
