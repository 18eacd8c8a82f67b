//! One file a command; each translates arguments into one operation and its outcome into words.
mod audit;
mod backup;
mod chase;
mod demo;
mod doctor;
mod notify;
mod plan;
mod report;
mod serve;
mod user;

use std::process::ExitCode;

use kernel::Result;

use crate::Call;

/// Runs the command of that name.
pub async fn run(names: &[&str], call: &Call<'_>) -> Result<ExitCode> {
    match names {
        ["serve"] => serve::run(call).await,
        ["demo"] => demo::run(call).await,
        ["plan", "read"] => plan::read(call).await,
        ["plan", "import"] => plan::import(call).await,
        ["plan", "status"] => plan::status(call).await,
        ["report", "make"] => report::make(call).await,
        ["chase", "run"] => chase::run(call).await,
        ["user", verb] => user::run(verb, call).await,
        ["backup"] => backup::backup(call).await,
        ["restore"] => backup::restore(call).await,
        ["audit", "verify"] => audit::verify(call).await,
        ["notify", "test"] => notify::test(call).await,
        ["doctor"] => doctor::run(call).await,
        ["config"] => {
            crate::out!("{}", crate::config::reference().trim_end());
            Ok(ExitCode::SUCCESS)
        }
        // The grammar admits no other.
        _ => Ok(ExitCode::FAILURE),
    }
}
