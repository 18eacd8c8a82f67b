//! What goes outside when the outside fails: down for a day, slow, answering too late, killed in
//! between, two pumps, clocks set back, people who left.
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::BoxFuture;
use kernel::{Arg, Fault, Lang, Result, WebhookId};
use notify::{
    Hooks, Kind, Mailbag, Outward, Pushes, Ready, Speak,
    push::{self, NewBrowser, Vapid},
    webhook::{self, NewWebhook},
};
use org::Directories;
use store::outbox::{self, Deliver, Message, Taken};
use words::Words;

use crate::{
    fixture::{House, houses, id, notice},
    receiver::{HANG_UP, Receiver, SILENT},
};

struct Says;
impl Speak for Says {
    fn say(&self, lang: Lang, id: &str, args: &[(&str, Arg)]) -> String {
        Words::of(lang).with(id, args)
    }
}
fn bag(house: &House) -> Mailbag {
    Mailbag {
        directories: Directories::new(house.store().clone()),
        speak: Arc::new(Says),
        base_url: "https://bazan.example.vn".into(),
    }
}
fn hooks(house: &House, patience: Duration) -> Hooks {
    Hooks {
        store: house.store().clone(),
        ctx: house.ctx.clone(),
        out: Outward::patient(true, patience).unwrap(),
        speak: Arc::new(Says),
        base_url: "https://bazan.example.vn".into(),
    }
}
const PATIENT: Duration = Duration::from_secs(20);

async fn subscribe(house: &House, url: &str) -> (WebhookId, String) {
    let new = NewWebhook { name: "Trục LGSP".into(), url: url.into(), unit: None, kinds: vec![] };
    webhook::create(house.store(), &house.ctx, &Outward::new(true).unwrap(), new).await.unwrap()
}
fn later(house: &House, millis: i64) {
    house.clock.set(house.ctx.now().plus(millis));
}
const HOUR: i64 = 3_600_000;

/// A mail server that is up or down, and remembers what it took.
#[derive(Default)]
struct Server {
    down: bool,
    took: Mutex<Vec<String>>,
}
impl Deliver for Server {
    fn channel(&self) -> &'static str {
        "mail"
    }
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Taken>> {
        Box::pin(async move {
            if self.down {
                return Err(Fault::unavailable("mail-server-down"));
            }
            self.took.lock().unwrap().push(message.id.to_string());
            Ok(Taken::Sent)
        })
    }
}

#[tokio::test]
async fn a_day_without_mail_and_webhook_loses_and_doubles_nothing() {
    for house in houses("2026-06-15").await {
        let receiver = Receiver::new().await;
        receiver.answers(503);
        subscribe(&house, &receiver.url).await;
        house.post(&["an", "binh"], &notice(Kind::Returned, "1")).await;
        let (mut server, hooks) = (Server { down: true, ..Server::default() }, hooks(&house, PATIENT));
        for _ in 0..24 {
            outbox::pump(house.store(), &house.ctx, &server).await.unwrap();
            outbox::pump(house.store(), &house.ctx, &hooks).await.unwrap();
            later(&house, HOUR);
        }
        assert!(house.messages().await.iter().all(|m| m.state == "waiting"), "a day is not long enough to give up");
        server.down = false;
        receiver.answers(200);
        let before = receiver.all().len();
        for _ in 0..6 {
            outbox::pump(house.store(), &house.ctx, &server).await.unwrap();
            outbox::pump(house.store(), &house.ctx, &hooks).await.unwrap();
            later(&house, HOUR);
        }
        assert_eq!(server.took.lock().unwrap().len(), 2);
        assert_eq!(receiver.all().len() - before, 1);
        assert!(house.messages().await.iter().all(|m| m.state == "sent"));
    }
}

