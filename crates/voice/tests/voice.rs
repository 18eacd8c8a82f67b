//! From the intake to the rating, through the operations, on every engine.
use std::sync::Arc;

use access::Cedar;
use kernel::{
    Actor, Block, Ctx, Day, FaultKind, FixedClock, Lang, Millis, PersonId, Post, UnitId, Via, VoiceId, WorkCalendar,
};
use org::{NewPerson, Province, Unit, UnitKind};
use plan::board::{Asked, Sight};
use store::{Sql, Store, testing};
use voice::{
    Channel, Field, Kind, On, SenderKind,
    answer::{approve, draft, return_draft, send},
    book::{Book, search},
    handle::{Assign, assign, classify, decline, evaluate, give_back, merge, transfer},
    list::{Filter, Tally, by, rows, tally},
    read::{detail, file, may},
    receive::{NewVoice, Received, keep_file, receive, renew_link},
    rule::{rules, set_rule},
    sender::{Sender, rate, sender, told, told_file},
    sheet::sheet,
    state::{State, Timing},
    tell_overdue,
};

fn rooms() -> [&'static [store::Migration]; 6] {
    [
        org::MIGRATIONS,
        access::MIGRATIONS,
        indicator::MIGRATIONS,
        notify::MIGRATIONS,
        plan::MIGRATIONS,
        voice::MIGRATIONS,
    ]
}
fn day(text: &str) -> Day {
    text.parse().unwrap()
}
fn unit(code: &str) -> UnitId {
    UnitId::from_name(code)
}

