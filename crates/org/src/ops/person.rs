//! People: creating, changing, posts, leaving, delegation.
use kernel::{Ctx, Day, Fault, Lang, PersonId, Post, Resource, Result, UnitId, text::squeeze};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, args};

use crate::{
    Delegation, PERSON_CHANGE, PERSON_DELEGATE, PERSON_OWN, Person,
    db::{self, Half},
};

/// Somebody new.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The id, where it must be stable; `None` for a new one.
    pub id: Option<PersonId>,
    /// The sign-in name: letters, digits, `.`, `_`, `-`, `@`.
    pub username: String,
    /// The full name.
    pub name: String,
    /// May be empty: then no invitation can be sent.
    pub email: String,
    /// Their unit.
    pub unit: UnitId,
    /// What they are in it.
    pub posts: Vec<Post>,
    /// The language they read.
    pub lang: Lang,
}

fn about(id: PersonId) -> Resource {
    Resource { kind: "person", id: id.to_string(), owner: Some(id), ..Resource::default() }
}

/// Creates a person. They can come in once they have a credential (room `access`).
///
/// # Errors
/// `Forbidden`; `Invalid` for the name, the username or the address; `Conflict` for a taken username.
pub async fn create_person(store: &Store, ctx: &Ctx, new: NewPerson) -> Result<PersonId> {
    ctx.require(PERSON_CHANGE, &Resource::all("person"))?;
    let person = Person {
        id: new.id.unwrap_or_default(),
        username: new.username.trim().to_lowercase(),
        name: squeeze(&kernel::text::nfc(&new.name)),
        email: new.email.trim().to_owned(),
        unit: new.unit,
        posts: tidy_posts(new.posts),
        active: true,
        lang: new.lang,
    };
    check(&person)?;
    let id = person.id;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let unit = db::need_unit(tx, person.unit).await?;
                if tx.opt("SELECT 1 FROM person WHERE username = $1", args![&person.username]).await?.is_some() {
                    let fault = Fault::conflict("org-username-taken").arg("username", &person.username);
                    return Err(fault.field("username"));
                }
                let facts = json!({ "username": person.username, "name": person.name, "unit": person.unit,
                    "unit_name": unit.name, "posts": person.posts });
                let event = NewEvent::new("person.created", id.subject(), facts);
                let seq = db::note(tx, Half::People, event).await?;
                db::put_person(tx, &person, seq).await
            })
        })
        .await?;
    Ok(id)
}

fn tidy_posts(mut posts: Vec<Post>) -> Vec<Post> {
    posts.sort();
    posts.dedup();
    posts
}

fn check(person: &Person) -> Result<()> {
    if person.name.is_empty() {
        return Err(Fault::invalid("org-person-needs-name").field("name"));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
    if !(2..=64).contains(&person.username.len()) || !person.username.chars().all(plain) {
        return Err(Fault::invalid("org-username-form").arg("username", &person.username).field("username"));
    }
    let (user, host) = person.email.split_once('@').unwrap_or_default();
    let bad = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c);
    if !person.email.is_empty() && (user.is_empty() || !host.contains('.') || person.email.contains(bad)) {
        return Err(Fault::invalid("org-email-form").arg("email", &person.email).field("email"));
    }
    Ok(())
}

/// What to change of a person; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ChangePerson {
    /// The new full name.
    pub name: Option<String>,
    /// The new address.
    pub email: Option<String>,
    /// The new unit.
    pub unit: Option<UnitId>,
    /// The new language.
    pub lang: Option<Lang>,
}

/// Changes a person.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` as in [`create_person`].
pub async fn change_person(store: &Store, ctx: &Ctx, id: PersonId, change: ChangePerson) -> Result<()> {
    ctx.require(PERSON_CHANGE, &about(id))?;
    update(store, ctx, id, "person.changed", move |person| {
        if let Some(name) = change.name {
            person.name = squeeze(&kernel::text::nfc(&name));
        }
        if let Some(email) = change.email {
            person.email = email.trim().to_owned();
        }
        person.unit = change.unit.unwrap_or(person.unit);
        person.lang = change.lang.unwrap_or(person.lang);
    })
    .await
}

/// Sets the language one reads; everybody may for themselves.
///
/// # Errors
/// `Forbidden` for whoever is no person.
pub async fn set_own_lang(store: &Store, ctx: &Ctx, lang: Lang) -> Result<()> {
    let id = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    ctx.require(PERSON_OWN, &about(id))?;
    update(store, ctx, id, "person.changed", move |person| person.lang = lang).await
}

/// Gives a person their posts, in place of those they had.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` when nobody would be left to run the system.
pub async fn give_posts(store: &Store, ctx: &Ctx, id: PersonId, posts: Vec<Post>) -> Result<()> {
    ctx.require(PERSON_CHANGE, &about(id))?;
    update(store, ctx, id, "person.posted", move |person| person.posts = tidy_posts(posts)).await
}

