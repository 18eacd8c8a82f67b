//! `make bench`: seeds a province of a given size beside the sample, starts the real program on it,
//! and measures start, memory, pages and writes over HTTP. Prints Markdown; asserts nothing.
mod load;
mod report;
mod seed;
mod server;

use std::path::PathBuf;

use clap::Parser;
use kernel::Result;

use crate::{
    load::{Pace, Run},
    seed::Size,
    server::Server,
};

/// What to measure.
#[derive(Parser)]
struct Args {
    /// The program, built with optimisation.
    #[arg(long)]
    bazan: PathBuf,
    /// A folder for the data; what is there from a run before is used again.
    #[arg(long)]
    data: PathBuf,
    /// Sizes to measure, in tasks: the first is measured whole, the others for growth.
    #[arg(long, value_delimiter = ',', default_value = "20000")]
    tasks: Vec<usize>,
    /// Marks (and so events) on each line at the first size; fewer where there are more lines, so
    /// that there are about a million.
    #[arg(long, default_value_t = 1_000_000)]
    events: usize,
    /// People beside those of the sample.
    #[arg(long, default_value_t = 4_800)]
    people: usize,
    /// Also on this PostgreSQL server; a database is made for it and dropped afterwards.
    #[arg(long)]
    postgres: Option<String>,
    /// Seconds that each load lasts.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Where the figures go, between two marks of that Markdown file; else they are printed.
    #[arg(long)]
    write: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let mut page = report::Page::default();
    for (n, tasks) in args.tasks.iter().enumerate() {
        let size = Size { tasks: *tasks, events: args.events, people: args.people };
        let place = server::Place::embedded(&args.data.join(format!("sqlite-{tasks}")));
        measure(&args, &place, size, n == 0, &mut page).await?;
    }
    if let (Some(url), Some(tasks)) = (&args.postgres, args.tasks.first()) {
        let size = Size { tasks: *tasks, events: args.events, people: args.people };
        let place = server::Place::postgres(&args.data.join(format!("postgres-{tasks}")), url, *tasks).await?;
        measure(&args, &place, size, true, &mut page).await?;
    }
    page.end(args.write.as_deref())
}

async fn measure(args: &Args, place: &server::Place, size: Size, whole: bool, page: &mut report::Page) -> Result<()> {
    let made = seed::make(&args.bazan, place, size).await?;
    page.begin(place.engine(), size, &made);
    // Once before, so that migrations and the system's file cache are not measured.
    Server::start(&args.bazan, place).await?.stop().await;
    for _ in 0..3 {
        let server = Server::start(&args.bazan, place).await?;
        let board = server.first_page(&made.cast).await?;
        page.start(server.first_answer, board, server.memory());
        server.stop().await;
    }
    let server = Server::start(&args.bazan, place).await?;
    let people = load::sign_in(&server, &made.cast).await?;
    let paces: &[Pace] = if whole { &[Pace::Alone, Pace::Paced, Pace::FlatOut] } else { &[Pace::Alone, Pace::Paced] };
    for pace in paces {
        let run = Run { pace: *pace, seconds: args.seconds };
        page.load(*pace, &load::run(&server, &people, run).await?, server.memory());
    }
    server.stop().await;
    Ok(())
}
