//! The command line: its grammar, in the reader's language. What each command does is in
//! `commands/`.
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use words::Words;

/// Builds the grammar with help in that language.
pub fn grammar(l: Words) -> Command {
    let command = |name: &'static str, help: &str| Command::new(name).about(l.t(help));
    let file =
        |help: &str| Arg::new("file").required(true).value_name("FILE").value_hint(ValueHint::FilePath).help(l.t(help));
    let day = |required: bool| {
        Arg::new("as-of").long("as-of").value_name("YYYY-MM-DD").required(required).help(l.t("cli-arg-as-of"))
    };
    let json = || Arg::new("json").long("json").action(ArgAction::SetTrue).help(l.t("cli-arg-json"));
    let text = |name: &'static str, help: &str| Arg::new(name).long(name).value_name("TEXT").help(l.t(help));
    let listen = || Arg::new("listen").long("listen").value_name("HOST:PORT").help(l.t("cli-arg-listen"));
    let username = || Arg::new("username").required(true).value_name("NAME").help(l.t("cli-arg-username"));
    Command::new("bazan")
        .version(env!("CARGO_PKG_VERSION"))
        .about(l.t("cli-about"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("data")
                .long("data")
                .global(true)
                .value_name("DIR")
                .env("BAZAN_DATA")
                .default_value("bazan-data")
                .help(l.t("cli-arg-data")),
        )
        .arg(
            Arg::new("config")
                .long("config")
                .global(true)
                .value_name("FILE")
                .env("BAZAN_CONFIG")
                .help(l.t("cli-arg-config")),
        )
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("vi|en")
                .value_parser(["vi", "en"])
                .help(l.t("cli-arg-lang")),
        )
        .subcommand(command("serve", "cli-serve").arg(listen()))
        .subcommand(
            command("demo", "cli-demo")
                .arg(Arg::new("no-serve").long("no-serve").action(ArgAction::SetTrue).help(l.t("cli-arg-no-serve")))
                .arg(listen()),
        )
        .subcommand(
            command("plan", "cli-plan")
                .subcommand_required(true)
                .subcommand(command("read", "cli-plan-read").arg(file("cli-arg-plan-file")).arg(json()))
                .subcommand(
                    command("import", "cli-plan-import")
                        .arg(file("cli-arg-plan-file"))
                        .arg(Arg::new("from").long("from").value_name("YYYY-MM-DD").help(l.t("cli-arg-from")))
                        .arg(json()),
                )
                .subcommand(command("status", "cli-plan-status").arg(day(false)).arg(json())),
        )
        .subcommand(
            command("report", "cli-report").subcommand_required(true).subcommand(
                command("make", "cli-report-make")
                    .arg(day(true))
                    .arg(
                        Arg::new("output")
                            .short('o')
                            .long("output")
                            .required(true)
                            .value_name("FILE")
                            .help(l.t("cli-arg-output")),
                    )
                    .arg(Arg::new("restate").long("restate").action(ArgAction::SetTrue).help(l.t("cli-arg-restate"))),
            ),
        )
        .subcommand(
            command("chase", "cli-chase").subcommand_required(true).subcommand(
                command("run", "cli-chase-run")
                    .arg(day(false))
                    .arg(Arg::new("dry").long("dry").action(ArgAction::SetTrue).help(l.t("cli-arg-dry")))
                    .arg(json()),
            ),
        )
        .subcommand(
            command("user", "cli-user")
                .subcommand_required(true)
                .subcommand(command("list", "cli-user-list"))
                .subcommand(
                    command("add", "cli-user-add")
                        .arg(username())
                        .arg(text("name", "cli-arg-name").required(true))
                        .arg(text("unit", "cli-arg-unit").required(true))
                        .arg(text("posts", "cli-arg-posts").required(true))
                        .arg(text("email", "cli-arg-email").default_value("")),
                )
                .subcommand(command("password", "cli-user-password").arg(username()))
                .subcommand(command("factor-off", "cli-user-factor-off").arg(username()))
                .subcommand(command("off", "cli-user-off").arg(username())),
        )
        .subcommand(
            command("notify", "cli-notify").subcommand_required(true).subcommand(
                command("test", "cli-notify-test")
                    .arg(Arg::new("to").long("to").value_name("NAME").help(l.t("cli-arg-notify-to")))
                    .arg(
                        Arg::new("channel")
                            .long("channel")
                            .value_name("mail|webhook|push")
                            .value_parser(["mail", "webhook", "push"])
                            .help(l.t("cli-arg-notify-channel")),
                    ),
            ),
        )
        .subcommand(command("backup", "cli-backup").arg(file("cli-arg-backup-file")))
        .subcommand(command("restore", "cli-restore").arg(file("cli-arg-backup-file")))
        .subcommand(
            command("audit", "cli-audit")
                .subcommand_required(true)
                .subcommand(command("verify", "cli-audit-verify").arg(json())),
        )
        .subcommand(
            command("doctor", "cli-doctor")
                .arg(Arg::new("quiet").long("quiet").action(ArgAction::SetTrue).help(l.t("cli-arg-quiet"))),
        )
        .subcommand(command("config", "cli-config"))
}

/// The words of the subcommand that was called, e.g. `["plan", "read"]`, and its own matches.
pub fn path(matches: &ArgMatches) -> (Vec<&str>, &ArgMatches) {
    let (mut names, mut here) = (vec![], matches);
    while let Some((name, inner)) = here.subcommand() {
        names.push(name);
        here = inner;
    }
    (names, here)
}

#[cfg(test)]
mod tests {
    use kernel::Lang;

    use super::*;
    #[test]
    fn the_grammar_holds_together_and_every_help_text_exists() {
        for lang in [Lang::Vi, Lang::En] {
            let mut command = grammar(Words::of(lang));
            command.clone().debug_assert();
            assert!(!command.render_long_help().to_string().contains("cli-"), "a help text is missing in {lang:?}");
        }
    }
    #[test]
    fn data_may_stand_before_and_after_the_command() {
        for line in ["bazan --data d plan status --json", "bazan plan status --json --data d"] {
            let matches = grammar(Words::default()).try_get_matches_from(line.split(' ')).unwrap();
            let (names, here) = path(&matches);
            assert_eq!(names, ["plan", "status"]);
            assert_eq!(here.get_one::<String>("data").map(String::as_str), Some("d"));
        }
    }
}