/// A small office: the focal department, two others, their people, a calendar with a holiday.
struct Office {
    store: Store,
    base: Ctx,
    clock: FixedClock,
    _kept: testing::TestStore,
}
impl Office {
    async fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for test in testing::stores(&rooms()).await {
            let (mut base, clock) = testing::ctx("2026-06-01");
            base.gate = Arc::new(Cedar::load(None).unwrap());
            let office = Self { store: test.store.clone(), base, clock, _kept: test };
            office.settle().await;
            all.push(office);
        }
        all
    }
    async fn settle(&self) {
        let units = [
            ("T", UnitKind::Province),
            ("SKHCN", UnitKind::Department),
            ("STP", UnitKind::Department),
            ("SXD", UnitKind::Department),
        ];
        let made = units.map(|(code, kind)| Unit {
            id: unit(code),
            code: code.into(),
            name: format!("Đơn vị {code}"),
            short: code.into(),
            kind,
            block: Block::Government,
            parent: (code != "T").then(|| unit("T")),
            valid_from: day("2025-07-01"),
            valid_to: None,
            head_title: String::new(),
            area_code: String::new(),
            tile: None,
        });
        org::create_units(&self.store, &self.base, made.into()).await.unwrap();
        let province = Province {
            code: "68".into(),
            name: "Tỉnh Mẫu".into(),
            short: "Mẫu".into(),
            focal: Some(unit("SKHCN")),
            office: None,
        };
        org::set_province(&self.store, &self.base, province).await.unwrap();
        for (login, code, post) in [
            ("focal", "SKHCN", Post::Focal),
            ("stp", "STP", Post::Officer),
            ("head", "STP", Post::Head),
            ("sxd", "SXD", Post::Officer),
        ] {
            let person = NewPerson {
                id: Some(PersonId::from_name(login)),
                username: login.into(),
                name: format!("Người {login}"),
                email: String::new(),
                unit: unit(code),
                posts: vec![post],
                lang: Lang::Vi,
            };
            org::create_person(&self.store, &self.base, person).await.unwrap();
        }
    }
    fn who(&self, login: &str, code: &str, post: Post) -> Ctx {
        let actor = Actor {
            person: Some(PersonId::from_name(login)),
            name: format!("Người {login}"),
            unit: Some(unit(code)),
            block: Some(Block::Government),
            posts: vec![post],
            on_behalf_of: None,
            via: Via::Page,
        };
        Ctx { actor, ..self.base.clone() }
    }
    fn focal(&self) -> Ctx {
        self.who("focal", "SKHCN", Post::Focal)
    }
    fn officer(&self) -> Ctx {
        self.who("stp", "STP", Post::Officer)
    }
    fn head(&self) -> Ctx {
        self.who("head", "STP", Post::Head)
    }
    fn stranger(&self) -> Ctx {
        self.who("sxd", "SXD", Post::Officer)
    }
    /// Somebody outside, as the web makes them for the secret link.
    fn outside(&self) -> Ctx {
        Ctx { actor: Actor::program("", Via::Page), ..self.base.clone() }
    }
    fn stand(&self, text: &str) {
        self.clock.set(Millis::start_of(day(text)).plus(9 * 3_600_000));
    }
    async fn received(&self, title: &str, kind: Kind) -> Received {
        receive(&self.store, &self.focal(), new(title, kind, self.base.today())).await.unwrap()
    }
    async fn on(&self, id: VoiceId) -> On {
        On { voice: id, seen: self.book().await.item(id).unwrap().last_mark, key: None }
    }
    async fn given(&self, id: VoiceId) {
        let input = Assign { on: self.on(id).await, unit: unit("STP"), due_on: None, note: String::new() };
        assign(&self.store, &self.focal(), input).await.unwrap();
    }
    async fn book(&self) -> Book {
        Book::load(&mut self.store.read().await.unwrap()).await.unwrap()
    }
    async fn calendar(&self) -> WorkCalendar {
        org::calendar(&mut self.store.read().await.unwrap()).await.unwrap()
    }
    async fn standing(&self, id: VoiceId, on: &str) -> (State, Timing) {
        let standing = self.book().await.item(id).unwrap().standing(Asked::on(day(on)), &self.calendar().await);
        (standing.state, standing.timing)
    }
    async fn tally(&self, on: &str) -> Tally {
        let (book, calendar) = (self.book().await, self.calendar().await);
        tally(&rows(&book, Asked::on(day(on)), &calendar, &Sight::All, &Filter::default()))
    }
    async fn notices(&self, login: &str) -> Vec<(String, String)> {
        let mut sql = self.store.read().await.unwrap();
        let text = "SELECT kind, facts FROM notice WHERE person_id = $1 ORDER BY created_at, id";
        let found = sql.rows(text, store::args![PersonId::from_name(login)]).await.unwrap();
        found.iter().map(|r| (r.text(0).unwrap(), r.text(1).unwrap())).collect()
    }
    async fn answer_all(&self, id: VoiceId) {
        let text = "Sở đã bố trí lớp tập huấn trong tháng 6.";
        draft(&self.store, &self.officer(), self.on(id).await, text, vec![]).await.unwrap();
        approve(&self.store, &self.head(), self.on(id).await).await.unwrap();
        send(&self.store, &self.officer(), self.on(id).await).await.unwrap();
    }
}
fn new(title: &str, kind: Kind, on: Day) -> NewVoice {
    NewVoice {
        id: None,
        kind,
        field: Field::Training,
        channel: Channel::Portal,
        title: title.into(),
        content: "Đề nghị mở lớp kỹ năng số cho Tổ công nghệ số cộng đồng.".into(),
        place: "Phường Suối Trong".into(),
        received_on: on,
        sender_kind: SenderKind::Citizen,
        sender_unit: None,
        sender: Sender { name: "Nguyễn Thị Mẫu".into(), phone: "0900000000".into(), ..Sender::default() },
        evidence: vec![],
        simulated: true,
        key: None,
    }
}

