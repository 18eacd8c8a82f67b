//! The program: reads the command line and the configuration, wires the rooms together and runs
//! one command. Faults are told in the reader's language, with exit code 1.

/// Prints a line for the caller. Where nobody reads any more (`bazan … | head`), that is no mistake.
macro_rules! out {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        if writeln!(std::io::stdout().lock(), $($words)*).is_err() {
            std::process::exit(0);
        }
    }};
}
pub(crate) use out;

/// Every page makes and drops thousands of small texts on several threads: this allocator does so
/// in half the time and keeps half the memory of the system's (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod cli;
mod commands;
mod config;
mod fonts;
mod mail;
mod ways;
mod wire;

use std::{path::PathBuf, process::ExitCode};

use clap::ArgMatches;
use kernel::{Lang, Result};
use words::Words;

use crate::config::Config;

/// What every command gets.
pub struct Call<'a> {
    /// The command's own arguments.
    pub args: &'a ArgMatches,
    /// The data folder.
    pub data: PathBuf,
    /// The settings.
    pub config: Config,
    /// The reader's words.
    pub l: Words,
}
impl Call<'_> {
    /// A text argument.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.args.get_one::<String>(name).map(String::as_str)
    }
    /// A switch.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.args.get_flag(name)
    }
}

fn main() -> ExitCode {
    let matches = cli::grammar(Words::of(language())).get_matches();
    let l = Words::of(match matches.get_one::<String>("lang").map(String::as_str) {
        Some("en") => Lang::En,
        Some(_) => Lang::Vi,
        None => language(),
    });
    match run(&matches, l) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("bazan: {}", l.say(&fault.say));
            if let Some(cause) = &fault.cause {
                eprintln!("       ({cause})");
            }
            ExitCode::FAILURE
        }
    }
}

/// Vietnamese, unless the environment asks for English.
fn language() -> Lang {
    match std::env::var("BAZAN_LANG") {
        Ok(lang) if lang.starts_with("en") => Lang::En,
        _ => Lang::Vi,
    }
}

fn run(matches: &ArgMatches, l: Words) -> Result<ExitCode> {
    let (names, args) = cli::path(matches);
    let data = PathBuf::from(args.get_one::<String>("data").map_or("bazan-data", String::as_str));
    let file = args.get_one::<String>("config").map(PathBuf::from);
    let mut config = Config::load(file.as_deref(), &data.join("bazan.toml"))?;
    if let Some(listen) = args.try_get_one::<String>("listen").ok().flatten() {
        config.set("server.listen", listen.clone());
    }
    start_log(&config);
    let call = Call { args, data, config, l };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(kernel::Fault::internal)?;
    runtime.block_on(commands::run(&names, &call))
}

fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(config.get("log.level")).unwrap_or_default();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.get("log.format") == "json" {
        log.json().init();
    } else {
        log.init();
    }
}
