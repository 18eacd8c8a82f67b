//! `bazan user`: accounts from the command line, for the first one and for emergencies.
use std::process::ExitCode;

use kernel::{Fault, Lang, Post, Result, Say};
use org::{NewPerson, Person};

use crate::{Call, wire::House};

/// `list`, `add`, `password`, `factor-off` or `off`.
pub async fn run(verb: &str, call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open(call).await?;
    match verb {
        "add" => add(call, &house).await?,
        "password" => password(call, &house).await?,
        "factor-off" => factor_off(call, &house).await?,
        "off" => off(call, &house).await?,
        _ => list(&house).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(house: &House) -> Result<()> {
    let directory = house.directories.now().await?;
    for p in directory.people() {
        let unit = directory.unit(p.unit).map_or("", |u| u.name.as_str());
        let posts: Vec<_> = p.posts.iter().map(|post| post.word()).collect();
        crate::out!("{}\t{}\t{unit}\t{}\t{}", p.username, p.name, posts.join(","), if p.active { "on" } else { "off" });
    }
    Ok(())
}

async fn add(call: &Call<'_>, house: &House) -> Result<()> {
    let text = |name: &str| call.text(name).unwrap_or_default();
    let posts = text("posts")
        .split(',')
        .map(|word| Post::from_word(word.trim()).ok_or_else(|| Fault::invalid("cli-unknown-post").arg("post", word)))
        .collect::<Result<Vec<_>>>()?;
    let directory = house.directories.now().await?;
    let unit =
        directory.by_code(text("unit")).ok_or_else(|| Fault::invalid("cli-unknown-unit").arg("unit", text("unit")))?;
    let new = NewPerson {
        id: None,
        username: text("username").to_owned(),
        name: text("name").to_owned(),
        email: text("email").to_owned(),
        unit: unit.id,
        posts,
        lang: Lang::Vi,
    };
    let ctx = house.program("user add");
    let id = org::create_person(&house.store, &ctx, new).await?;
    let password = house.accounts.make_password(&ctx, id).await?;
    let say = Say::new("cli-user-added").arg("username", text("username")).arg("password", password.reveal());
    crate::out!("{}", call.l.say(&say));
    Ok(())
}

async fn find(call: &Call<'_>, house: &House) -> Result<Person> {
    let username = call.text("username").unwrap_or_default();
    let directory = house.directories.now().await?;
    directory
        .by_username(username)
        .cloned()
        .ok_or_else(|| Fault::not_found("cli-unknown-user").arg("username", username))
}

async fn password(call: &Call<'_>, house: &House) -> Result<()> {
    let person = find(call, house).await?;
    let password = house.accounts.make_password(&house.program("user password"), person.id).await?;
    let say = Say::new("cli-user-password-set").arg("username", person.username).arg("password", password.reveal());
    crate::out!("{}", call.l.say(&say));
    Ok(())
}

/// For whom phone and recovery codes are lost, or the key with which the factor was sealed.
async fn factor_off(call: &Call<'_>, house: &House) -> Result<()> {
    let person = find(call, house).await?;
    house.accounts.totp_reset(&house.program("user factor-off"), person.id).await?;
    crate::out!("{}", call.l.say(&Say::new("cli-user-factor-off-done").arg("username", person.username)));
    Ok(())
}

async fn off(call: &Call<'_>, house: &House) -> Result<()> {
    let person = find(call, house).await?;
    org::deactivate_person(&house.store, &house.program("user off"), person.id).await?;
    crate::out!("{}", call.l.say(&Say::new("cli-user-off-done").arg("username", person.username)));
    Ok(())
}
