//! Messages put into words, in the reader's language, when they go out: subject, plain text and a
//! simple page of HTML that says the same. The words come from whoever knows the Fluent files.
use std::{fmt::Write as _, sync::Arc};

use kernel::{Arg, Day, Lang, PersonId, Result, text::squeeze};
use org::Directories;
use serde_json::Value as Json;
use store::outbox::Message;

use crate::{Digest, Kind, TEST_SHAPE, Told};

/// Puts messages into words; a face of the program gives one.
pub trait Speak: Send + Sync {
    /// The message of that id in that language.
    fn say(&self, lang: Lang, id: &str, args: &[(&str, Arg)]) -> String;
}

/// A fact as an argument: days as officers write them, what is missing as a dash.
fn argument(value: Option<&Json>) -> Arg {
    match value {
        Some(Json::String(text)) if !text.is_empty() => match text.parse::<Day>() {
            Ok(day) if text.len() == 10 => Arg::Text(day.vietnamese()),
            _ => Arg::Text(text.clone()),
        },
        Some(Json::Number(n)) if n.is_i64() => Arg::Number(n.as_i64().unwrap_or_default()),
        Some(Json::Number(n)) => Arg::Text(n.to_string()),
        _ => Arg::Text("–".into()),
    }
}

/// The sentence of a notice. `behalf` names whom the reader stands in for.
#[must_use]
pub fn sentence(speak: &dyn Speak, lang: Lang, kind: Kind, facts: &Json, behalf: Option<&str>) -> String {
    let args: Vec<(&str, Arg)> = kind.facts().iter().map(|name| (*name, argument(facts.get(name)))).collect();
    let text = speak.say(lang, &format!("notify-{}", dashed(kind.word())), &args);
    match behalf {
        Some(name) => speak.say(lang, "notify-behalf", &[("text", text.into()), ("name", name.into())]),
        None => text,
    }
}

/// What a notice is in a few words: its kind and the name of the thing.
#[must_use]
pub fn headline(speak: &dyn Speak, lang: Lang, kind: Kind, facts: &Json) -> String {
    let kind = speak.say(lang, &format!("notify-kind-{}", dashed(kind.word())), &[]);
    let title = argument(facts.get("title"));
    speak.say(lang, "notify-headline", &[("kind", kind.into()), ("title", title)])
}

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// One line of at most that many letters, for subjects and small screens.
pub(crate) fn cut(text: &str, letters: usize) -> String {
    let line = squeeze(text);
    if line.chars().count() <= letters {
        return line;
    }
    let mut short: String = line.chars().take(letters - 1).collect();
    short.truncate(short.trim_end().len());
    short + "…"
}

/// A message in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as a page.
    pub html: Option<String>,
}

/// What to do with a message that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Send this.
    Letter(Letter),
    /// Send nothing; why.
    Drop(&'static str),
}

/// Makes letters of what waits in the outbox.
#[derive(Clone)]
pub struct Mailbag {
    /// Who is still there, and in which language they read.
    pub directories: Directories,
    /// The words.
    pub speak: Arc<dyn Speak>,
    /// Where links lead, without a slash at the end.
    pub base_url: String,
}
/// The page with one's choices.
const CHOICES: &str = "/me/notices";

impl Mailbag {
    /// A mail. Plain messages of other rooms pass as they are; what is for somebody who left
    /// meanwhile is dropped.
    ///
    /// # Errors
    /// When people can't be read, or the body is not what its shape says.
    pub async fn letter(&self, message: &Message) -> Result<Ready> {
        let mut to = message.recipient.clone();
        let mut lang = Lang::Vi;
        if let Ok(id) = message.person.parse::<PersonId>() {
            let directory = self.directories.now().await?;
            let Some(person) = directory.person(id).filter(|p| p.active) else { return Ok(Ready::Drop("person-left")) };
            lang = person.lang;
            if message.channel == "mail" && !person.email.is_empty() {
                to.clone_from(&person.email);
            }
        }
        let page = match message.shape.as_str() {
            Told::SHAPE => self.of_notice(lang, &Told::read(&message.body)?),
            Digest::SHAPE => self.of_digest(lang, &Digest::read(&message.body)?),
            TEST_SHAPE => self.of_test(lang),
            _ => {
                let (subject, text) = (message.subject.clone(), message.body.clone());
                return Ok(Ready::Letter(Letter { to, subject, text, html: None }));
            }
        };
        let (text, html) = (page.text(), page.html(lang));
        Ok(Ready::Letter(Letter { to, subject: page.subject, text, html: Some(html) }))
    }

