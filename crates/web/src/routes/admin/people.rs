//! Accounts: who may come in and what they are.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Ctx, Fault, Lang, PersonId, Post, text};
use org::{ChangePerson, NewPerson, Person};

use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked, Fields},
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    registry::{Case, Route, route},
    session::{self, Signed, Visitor},
    url::Query,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/admin/people" Case::Province("person.change") => page),
        route!(POST "/admin/people" Case::Province("person.change") => add),
        route!(POST "/admin/people/{id}/posts" Case::Province("person.change") => posts),
        route!(POST "/admin/people/{id}/unit" Case::Province("person.change") => unit),
        route!(POST "/admin/people/{id}/active" Case::Province("person.change") => active),
        route!(POST "/admin/people/{id}/password" Case::Province("person.change") => password),
        route!(POST "/admin/people/{id}/factor-off" Case::Province("person.change") => factor_off),
    ]
}

struct PostBox {
    word: String,
    label: String,
    on: bool,
}
struct PersonRow {
    id: String,
    name: String,
    username: String,
    unit: String,
    posts: String,
    active: bool,
    all_posts: Vec<PostBox>,
}
#[derive(Default)]
struct PersonForm {
    username: String,
    name: String,
    email: String,
    posts: Vec<PostBox>,
}
struct Secret {
    username: String,
    password: String,
}
#[derive(Template)]
#[template(path = "admin_people.html")]
struct PeoplePage {
    l: L,
    me: Me,
    frame: Frame,
    tab: &'static str,
    say: String,
    q: String,
    rows: Vec<PersonRow>,
    problems: Vec<Problem>,
    form: PersonForm,
    units: Vec<Choice>,
    secret: Option<Secret>,
}

const POSTS: [Post; 5] = [Post::Officer, Post::Head, Post::Focal, Post::Leader, Post::Admin];
fn boxes(l: L, held: &[Post]) -> Vec<PostBox> {
    POSTS
        .iter()
        .map(|p| PostBox { word: p.word().to_owned(), label: l.tk("post", p.word()), on: held.contains(p) })
        .collect()
}
fn chosen(fields: &Fields) -> Vec<Post> {
    fields.all("post").filter_map(Post::from_word).collect()
}

/// At most so many rows at once; the search narrows.
const SHOWN: usize = 200;

async fn show(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    asked: &Fields,
    status: StatusCode,
    problems: Vec<Problem>,
    secret: Option<Secret>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "admin").await?;
    let directory = app.directories.now().await?;
    let q = asked.get("q").to_owned();
    let wanted = text::fold(&q);
    let unit_name = |p: &Person| directory.unit(p.unit).map(|u| u.name.clone()).unwrap_or_default();
    let fits = |p: &&Person| {
        wanted.is_empty() || text::fold(&format!("{} {} {}", p.name, p.username, unit_name(p))).contains(&wanted)
    };
    let found: Vec<&Person> = directory.people().iter().filter(fits).collect();
    let rows = found
        .iter()
        .take(SHOWN)
        .map(|p| PersonRow {
            id: p.id.to_string(),
            name: p.name.clone(),
            username: p.username.clone(),
            unit: unit_name(p),
            posts: p.posts.iter().map(|post| l.tk("post", post.word())).collect::<Vec<_>>().join(", "),
            active: p.active,
            all_posts: boxes(l, &p.posts),
        })
        .collect();
    let unit = asked.get("unit");
    let units = directory
        .units_on(ctx.today())
        .map(|u| Choice {
            label: u.name.clone(),
            url: u.id.to_string(),
            on: u.id.to_string() == unit,
            count: String::new(),
        })
        .collect();
    let form = PersonForm {
        username: asked.get("username").to_owned(),
        name: asked.get("name").to_owned(),
        email: asked.get("email").to_owned(),
        posts: boxes(l, &chosen(asked)),
    };
    let say = l.tn("admin-people-say", &i64::try_from(found.len()).unwrap_or(0));
    pages::html_with(status, &PeoplePage { l, me, frame, tab: "people", say, q, rows, problems, form, units, secret })
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    show(&app, &visitor, &ctx, &asked, StatusCode::OK, vec![], None).await
}

async fn add(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let new = NewPerson {
        id: None,
        username: fields.get("username").to_owned(),
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        unit: fields.id("unit")?.ok_or_else(|| Fault::invalid("web-bad-form").arg("field", "unit").field("unit"))?,
        posts: chosen(&fields),
        lang: Lang::Vi,
    };
    let username = new.username.to_lowercase();
    match org::create_person(&app.store, &ctx, new).await {
        Ok(id) => {
            let password = first_password(&app, &ctx, id).await?;
            show(&app, &visitor, &ctx, &Fields::default(), StatusCode::OK, vec![], Some(Secret { username, password }))
                .await
        }
        Err(fault) => {
            let problems = pages::problems(visitor.l, fault, "username")?;
            show(&app, &visitor, &ctx, &fields, StatusCode::UNPROCESSABLE_ENTITY, problems, None).await
        }
    }
}

/// A password made for them, shown once; they choose their own afterwards.
async fn first_password(app: &App, ctx: &Ctx, id: PersonId) -> Result<String, Failure> {
    Ok(app.accounts.make_password(ctx, id).await?.reveal().to_owned())
}

async fn posts(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    org::give_posts(&app.store, &ctx, extract::id(&id)?, chosen(&fields)).await?;
    Ok(pages::go("/admin/people"))
}

/// Moves somebody to the unit of that name.
async fn unit(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let (id, named): (PersonId, _) = (extract::id(&id)?, fields.get("named"));
    let directory = app.directories.now().await?;
    let found = directory.units_on(ctx.today()).find(|u| text::fold(&u.name) == text::fold(named)).map(|u| u.id);
    let outcome = match found {
        Some(unit) => {
            org::change_person(&app.store, &ctx, id, ChangePerson { unit: Some(unit), ..Default::default() }).await
        }
        None => Err(Fault::invalid("admin-no-such-unit").arg("name", named).field("people")),
    };
    match outcome {
        Ok(()) => {
            let mut response = pages::go(&Query::new().with("q", fields.get("q")).at("/admin/people"));
            session::say_next(&app, &mut response, "person-moved");
            Ok(response)
        }
        Err(fault) => {
            let problems = pages::problems(visitor.l, fault, "people")?;
            let asked = Fields::from(vec![("q".to_owned(), fields.get("q").to_owned())]);
            show(&app, &visitor, &ctx, &asked, StatusCode::UNPROCESSABLE_ENTITY, problems, None).await
        }
    }
}

async fn active(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id = extract::id(&id)?;
    match fields.get("on") {
        "yes" => org::reactivate_person(&app.store, &ctx, id).await?,
        _ => org::deactivate_person(&app.store, &ctx, id).await?,
    }
    Ok(pages::go("/admin/people"))
}

/// For whom phone and recovery codes are lost.
async fn factor_off(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    app.accounts.totp_reset(&ctx, extract::id(&id)?).await?;
    let mut response = pages::go("/admin/people");
    session::say_next(&app, &mut response, "factor-off");
    Ok(response)
}

async fn password(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: PersonId = extract::id(&id)?;
    let directory = app.directories.now().await?;
    let person = directory.person(id).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let password = first_password(&app, &ctx, id).await?;
    let secret = Secret { username: person.username.clone(), password };
    show(&app, &visitor, &ctx, &Fields::default(), StatusCode::OK, vec![], Some(secret)).await
}