#[tokio::test]
async fn a_webhook_is_signed_and_tells_who_what_and_where() {
    for house in houses("2026-06-19").await {
        let receiver = Receiver::new().await;
        let (hook, secret) = subscribe(&house, &receiver.url).await;
        house.post(&["an", "binh"], &notice(Kind::Mention, "1")).await;
        outbox::pump(house.store(), &house.ctx, &hooks(&house, PATIENT)).await.unwrap();
        let [came] = &receiver.all()[..] else { panic!("one request, not {}", receiver.all().len()) };
        let unix = house.ctx.now().0 / 1000;
        assert_eq!(came.header("x-bazan-signature"), webhook::signature(&secret, unix, &came.body).unwrap());
        let body: serde_json::Value = serde_json::from_slice(&came.body).unwrap();
        assert_eq!(body["url"], "https://bazan.example.vn/tasks/1");
        assert_eq!(body["id"], came.header("x-bazan-delivery"));
        assert_eq!(body["people"].as_array().unwrap().len(), 2);
        assert!(body["text"]["vi"].as_str().unwrap().contains("Ban hành quy chế"), "{}", body["text"]);
        // Off: nothing is written for it; what waits is dropped.
        house.post(&["an"], &notice(Kind::Mention, "2")).await;
        webhook::switch(house.store(), &house.ctx, hook, false).await.unwrap();
        house.post(&["an"], &notice(Kind::Mention, "3")).await;
        outbox::pump(house.store(), &house.ctx, &hooks(&house, PATIENT)).await.unwrap();
        let states: Vec<_> = house.messages().await.into_iter().map(|m| (m.about, m.state)).collect();
        assert_eq!(states.len(), 2, "{states:?}");
        assert!(states.contains(&("task:2".into(), "dropped".into())));
        assert_eq!(receiver.all().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_repeats_under_the_same_id() {
    for house in houses("2026-06-19").await {
        let receiver = Receiver::new().await;
        // Took it, and broke the line before saying so.
        receiver.answers(HANG_UP);
        subscribe(&house, &receiver.url).await;
        house.post(&["an"], &notice(Kind::Mention, "1")).await;
        outbox::pump(house.store(), &house.ctx, &hooks(&house, PATIENT)).await.unwrap();
        receiver.answers(200);
        later(&house, HOUR);
        outbox::pump(house.store(), &house.ctx, &hooks(&house, PATIENT)).await.unwrap();
        let all = receiver.all();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].header("x-bazan-delivery"), all[1].header("x-bazan-delivery"));
        assert_eq!(all[0].body, all[1].body);
        assert_ne!(all[0].header("x-bazan-signature"), all[1].header("x-bazan-signature"), "signed anew, by its time");
    }
}

#[tokio::test]
async fn who_keeps_us_waiting_is_left_and_tried_again() {
    for house in houses("2026-06-19").await {
        let receiver = Receiver::new().await;
        receiver.answers(SILENT);
        subscribe(&house, &receiver.url).await;
        house.post(&["an"], &notice(Kind::Mention, "1")).await;
        let impatient = hooks(&house, Duration::from_millis(50));
        assert_eq!(outbox::pump(house.store(), &house.ctx, &impatient).await.unwrap(), (0, 1));
        let waits = &house.messages().await[0];
        assert_eq!((waits.state.as_str(), waits.next_at), ("waiting", house.ctx.now().plus(60_000)));
    }
}

#[tokio::test]
async fn what_is_given_up_is_shown_and_sent_again_by_hand() {
    for house in houses("2026-06-19").await {
        let receiver = Receiver::new().await;
        receiver.answers(302);
        subscribe(&house, &receiver.url).await;
        house.post(&["an"], &notice(Kind::Mention, "1")).await;
        let hooks = hooks(&house, PATIENT);
        outbox::pump(house.store(), &house.ctx, &hooks).await.unwrap();
        let dead = outbox::MessageFilter { state: Some("dead".into()), ..Default::default() };
        let dead = notify::sent(house.store(), &house.ctx, &dead, 10).await.unwrap();
        assert_eq!((dead.len(), receiver.all().len()), (1, 1), "a redirect is neither followed nor repeated");
        receiver.answers(204);
        notify::resend(house.store(), &house.ctx, dead[0].id).await.unwrap();
        outbox::pump(house.store(), &house.ctx, &hooks).await.unwrap();
        let again = notify::resend(house.store(), &house.ctx, dead[0].id).await.unwrap_err();
        assert_eq!(again.kind, kernel::FaultKind::Conflict, "what went out is never sent again");
        assert_eq!(receiver.all().len(), 2);
    }
}

/// Takes a message and never comes back: the process was killed.
struct Killed(Arc<tokio::sync::Notify>);
impl Deliver for Killed {
    fn channel(&self) -> &'static str {
        "mail"
    }
    fn deliver<'a>(&'a self, _: &'a Message) -> BoxFuture<'a, Result<Taken>> {
        self.0.notify_one();
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn killed_between_claim_and_mark_it_goes_out_later_under_the_same_id() {
    for house in houses("2026-06-19").await {
        house.post(&["an"], &notice(Kind::Returned, "1")).await;
        let reached = Arc::new(tokio::sync::Notify::new());
        let killed = Killed(Arc::clone(&reached));
        let (store, ctx) = (house.store().clone(), house.ctx.clone());
        let pump = tokio::spawn(async move { outbox::pump(&store, &ctx, &killed).await });
        reached.notified().await;
        pump.abort();
        let server = Server::default();
        outbox::pump(house.store(), &house.ctx, &server).await.unwrap();
        assert!(server.took.lock().unwrap().is_empty(), "somebody may still be at it");
        later(&house, HOUR);
        outbox::pump(house.store(), &house.ctx, &server).await.unwrap();
        outbox::pump(house.store(), &house.ctx, &server).await.unwrap();
        let sent = house.messages().await[0].id.to_string();
        assert_eq!(*server.took.lock().unwrap(), [sent]);
    }
}

#[tokio::test]
async fn two_pumps_at_once_and_clocks_set_back_send_once() {
    for house in houses("2026-06-19").await {
        for n in 0..100 {
            house.post(&["an"], &notice(Kind::Returned, &n.to_string())).await;
        }
        let server = Server::default();
        let pump = || outbox::pump(house.store(), &house.ctx, &server);
        let (a, b) = tokio::join!(pump(), pump());
        assert_eq!(a.unwrap().0 + b.unwrap().0, 100);
        // An hour and a day back: what went out stays out; what is new goes when its time is there.
        for back in [HOUR, 24 * HOUR] {
            later(&house, -back);
            pump().await.unwrap();
            house.post(&["an"], &notice(Kind::Returned, &format!("back{back}"))).await;
            house.post(&["an"], &notice(Kind::Returned, "1")).await;
            pump().await.unwrap();
        }
        later(&house, 48 * HOUR);
        pump().await.unwrap();
        let mut took = server.took.lock().unwrap().clone();
        took.sort();
        took.dedup();
        assert_eq!((took.len(), server.took.lock().unwrap().len()), (102, 102));
    }
}

#[tokio::test]
async fn letters_speak_the_readers_language_and_never_reach_who_left() {
    for house in houses("2026-06-19").await {
        org::change_person(
            house.store(),
            &house.ctx,
            id("binh"),
            org::ChangePerson { lang: Some(Lang::En), ..Default::default() },
        )
        .await
        .unwrap();
        house.post(&["an", "binh", "chi"], &notice(Kind::Overdue, "1")).await;
        let change = org::ChangePerson { email: Some("moi@example.vn".into()), ..Default::default() };
        org::change_person(house.store(), &house.ctx, id("an"), change).await.unwrap();
        org::deactivate_person(house.store(), &house.ctx, id("chi")).await.unwrap();
        let bag = bag(&house);
        let mut letters = Vec::new();
        for message in house.messages().await {
            letters.push(bag.letter(&message).await.unwrap());
        }
        let Ready::Letter(an) = &letters[0] else { panic!() };
        assert_eq!((an.to.as_str(), an.subject.as_str()), ("moi@example.vn", "Quá hạn: Ban hành quy chế"));
        assert!(
            an.text.contains("đã quá hạn 30/6/2026") && an.text.contains("https://bazan.example.vn/tasks/1"),
            "{}",
            an.text
        );
        let html = an.html.as_deref().unwrap();
        assert!(html.contains("<html lang=\"vi\">") && html.contains("href=\"https://bazan.example.vn/tasks/1\""));
        let Ready::Letter(binh) = &letters[1] else { panic!() };
        assert!(binh.text.contains("was due on 30/6/2026"), "{}", binh.text);
        assert_eq!(letters[2], Ready::Drop("person-left"));
    }
}

#[tokio::test]
async fn a_browser_is_pushed_to_and_forgotten_when_it_is_gone() {
    for house in houses("2026-06-19").await {
        let receiver = Receiver::new().await;
        let out = Outward::new(true).unwrap();
        let new = NewBrowser {
            endpoint: receiver.url.clone(),
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4".into(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
            agent: "Chrome".into(),
        };
        let bad = NewBrowser { p256dh: "AAAA".into(), ..new.clone() };
        assert_eq!(
            push::subscribe(house.store(), &house.of("an"), &out, bad).await.unwrap_err().say.id,
            "notify-push-keys"
        );
        let inner = Outward::new(false).unwrap();
        let refused = push::subscribe(house.store(), &house.of("an"), &inner, new.clone()).await.unwrap_err();
        assert_eq!(refused.kind, kernel::FaultKind::Invalid, "nobody makes us call our own network");
        push::subscribe(house.store(), &house.of("an"), &out, new.clone()).await.unwrap();
        house.post(&["an"], &notice(Kind::Returned, "1")).await;
        let vapid = Arc::new(Vapid::load(house.store(), &house.ctx).await.unwrap());
        assert_eq!(vapid.public(), Vapid::load(house.store(), &house.ctx).await.unwrap().public(), "made once");
        let pushes = Pushes { store: house.store().clone(), ctx: house.ctx.clone(), out, bag: bag(&house), vapid };
        outbox::pump(house.store(), &house.ctx, &pushes).await.unwrap();
        let came = receiver.all();
        assert_eq!(came[0].header("content-encoding"), "aes128gcm");
        assert!(came[0].header("authorization").starts_with("vapid t="));
        assert!(came[0].body.len() > 86);
        receiver.answers(410);
        house.post(&["an"], &notice(Kind::Returned, "2")).await;
        outbox::pump(house.store(), &house.ctx, &pushes).await.unwrap();
        assert!(push::browsers(&mut house.store().read().await.unwrap(), id("an")).await.unwrap().is_empty());
        // The same browser with somebody else at it: theirs.
        push::subscribe(house.store(), &house.of("an"), &pushes.out, new.clone()).await.unwrap();
        push::subscribe(house.store(), &house.of("binh"), &pushes.out, new).await.unwrap();
        assert!(push::browsers(&mut house.store().read().await.unwrap(), id("an")).await.unwrap().is_empty());
    }
}