/// Lets a person in no longer; what they did stays theirs.
///
/// # Errors
/// As [`give_posts`].
pub async fn deactivate_person(store: &Store, ctx: &Ctx, id: PersonId) -> Result<()> {
    ctx.require(PERSON_CHANGE, &about(id))?;
    update(store, ctx, id, "person.deactivated", |person| person.active = false).await
}

/// Lets a person in again.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn reactivate_person(store: &Store, ctx: &Ctx, id: PersonId) -> Result<()> {
    ctx.require(PERSON_CHANGE, &about(id))?;
    update(store, ctx, id, "person.reactivated", |person| person.active = true).await
}

async fn update(
    store: &Store,
    ctx: &Ctx,
    id: PersonId,
    kind: &'static str,
    change: impl FnOnce(&mut Person) + Send + 'static,
) -> Result<()> {
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let old = db::need_person(tx, id).await?;
                let mut new = old.clone();
                change(&mut new);
                if new == old {
                    return Ok(());
                }
                check(&new)?;
                let unit = db::need_unit(tx, new.unit).await?;
                keep_an_admin(tx, &old, &new).await?;
                // The address is personal and changes: it stays out of the log that nothing leaves.
                let facts = json!({ "username": new.username, "name": new.name, "unit": new.unit,
                    "unit_name": unit.name, "posts": new.posts, "was_posts": old.posts, "was_unit": old.unit,
                    "was_name": old.name, "email_changed": old.email != new.email });
                let seq = db::note(tx, Half::People, NewEvent::new(kind, id.subject(), facts)).await?;
                db::put_person(tx, &new, seq).await
            })
        })
        .await
}

/// Refuses to take away the last active administrator: nobody could mend it.
async fn keep_an_admin(tx: &mut Tx, old: &Person, new: &Person) -> Result<()> {
    let runs = |p: &Person| p.active && p.posts.contains(&Post::Admin);
    if !runs(old) || runs(new) {
        return Ok(());
    }
    let others = "SELECT COUNT(*) FROM person WHERE active = 1 AND id <> $1 AND posts LIKE '%admin%'";
    if tx.one(others, args![old.id]).await?.int(0)? == 0 {
        return Err(Fault::conflict("org-last-admin").arg("name", &old.name));
    }
    Ok(())
}

/// Who stands in for whom, from when to when.
#[derive(Clone, Debug)]
pub struct Delegate {
    /// Whoever is away.
    pub from: PersonId,
    /// Whoever stands in.
    pub to: PersonId,
    /// First day.
    pub valid_from: Day,
    /// Last day.
    pub valid_to: Day,
}

/// Delegates: within these days `to` may act for `from`. Everybody may delegate what is theirs.
///
/// # Errors
/// `Forbidden`; `Invalid` for days in the wrong order, to oneself, or to somebody inactive.
pub async fn delegate(store: &Store, ctx: &Ctx, d: Delegate) -> Result<String> {
    ctx.require(PERSON_DELEGATE, &about(d.from))?;
    if d.valid_to < d.valid_from {
        return Err(Fault::invalid("org-delegation-days").field("valid_to"));
    }
    if d.from == d.to {
        return Err(Fault::invalid("org-delegation-to-oneself").field("to"));
    }
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (from, to) = (db::need_person(tx, d.from).await?, db::need_person(tx, d.to).await?);
                if !to.active {
                    return Err(Fault::invalid("org-delegation-inactive").arg("name", &to.name).field("to"));
                }
                let id = kernel::TokenId::new().to_string();
                let facts = json!({ "delegation": id, "from": from.id, "from_name": from.name, "to": to.id,
                    "to_name": to.name, "valid_from": d.valid_from, "valid_to": d.valid_to });
                let event = NewEvent::new("delegation.made", from.id.subject(), facts);
                let seq = db::note(tx, Half::People, event).await?;
                let Delegate { from, to, valid_from, valid_to } = d;
                let row = Delegation { id: id.clone(), from, to, valid_from, valid_to };
                db::put_delegation(tx, &row, seq).await?;
                Ok(id)
            })
        })
        .await
}

/// Ends a delegation: `last` is its last day.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn end_delegation(store: &Store, ctx: &Ctx, id: String, last: Day) -> Result<()> {
    let found = db::find_delegation(&mut store.read().await?, &id).await?;
    let found = found.ok_or_else(|| Fault::not_found("org-no-such-delegation"))?;
    ctx.require(PERSON_DELEGATE, &about(found.from))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (from, to) = (db::need_person(tx, found.from).await?, db::need_person(tx, found.to).await?);
                let facts = json!({ "delegation": id, "from_name": from.name, "to_name": to.name, "last": last });
                let event = NewEvent::new("delegation.ended", from.id.subject(), facts);
                let seq = db::note(tx, Half::People, event).await?;
                db::put_delegation(tx, &Delegation { valid_to: last, ..found }, seq).await
            })
        })
        .await
}