    fn t(&self, lang: Lang, id: &str) -> String {
        self.speak.say(lang, id, &[])
    }
    fn page(&self, lang: Lang, subject: String) -> Page {
        let foot = self.t(lang, "notify-mail-foot");
        Page { subject, blocks: vec![], foot: (foot, format!("{}{CHOICES}", self.base_url)) }
    }
    fn item(&self, lang: Lang, told: &Told) -> Item {
        let text = sentence(&*self.speak, lang, told.kind, &told.facts, told.behalf.as_deref());
        Item { text, url: format!("{}{}", self.base_url, told.path) }
    }
    fn of_notice(&self, lang: Lang, told: &Told) -> Page {
        let mut page = self.page(lang, cut(&headline(&*self.speak, lang, told.kind, &told.facts), 150));
        page.blocks.push(Block { head: String::new(), items: vec![self.item(lang, told)], more: String::new() });
        page
    }
    fn of_digest(&self, lang: Lang, digest: &Digest) -> Page {
        let mut page = self.page(lang, self.digest_line(lang, digest));
        for part in &digest.parts {
            let head = self.t(lang, &format!("notify-ask-{}", part.ask.word()));
            let count = i64::try_from(part.items.len() + part.more).unwrap_or(i64::MAX);
            let head = self.speak.say(lang, "notify-digest-part", &[("name", head.into()), ("count", count.into())]);
            let items = part.items.iter().map(|told| self.item(lang, told)).collect();
            let more = match part.more {
                0 => String::new(),
                n => self.speak.say(lang, "notify-digest-more", &[("count", n.into())]),
            };
            page.blocks.push(Block { head, items, more });
        }
        page
    }
    /// `Bản tin 19/6/2026: 3 việc`.
    pub(crate) fn digest_line(&self, lang: Lang, digest: &Digest) -> String {
        let args = [("day", digest.day.into()), ("count", digest.count().into())];
        self.speak.say(lang, "notify-digest-subject", &args)
    }
    fn of_test(&self, lang: Lang) -> Page {
        let mut page = self.page(lang, self.t(lang, "notify-test-subject"));
        let item = Item { text: self.t(lang, "notify-test-text"), url: self.base_url.clone() };
        page.blocks.push(Block { head: String::new(), items: vec![item], more: String::new() });
        page
    }
}

/// A mail's content before it is text or HTML.
struct Page {
    subject: String,
    blocks: Vec<Block>,
    foot: (String, String),
}
struct Block {
    head: String,
    items: Vec<Item>,
    more: String,
}
struct Item {
    text: String,
    url: String,
}
impl Page {
    fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            if !block.head.is_empty() {
                let _ = write!(out, "{}\n\n", block.head);
            }
            let dash = if block.head.is_empty() { "" } else { "- " };
            for item in &block.items {
                let _ = write!(out, "{dash}{}\n  {}\n", item.text, item.url);
            }
            if !block.more.is_empty() {
                let _ = writeln!(out, "{}", block.more);
            }
            out.push('\n');
        }
        let _ = write!(out, "-- \n{} {}\n", self.foot.0, self.foot.1);
        out
    }
    /// Headings, lists and links only: every mail program and screen reader understands them.
    fn html(&self, lang: Lang) -> String {
        let lang = if lang == Lang::En { "en" } else { "vi" };
        let mut out = format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{0}</title></head><body><h1>{0}</h1>",
            escape(&self.subject)
        );
        for block in &self.blocks {
            if !block.head.is_empty() {
                let _ = write!(out, "<h2>{}</h2>", escape(&block.head));
            }
            out.push_str("<ul>");
            for item in &block.items {
                let _ = write!(out, "<li><a href=\"{}\">{}</a></li>", escape(&item.url), escape(&item.text));
            }
            out.push_str("</ul>");
            if !block.more.is_empty() {
                let _ = write!(out, "<p>{}</p>", escape(&block.more));
            }
        }
        let (foot, url) = (escape(&self.foot.0), escape(&self.foot.1));
        let _ = write!(out, "<hr><p>{foot} <a href=\"{url}\">{url}</a></p></body></html>");
        out
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn facts_become_arguments() {
        let facts = serde_json::json!({ "due": "2026-06-30", "n": 3, "empty": "", "title": "2026-2030" });
        assert_eq!(argument(facts.get("due")), Arg::Text("30/6/2026".into()));
        assert_eq!(argument(facts.get("n")), Arg::Number(3));
        assert_eq!(argument(facts.get("empty")), Arg::Text("–".into()));
        assert_eq!(argument(facts.get("none")), Arg::Text("–".into()));
        assert_eq!(argument(facts.get("title")), Arg::Text("2026-2030".into()));
    }
    #[test]
    fn what_people_write_stays_text() {
        assert_eq!(escape("<b> \"A & B\""), "&lt;b&gt; &quot;A &amp; B&quot;");
        assert_eq!(cut("a\r\nb  c", 150), "a b c");
        assert_eq!(cut("abcdef", 4), "abc…");
    }
}
