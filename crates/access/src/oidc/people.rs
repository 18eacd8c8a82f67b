//! From verified claims to a person: linked before, or by a claim that proves it, or (only where the
//! operator says so) newly created; and posts from groups.
use std::collections::BTreeSet;

use kernel::{Actor, Ctx, Fault, Lang, Post, Result, Via};
use org::{NewPerson, Person};
use serde_json::{Value as Json, json};
use store::NewEvent;

use super::{Oidc, failed};
use crate::{
    accounts::{Client, actor_of},
    db,
    secret::Secret,
};

fn text<'c>(claims: &'c Json, name: &str) -> Option<&'c str> {
    claims.get(name)?.as_str().map(str::trim).filter(|t| !t.is_empty())
}

impl Oidc {
    /// In the program's name: policies let nobody from outside change people.
    fn program(&self, client: &Client) -> Ctx {
        self.accounts.context(Actor::program("oidc", Via::Job), client)
    }

    /// The active person these claims belong to.
    pub(super) async fn person_of(&self, claims: &Json, client: &Client) -> Result<Person> {
        let issuer = text(claims, "iss").ok_or_else(|| failed("no issuer"))?;
        let subject = text(claims, "sub").ok_or_else(|| failed("no subject"))?;
        let linked = db::oidc_person(&mut self.accounts.store.read().await?, issuer, subject).await?;
        let person = match linked {
            Some(id) => self.accounts.active(id).await?,
            None => match self.matching(claims).await? {
                Some(person) => Some(self.link(person, issuer, subject, client).await?),
                None => self.create(claims, issuer, subject, client).await?,
            },
        };
        let Some(person) = person else {
            let facts = json!({ "reason": "oidc", "address": client.address, "linked": linked.is_some() });
            let work = self.accounts.outside(client);
            self.accounts
                .store
                .write(&work, move |tx| {
                    Box::pin(
                        async move { tx.append(NewEvent::new("session.refused", "person:", facts)).await.map(drop) },
                    )
                })
                .await?;
            return Err(Fault::unauthenticated("access-oidc-no-account"));
        };
        self.give_posts(person, claims, client).await
    }

    /// The one active person whom a claim we may believe names.
    async fn matching(&self, claims: &Json) -> Result<Option<Person>> {
        let org = self.accounts.directories.now().await?;
        let username = self.config.username_claim.as_deref().and_then(|name| text(claims, name));
        if let Some(person) = username.and_then(|name| org.by_username(name)).filter(|p| p.active) {
            return Ok(Some(person.clone()));
        }
        let verified = claims.get("email_verified").and_then(Json::as_bool) == Some(true);
        let Some(email) = text(claims, "email").filter(|_| verified && self.config.by_verified_email) else {
            return Ok(None);
        };
        let mut same = org.people().iter().filter(|p| p.active && p.email.eq_ignore_ascii_case(email));
        match (same.next(), same.next()) {
            (Some(only), None) => Ok(Some(only.clone())),
            _ => Ok(None),
        }
    }

    async fn link(&self, person: Person, issuer: &str, subject: &str, client: &Client) -> Result<Person> {
        let (issuer, subject, id) = (issuer.to_owned(), subject.to_owned(), person.id);
        let name = person.name.clone();
        self.accounts
            .store
            .write(&self.program(client), move |tx| {
                Box::pin(async move {
                    db::link_oidc(tx, &issuer, &subject, id).await?;
                    let facts = json!({ "issuer": issuer, "name": name });
                    tx.append(NewEvent::new("person.linked", id.subject(), facts)).await.map(drop)
                })
            })
            .await?;
        Ok(person)
    }

    async fn create(&self, claims: &Json, issuer: &str, subject: &str, client: &Client) -> Result<Option<Person>> {
        let username = self.config.username_claim.as_deref().and_then(|name| text(claims, name));
        let (Some(unit), Some(username)) = (self.config.create_in, username) else { return Ok(None) };
        // A known name that did not match belongs to somebody who was closed out: not made anew.
        if self.accounts.directories.now().await?.by_username(username).is_some() {
            return Ok(None);
        }
        let verified = claims.get("email_verified").and_then(Json::as_bool) == Some(true);
        let new = NewPerson {
            id: None,
            username: username.to_owned(),
            name: text(claims, "name").unwrap_or(username).to_owned(),
            email: text(claims, "email").filter(|_| verified).unwrap_or_default().to_owned(),
            unit,
            posts: vec![],
            lang: Lang::Vi,
        };
        let id = org::create_person(&self.accounts.store, &self.program(client), new).await?;
        let person = self.accounts.active(id).await?.ok_or_else(|| failed("the new person is not there"))?;
        self.link(person, issuer, subject, client).await.map(Some)
    }

    /// Posts that groups govern follow the groups; others stay.
    async fn give_posts(&self, person: Person, claims: &Json, client: &Client) -> Result<Person> {
        let Some(groups) = self.config.groups_claim.as_deref().and_then(|name| claims.get(name)) else {
            return Ok(person);
        };
        let names: BTreeSet<&str> = match groups {
            Json::String(one) => [one.as_str()].into(),
            Json::Array(all) => all.iter().filter_map(Json::as_str).collect(),
            _ => return Ok(person),
        };
        let governed: BTreeSet<Post> = self.config.posts_of_group.values().copied().collect();
        let given = self.config.posts_of_group.iter().filter(|(group, _)| names.contains(group.as_str()));
        let kept = person.posts.iter().copied().filter(|p| !governed.contains(p));
        let posts: BTreeSet<Post> = kept.chain(given.map(|(_, post)| *post)).collect();
        if posts == person.posts.iter().copied().collect() {
            return Ok(person);
        }
        let ctx = self.program(client);
        org::give_posts(&self.accounts.store, &ctx, person.id, posts.into_iter().collect()).await?;
        self.accounts.active(person.id).await?.ok_or_else(|| failed("the person left meanwhile"))
    }

    pub(super) async fn open(&self, person: &Person, client: &Client) -> Result<Secret> {
        let secret = Secret::new("")?;
        let org = self.accounts.directories.now().await?;
        let today = self.accounts.clock.today();
        let ctx = self.accounts.context(actor_of(&org, person, None, today, Via::Page), client);
        let (accounts, client, given, id) = (self.accounts.clone(), client.clone(), secret.clone(), person.id);
        self.accounts
            .store
            .write(&ctx, move |tx| Box::pin(async move { accounts.open_in(tx, &given, id, "oidc", &client).await }))
            .await?;
        Ok(secret)
    }
}