#[tokio::test]
async fn from_the_intake_to_the_rating_on_time() {
    for office in Office::all().await {
        let store = &office.store;
        let kept = keep_file(store, &office.focal(), "thu.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
        let input = NewVoice {
            evidence: vec![kept.clone()],
            ..new("Mở lớp kỹ năng số", Kind::Petition, day("2026-06-01"))
        };
        let one = receive(store, &office.focal(), input).await.unwrap();
        assert_eq!(one.number, "2026-0001");
        assert_eq!(office.standing(one.id, "2026-06-01").await, (State::Received, Timing::Free));
        office.given(one.id).await;
        // 15 working days after Monday 1 June.
        let due = office
            .book()
            .await
            .item(one.id)
            .unwrap()
            .standing(Asked::on(day("2026-06-01")), &office.calendar().await)
            .due;
        assert_eq!(due, Some(day("2026-06-22")));
        assert_eq!(office.standing(one.id, "2026-06-02").await, (State::Processing, Timing::Open));
        assert_eq!(office.standing(one.id, "2026-06-17").await, (State::Processing, Timing::DueSoon));
        assert_eq!(office.standing(one.id, "2026-06-23").await, (State::Processing, Timing::Overdue));
        let told_stp = office.notices("stp").await;
        assert_eq!(told_stp.len(), 1);
        assert!(told_stp[0].0 == "assigned" && told_stp[0].1.contains("2026-06-22"), "{told_stp:?}");

        office.stand("2026-06-10");
        let secret = one.secret.unwrap();
        assert_eq!(told(store, &secret).await.unwrap().answer, None, "a draft is not shown to the sender");
        let files = vec![keep_file(store, &office.officer(), "tra-loi.txt", "Kèm theo".into()).await.unwrap()];
        draft(store, &office.officer(), office.on(one.id).await, "Bản nháp", vec![]).await.unwrap();
        assert_eq!(office.notices("head").await.last().unwrap().0, "awaiting");
        let no = return_draft(store, &office.head(), office.on(one.id).await, " ").await.unwrap_err();
        assert_eq!((no.kind, no.field), (FaultKind::Invalid, Some("text")));
        return_draft(store, &office.head(), office.on(one.id).await, "Nêu rõ thời gian").await.unwrap();
        assert_eq!(office.notices("stp").await.last().unwrap().0, "returned");
        assert_eq!(office.standing(one.id, "2026-06-10").await.0, State::Processing);
        draft(store, &office.officer(), office.on(one.id).await, "Lớp mở ngày 20/6.", files.clone()).await.unwrap();
        let own = approve(store, &office.officer(), office.on(one.id).await).await.unwrap_err();
        assert_eq!(own.kind, FaultKind::Forbidden, "an officer does not approve");
        approve(store, &office.head(), office.on(one.id).await).await.unwrap();
        assert_eq!(told(store, &secret).await.unwrap().answer, None, "approved is not sent");
        let early = rate(store, &office.outside(), &secret, 5, "").await.unwrap_err();
        assert_eq!(early.say.id, "voice-not-answered");
        send(store, &office.officer(), office.on(one.id).await).await.unwrap();
        assert_eq!(office.standing(one.id, "2026-06-10").await, (State::Answered, Timing::OnTime));
        assert_eq!(office.standing(one.id, "2026-06-09").await.0, State::Processing, "a past day keeps its state");

        let seen = told(store, &secret).await.unwrap();
        assert_eq!(seen.answer.as_deref(), Some("Lớp mở ngày 20/6."));
        assert_eq!(told_file(store, &secret, &files[0].digest).await.unwrap().1.data, "Kèm theo".as_bytes());
        assert!(told_file(store, &secret, &kept.digest).await.is_err(), "only the answer's files");
        assert_eq!(rate(store, &office.outside(), &secret, 6, "").await.unwrap_err().field, Some("score"));
        rate(store, &office.outside(), &secret, 4, "Trả lời rõ").await.unwrap();
        assert_eq!(rate(store, &office.outside(), &secret, 1, "").await.unwrap_err().kind, FaultKind::Conflict);
        let all = office.tally("2026-06-10").await;
        assert_eq!((all.received, all.answered, all.on_time), (1, 1, 1));
        assert_eq!(all.satisfaction().unwrap().to_string(), "4");
        let other = access::Secret::from_text("khong-co".into());
        assert_eq!(told(store, &other).await.unwrap_err().kind, FaultKind::NotFound);
        let renewed = renew_link(store, &office.focal(), one.id).await.unwrap();
        assert!(told(store, &secret).await.is_err() && told(store, &renewed).await.is_ok());
        assert_eq!(store::event::verify(store).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn who_sent_it_is_for_those_who_handle_it_and_in_no_event_or_notice() {
    for office in Office::all().await {
        let store = &office.store;
        let one = office.received("Mở lớp kỹ năng số", Kind::Petition).await;
        assert_eq!(
            sender(store, &office.officer(), one.id).await.unwrap_err().kind,
            FaultKind::Forbidden,
            "not theirs yet"
        );
        assert_eq!(detail(store, &office.officer(), one.id).await.unwrap_err().kind, FaultKind::NotFound);
        office.given(one.id).await;
        assert_eq!(sender(store, &office.officer(), one.id).await.unwrap().name, "Nguyễn Thị Mẫu");
        assert_eq!(sender(store, &office.stranger(), one.id).await.unwrap_err().kind, FaultKind::Forbidden);
        let leader = office.who("leader", "T", Post::Leader);
        assert!(detail(store, &leader, one.id).await.is_ok(), "a leader reads what was said");
        assert_eq!(sender(store, &leader, one.id).await.unwrap_err().kind, FaultKind::Forbidden, "and not by whom");
        let may = may(store, &office.officer(), one.id).await.unwrap();
        assert_eq!((may.assign, may.answer, may.approve, may.sender), (false, true, false, true));

        office.answer_all(one.id).await;
        let secret = one.secret.unwrap();
        rate(store, &office.outside(), &secret, 2, "Gọi 0900000000 gặp tôi").await.unwrap();
        let mut sql = store.read().await.unwrap();
        for text in ["SELECT data FROM event", "SELECT facts FROM notice", "SELECT body FROM message"] {
            for row in sql.rows(text, vec![]).await.unwrap() {
                let said = row.text(0).unwrap();
                for private in ["Nguyễn Thị Mẫu", "0900000000", "Tổ công nghệ số cộng đồng", secret.reveal()]
                {
                    assert!(!said.contains(private), "{text}: {said}");
                }
            }
        }
        let found = rows(
            &office.book().await,
            Asked::on(day("2026-06-01")),
            &office.calendar().await,
            &Sight::All,
            &Filter::default(),
        )
        .len();
        assert_eq!(found, 1);
        let digest = sql.one("SELECT secret_digest FROM voice", vec![]).await.unwrap().text(0).unwrap();
        assert_ne!(digest, secret.reveal(), "only the digest is kept");
    }
}

#[tokio::test]
async fn deadlines_follow_rule_and_calendar_and_a_transfer_keeps_the_promise() {
    for office in Office::all().await {
        let store = &office.store;
        let due = |book: &Book, id: VoiceId, calendar: &WorkCalendar, on: &str| {
            book.item(id).unwrap().standing(Asked::on(day(on)), calendar).due
        };
        let one = office.received("Sóng yếu", Kind::Feedback).await;
        office.given(one.id).await;
        assert_eq!(due(&office.book().await, one.id, &office.calendar().await, "2026-06-01"), Some(day("2026-06-15")));
        // The calendar is put right afterwards: the deadline moves with it.
        let calendar = WorkCalendar { off: [day("2026-06-04")].into(), ..WorkCalendar::default() };
        org::set_calendar(store, &office.base, calendar.clone()).await.unwrap();
        assert_eq!(due(&office.book().await, one.id, &calendar, "2026-06-01"), Some(day("2026-06-16")));
        // A new rule moves no deadline that was given.
        let bad = set_rule(store, &office.focal(), Kind::Feedback, 0).await.unwrap_err();
        assert_eq!(bad.field, Some("days"));
        assert_eq!(set_rule(store, &office.officer(), Kind::Feedback, 5).await.unwrap_err().kind, FaultKind::Forbidden);
        set_rule(store, &office.focal(), Kind::Feedback, 5).await.unwrap();
        assert_eq!(rules(&mut store.read().await.unwrap()).await.unwrap()[&Kind::Feedback], 5);
        assert_eq!(due(&office.book().await, one.id, &calendar, "2026-06-01"), Some(day("2026-06-16")));

        office.stand("2026-06-08");
        let same = Assign { on: office.on(one.id).await, unit: unit("STP"), due_on: None, note: String::new() };
        assert_eq!(transfer(store, &office.focal(), same.clone()).await.unwrap_err().field, Some("unit"));
        transfer(store, &office.focal(), Assign { unit: unit("SXD"), ..same.clone() }).await.unwrap();
        let book = office.book().await;
        assert_eq!(due(&book, one.id, &calendar, "2026-06-08"), Some(day("2026-06-16")), "the promise stays");
        assert_eq!(
            book.item(one.id).unwrap().standing(Asked::on(day("2026-06-07")), &calendar).unit,
            Some(unit("STP"))
        );
        let stale = transfer(store, &office.focal(), same).await.unwrap_err();
        assert_eq!(stale.say.id, "voice-moved");
        let set = Assign {
            on: office.on(one.id).await,
            unit: unit("STP"),
            due_on: Some(day("2026-06-30")),
            note: String::new(),
        };
        transfer(store, &office.focal(), set).await.unwrap();
        assert_eq!(due(&office.book().await, one.id, &calendar, "2026-06-08"), Some(day("2026-06-30")));

        // Overdue is told once, however often the nightly run comes.
        office.stand("2026-07-01");
        for _ in 0..3 {
            assert_eq!(tell_overdue(store, &office.base).await.unwrap(), 1);
        }
        let overdue = |all: Vec<(String, String)>| all.into_iter().filter(|(kind, _)| kind == "overdue").count();
        assert_eq!(overdue(office.notices("stp").await), 1);
        assert_eq!(overdue(office.notices("sxd").await), 0);
        office.answer_all(one.id).await;
        assert_eq!(office.standing(one.id, "2026-07-01").await, (State::Answered, Timing::Late));
        assert_eq!(tell_overdue(store, &office.base).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn given_back_merged_declined_and_evaluated() {
    for office in Office::all().await {
        let store = &office.store;
        let one = office.received("Bãi đỗ xe thông minh", Kind::Solution).await;
        office.given(one.id).await;
        let foreign = give_back(store, &office.stranger(), office.on(one.id).await, "Không phải việc của Sở").await;
        assert_eq!(foreign.unwrap_err().kind, FaultKind::Forbidden);
        give_back(store, &office.officer(), office.on(one.id).await, "Thuộc Sở Xây dựng").await.unwrap();
        assert_eq!(office.standing(one.id, "2026-06-01").await.0, State::GivenBack);
        assert_eq!(office.notices("focal").await.last().unwrap().0, "awaiting");
        office.given(one.id).await;

        let twin = office.received("Bãi đỗ xe thông minh (gửi lại)", Kind::Solution).await;
        assert!(merge(store, &office.focal(), office.on(twin.id).await, twin.id).await.is_err());
        merge(store, &office.focal(), office.on(twin.id).await, one.id).await.unwrap();
        let chained = merge(store, &office.focal(), office.on(one.id).await, twin.id).await.unwrap_err();
        assert_eq!(chained.say.id, "voice-merge-wrong");
        assert_eq!(detail(store, &office.focal(), one.id).await.unwrap().duplicates, [twin.id]);
        office.answer_all(one.id).await;
        let secret = twin.secret.unwrap();
        assert!(told(store, &secret).await.unwrap().answer.is_some(), "the answer is everybody's");
        rate(store, &office.outside(), &secret, 5, "").await.unwrap();

        let bad = evaluate(store, &office.focal(), office.on(one.id).await, true, Some(101), "").await.unwrap_err();
        assert_eq!(bad.field, Some("points"));
        evaluate(store, &office.focal(), office.on(one.id).await, true, Some(82), "Áp dụng thử").await.unwrap();
        let standing =
            office.book().await.item(one.id).unwrap().standing(Asked::on(day("2026-06-01")), &office.calendar().await);
        assert_eq!((standing.state, standing.evaluation), (State::Answered, Some((true, Some(82)))));

        let odd = office.received("Việc ngoài thẩm quyền", Kind::Feedback).await;
        let not = evaluate(store, &office.focal(), office.on(odd.id).await, true, None, "").await.unwrap_err();
        assert_eq!(not.say.id, "voice-not-evaluated");
        classify(store, &office.focal(), office.on(odd.id).await, Kind::Petition, Field::Policy).await.unwrap();
        assert_eq!(
            office.book().await.item(odd.id).unwrap().class(Asked::on(day("2026-06-01"))),
            (Kind::Petition, Field::Policy)
        );
        decline(store, &office.focal(), office.on(odd.id).await, "Thuộc thẩm quyền Bộ").await.unwrap();
        let late =
            classify(store, &office.focal(), office.on(odd.id).await, Kind::Feedback, Field::Data).await.unwrap_err();
        assert_eq!(late.say.id, "voice-closed");
        let all = office.tally("2026-06-01").await;
        assert_eq!((all.received, all.answered, all.declined, all.merged), (2, 1, 1, 1), "{all:?}");
    }
}

#[tokio::test]
async fn lists_are_cut_searched_and_taken_away_without_senders() {
    for office in Office::all().await {
        let store = &office.store;
        let one = office.received("Mở lớp kỹ năng số", Kind::Petition).await;
        let _other = office.received("=HYPERLINK(\"x\")", Kind::Feedback).await;
        office.given(one.id).await;
        let mut sql = store.read().await.unwrap();
        let found = search(&mut sql, "ky nang SO").await.unwrap().unwrap();
        assert_eq!(found.len(), 2, "the content holds it too");
        assert_eq!(search(&mut sql, "2026 0001").await.unwrap().unwrap(), [one.id]);
        assert_eq!(search(&mut sql, "nguyen thi mau").await.unwrap().unwrap(), [], "senders can't be searched");
        assert_eq!(search(&mut sql, " ").await.unwrap(), None);
        let (book, calendar, asked) = (office.book().await, office.calendar().await, Asked::on(day("2026-06-01")));
        let own = Sight::Units(vec![unit("STP")]);
        let cut = rows(&book, asked, &calendar, &own, &Filter::default());
        assert_eq!((cut.len(), cut[0].item.id), (1, one.id));
        let all = rows(&book, asked, &calendar, &Sight::All, &Filter::default());
        assert_eq!(by(&all, |r| r.standing.unit)[&unit("STP")].received, 1);
        let filter = Filter { kind: Some(Kind::Feedback), ..Filter::default() };
        assert_eq!(rows(&book, asked, &calendar, &Sight::All, &filter).len(), 1);
        let words = |say: &kernel::Say| say.id.to_string();
        let taken = String::from_utf8(plan::export::csv(&sheet(&all, &words, &|_| "Sở".into()))).unwrap();
        assert!(!taken.contains("Nguyễn Thị Mẫu") && taken.contains("'=HYPERLINK"), "{taken}");
    }
}

#[tokio::test]
async fn the_same_request_is_done_once_and_bad_input_is_refused() {
    for office in Office::all().await {
        let store = &office.store;
        let ctx = office.focal();
        let keyed = NewVoice { key: Some("a".into()), ..new("Một lần", Kind::Petition, day("2026-06-01")) };
        let (one, twin) = tokio::join!(receive(store, &ctx, keyed.clone()), receive(store, &ctx, keyed));
        let (one, twin) = (one.unwrap(), twin.unwrap());
        assert_eq!((one.id, &one.number), (twin.id, &twin.number));
        assert!(one.secret.is_some() != twin.secret.is_some(), "the link is told once");
        let input = Assign {
            on: On { key: Some("b".into()), ..office.on(one.id).await },
            unit: unit("STP"),
            due_on: None,
            note: String::new(),
        };
        let (first, second) = tokio::join!(assign(store, &ctx, input.clone()), assign(store, &ctx, input));
        assert_eq!(first.unwrap(), second.unwrap());
        assert_eq!(office.notices("stp").await.len(), 1);
        let good = new("Tốt", Kind::Petition, day("2026-06-01"));
        let cases = [
            (NewVoice { title: " ".into(), ..good.clone() }, "title"),
            (NewVoice { content: String::new(), ..good.clone() }, "content"),
            (NewVoice { received_on: day("2026-06-02"), ..good.clone() }, "received_on"),
            (NewVoice { sender: Sender { name: "x".repeat(201), ..Sender::default() }, ..good.clone() }, "name"),
        ];
        for (input, field) in cases {
            assert_eq!(receive(store, &ctx, input).await.unwrap_err().field, Some(field));
        }
        let leader = office.who("leader", "T", Post::Leader);
        assert_eq!(receive(store, &leader, good).await.unwrap_err().kind, FaultKind::Forbidden);
        assert!(file(store, &ctx, one.id, &"0".repeat(64)).await.is_err());
        let empty = draft(store, &office.officer(), office.on(one.id).await, " ", vec![]).await.unwrap_err();
        assert_eq!(empty.say.id, "voice-answer-missing");
    }
}
