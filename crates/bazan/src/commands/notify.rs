//! `bazan notify test`: a test through every configured way, and in plain words what became of it.
use std::process::ExitCode;

use ::notify::{TEST_SHAPE, push, webhook};
use kernel::{Arg, Fault, Post, Result};
use org::Person;
use serde_json::json;
use store::{
    NewEvent,
    outbox::{Deliver, Message, Taken},
};

use crate::{Call, ways::Ways, wire::House};

/// What was tried, and what went wrong.
#[derive(Default)]
struct Tried {
    ways: usize,
    failed: usize,
}

/// Runs it. Fails when a way fails, when the asked one is not configured, or when there is none.
pub async fn test(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open(call).await?;
    let ctx = house.program("bazan notify test");
    let base_url = call
        .config
        .opt("server.base_url")
        .map_or_else(|| format!("http://{}", call.config.get("server.listen")), str::to_owned);
    let ways = Ways::open(&call.config, &house, &ctx, &base_url).await?;
    let whom = whom(call, &house).await?;
    let asked = |channel: &str| call.text("channel").is_none_or(|only| only == channel);
    let mut tried = Tried::default();
    if asked("mail") {
        mail(call, &house, &ways, &whom, &mut tried).await;
    }
    if asked("webhook") {
        let all = webhook::list(&mut house.store.read().await?).await?;
        let on: Vec<_> = all.iter().filter(|h| h.active).collect();
        if on.is_empty() {
            missing(call, "cli-notify-no-webhook", "", &mut tried);
        }
        for hook in on {
            tell(call, "webhook", &hook.name, ways.hooks.try_now(hook.id).await, &mut tried);
        }
    }
    if asked("push") {
        let all = push::browsers(&mut house.store.read().await?, whom.id).await?;
        if all.is_empty() {
            missing(call, "cli-notify-no-push", &whom.username, &mut tried);
        }
        for browser in &all {
            let to = format!("{} ({})", whom.username, browser.agent);
            tell(call, "push", &to, ways.pushes.try_now(browser).await, &mut tried);
        }
    }
    if tried.ways == 0 && call.text("channel").is_none() {
        crate::out!("{}", call.l.t("cli-notify-nothing"));
        tried.failed += 1;
    }
    let facts = json!({ "ways": tried.ways, "failed": tried.failed });
    let event = NewEvent::new("notify.tested", whom.id.subject(), facts);
    house.store.write(&ctx, move |tx| Box::pin(async move { tx.append(event).await.map(drop) })).await?;
    house.store.close().await;
    Ok(if tried.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The person named, or the first active administrator.
async fn whom(call: &Call<'_>, house: &House) -> Result<Person> {
    let directory = house.directories.now().await?;
    let found = match call.text("to") {
        Some(name) => directory.by_username(name).filter(|p| p.active),
        None => directory.people().iter().find(|p| p.active && p.posts.contains(&Post::Admin)),
    };
    found.cloned().ok_or_else(|| Fault::not_found("cli-notify-nobody").arg("to", call.text("to").unwrap_or("")))
}

async fn mail(call: &Call<'_>, house: &House, ways: &Ways, whom: &Person, tried: &mut Tried) {
    let Some(smtp) = &ways.mail else { return missing(call, "cli-notify-no-mail", "", tried) };
    if whom.email.is_empty() {
        return missing(call, "cli-notify-no-address", &whom.username, tried);
    }
    let now = house.clock.now();
    let message = Message {
        id: kernel::MessageId::new(),
        channel: "mail".into(),
        recipient: whom.email.clone(),
        subject: TEST_SHAPE.into(),
        body: String::new(),
        shape: TEST_SHAPE.into(),
        person: whom.id.to_string(),
        about: String::new(),
        state: "waiting".into(),
        attempts: 1,
        last_error: String::new(),
        next_at: now,
        created_at: now,
        sent_at: None,
    };
    let outcome = smtp.deliver(&message).await;
    tell(call, "mail", &whom.email, outcome, tried);
}

/// A way that is not configured: a failure only where it was asked for by name.
fn missing(call: &Call<'_>, id: &str, to: &str, tried: &mut Tried) {
    crate::out!("{}", call.l.with(id, &[("to", to.into())]));
    if call.text("channel").is_some() {
        tried.failed += 1;
    }
}

fn tell(call: &Call<'_>, channel: &str, to: &str, outcome: Result<Taken>, tried: &mut Tried) {
    tried.ways += 1;
    let l = call.l;
    let name = l.t(&format!("channel-{channel}"));
    let mut args: Vec<(&str, Arg)> = vec![("channel", name.into()), ("to", to.into())];
    let id = match outcome {
        Ok(Taken::Sent) => "cli-notify-ok",
        Ok(Taken::Dropped(why)) => {
            tried.failed += 1;
            args.push(("why", l.t(&format!("dropped-{why}")).into()));
            "cli-notify-dropped"
        }
        Err(fault) => {
            tried.failed += 1;
            let cause = fault.cause.as_ref().map(|c| format!(" ({c})")).unwrap_or_default();
            args.push(("why", format!("{}{cause}", l.say(&fault.say)).into()));
            "cli-notify-failed"
        }
    };
    crate::out!("{}", l.with(id, &args));
}
