//! A tiny province to test on: two departments, two communes, five people, one plan, written by us.
use std::sync::Arc;

use access::{Accounts, AccountsConfig, Cedar, Vault};
use kernel::{Block, Clock, Ctx, DocumentId, FixedClock, Gate, PersonId, Post, UnitId};
use org::{Directories, GroupMember, NewPerson, Province, PutGroup, Unit, UnitKind};
use paper::read::{Head, Plan, TargetRow, TaskRow, deadline, split_units, value};
use plan::{
    board::{Asked, Board, Boards, Sight},
    import::{ImportOptions, ImportPlan},
    list::{Filter, PageAsk, Row, Sort},
};
use store::testing::TestStore;
use web::{App, Kept, WebConfig};

pub const TODAY: &str = "2026-06-19";
pub const PASSWORD: &str = "mot cau dai de nho 26";

/// Units by code, with name and kind.
const UNITS: [(&str, &str, UnitKind); 6] = [
    ("T", "Tỉnh Mẫu", UnitKind::Province),
    ("SKHCN", "Sở Khoa học và Công nghệ", UnitKind::Department),
    ("STP", "Sở Tư pháp", UnitKind::Department),
    ("XA1", "UBND xã Đồi Chè", UnitKind::Commune),
    ("XA2", "UBND phường Suối Trong", UnitKind::Ward),
    ("VP", "Văn phòng Ủy ban nhân dân tỉnh", UnitKind::Body),
];

/// People: sign-in name, unit, post.
pub const PEOPLE: [(&str, &str, Post); 6] = [
    ("focal", "SKHCN", Post::Focal),
    ("justice", "STP", Post::Officer),
    ("commune", "XA1", Post::Officer),
    ("ward", "XA2", Post::Officer),
    ("leader", "VP", Post::Leader),
    ("admin", "VP", Post::Admin),
];

pub fn unit(code: &str) -> UnitId {
    UnitId::from_name(code)
}

/// The province, served.
pub struct TestApp {
    pub app: Arc<App>,
    pub clock: FixedClock,
    pub ctx: Ctx,
    pub router: axum::Router,
    _store: TestStore,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with(WebConfig::default()).await
    }
    pub async fn with(config: WebConfig) -> Self {
        Self::build(config, None).await
    }
    /// With the single sign-on of that issuer.
    pub async fn with_sso(sso: access::oidc::OidcConfig) -> Self {
        Self::build(WebConfig::default(), Some(sso)).await
    }
    async fn build(config: WebConfig, sso: Option<access::oidc::OidcConfig>) -> Self {
        let rooms = [
            org::MIGRATIONS,
            access::MIGRATIONS,
            indicator::MIGRATIONS,
            notify::MIGRATIONS,
            plan::MIGRATIONS,
            chase::MIGRATIONS,
            budget::MIGRATIONS,
            voice::MIGRATIONS,
        ];
        let test = store::testing::stores(&rooms).await.remove(0);
        let store = test.store.clone();
        let (mut ctx, clock) = store::testing::ctx(TODAY);
        let gate: Arc<dyn Gate> = Arc::new(Cedar::load(None).unwrap());
        ctx.gate = Arc::clone(&gate);
        let directories = Directories::new(store.clone());
        let clock_for: Arc<dyn Clock> = Arc::new(clock.clone());
        let accounts = Accounts::new(
            store.clone(),
            directories.clone(),
            Arc::clone(&clock_for),
            Arc::clone(&gate),
            AccountsConfig {
                vault: Some(Vault::from_hex(&"ab".repeat(32), "test").unwrap()),
                ..AccountsConfig::default()
            },
        );
        settle(&store, &ctx, &accounts).await;
        import(&store, &ctx, &directories).await;
        let oidc = sso.map(|sso| Arc::new(access::oidc::Oidc::new(sso, accounts.clone()).unwrap()));
        let app = Arc::new(App {
            boards: Arc::new(Boards::new(store.clone())),
            store,
            directories: Arc::new(directories),
            accounts: Arc::new(accounts),
            oidc,
            gate,
            clock: clock_for,
            press: Arc::new(|document| Ok(format!("%PDF-{}", document.title).into_bytes())),
            metrics: Arc::new(String::new),
            config,
            outward: notify::Outward::new(false).unwrap(),
            push_key: "BKEY".into(),
            unread: notify::Unread::default(),
            kept: Kept::default(),
        });
        Self { router: web::router(Arc::clone(&app)), app, clock, ctx, _store: test }
    }
    /// The program ended and begins again: what it held in memory is gone.
    pub fn restart(&mut self) {
        let old = &self.app;
        let app = Arc::new(App {
            store: old.store.clone(),
            directories: Arc::clone(&old.directories),
            boards: Arc::clone(&old.boards),
            accounts: Arc::clone(&old.accounts),
            oidc: old.oidc.clone(),
            gate: Arc::clone(&old.gate),
            clock: Arc::clone(&old.clock),
            press: Arc::clone(&old.press),
            metrics: Arc::clone(&old.metrics),
            config: old.config.clone(),
            outward: notify::Outward::new(false).unwrap(),
            push_key: old.push_key.clone(),
            unread: notify::Unread::default(),
            kept: Kept::default(),
        });
        self.router = web::router(Arc::clone(&app));
        self.app = app;
    }
    pub async fn board(&self) -> Arc<Board> {
        self.app.boards.now().await.unwrap()
    }
    /// The task whose name begins so.
    pub async fn task(&self, name: &str) -> Row {
        let board = self.board().await;
        let ask = PageAsk { sort: Sort::Document, ..PageAsk::default() };
        let moment = Asked::on(TODAY.parse().unwrap());
        let rows = board.list(moment, &Sight::All, &Filter::default(), &ask).unwrap().rows;
        rows.into_iter().find(|r| r.name.starts_with(name)).unwrap()
    }
    /// The document in which only one department has a part.
    pub async fn document(&self) -> DocumentId {
        self.board().await.documents().iter().find(|d| d.number == "34/KH-UBND").unwrap().id
    }
}

async fn settle(store: &store::Store, ctx: &Ctx, accounts: &Accounts) {
    let made = UNITS.iter().enumerate().map(|(i, (code, name, kind))| Unit {
        id: unit(code),
        code: (*code).into(),
        name: (*name).into(),
        short: (*name).into(),
        kind: *kind,
        block: Block::Government,
        parent: (*code != "T").then(|| unit("T")),
        valid_from: "2025-07-01".parse().unwrap(),
        valid_to: None,
        head_title: String::new(),
        area_code: if kind.is_commune() { format!("9{i}") } else { String::new() },
        tile: kind.is_commune().then(|| (i32::try_from(i).unwrap(), 0)),
    });
    org::create_units(store, ctx, made.collect()).await.unwrap();
    let members = ["XA1", "XA2"].map(|c| GroupMember { unit: unit(c), from: "2025-07-01".parse().unwrap(), to: None });
    let group =
        PutGroup { code: "CX".into(), name: "UBND các xã, phường, đặc khu".into(), members: members.into() };
    org::put_group(store, ctx, group).await.unwrap();
    let province = Province {
        code: "68".into(),
        name: "Tỉnh Mẫu".into(),
        short: "Mẫu".into(),
        focal: Some(unit("SKHCN")),
        ..Province::default()
    };
    org::set_province(store, ctx, province).await.unwrap();
    for (username, code, post) in PEOPLE {
        let id = PersonId::from_name(username);
        let person = NewPerson {
            id: Some(id),
            username: username.into(),
            name: format!("Người {username}"),
            email: String::new(),
            unit: unit(code),
            posts: vec![post],
            lang: kernel::Lang::Vi,
        };
        org::create_person(store, ctx, person).await.unwrap();
        accounts.set_password(ctx, id, PASSWORD).await.unwrap();
    }
}

fn task(no: &str, name: &str, lead: &str, due: &str) -> TaskRow {
    TaskRow {
        section_no: Some("I".into()),
        section_title: Some("Việc chung".into()),
        no: Some(no.into()),
        name: name.into(),
        lead_text: Some(lead.into()),
        lead: split_units(lead),
        product: Some("Văn bản".into()),
        deadline: deadline::parse(due, Some(2026)),
        ..TaskRow::default()
    }
}

async fn import(store: &store::Store, ctx: &Ctx, directories: &Directories) {
    let lead = "Sở Tư pháp";
    let target = TargetRow {
        no: Some("1".into()),
        name: "Tỷ lệ hồ sơ trực tuyến".into(),
        unit: Some("%".into()),
        targets: vec![value::TargetValue { year: Some(2026), ..value::parse("≥ 70", Some("%")) }],
        lead_text: Some(lead.into()),
        lead: split_units(lead),
        ..TargetRow::default()
    };
    let other = Plan {
        document: Head {
            kind: Some("Kế hoạch".into()),
            number: Some("34/KH-UBND".into()),
            issued_on: Some("2026-02-02".parse().unwrap()),
            issuer: Some("Ủy ban nhân dân tỉnh".into()),
            title: Some("Việc riêng của một sở".into()),
            ..Head::default()
        },
        tasks: vec![task("1", "Soạn quy chế lưu trữ", "Sở Tư pháp", "Năm 2027")],
        ..Plan::default()
    };
    let plan = Plan {
        document: Head {
            kind: Some("Kế hoạch".into()),
            number: Some("12/KH-UBND".into()),
            issued_on: Some("2026-01-05".parse().unwrap()),
            issuer: Some("Ủy ban nhân dân tỉnh".into()),
            title: Some("Thử nghiệm theo dõi nhiệm vụ".into()),
            ..Head::default()
        },
        tasks: vec![
            task("1", "Rà soát văn bản <b>hành chính</b>", "Sở Tư pháp", "Tháng 5/2026"),
            task("2", "Lập danh mục dữ liệu", "Sở Tư pháp", "Trước ngày 25/6/2026"),
            task("3", "Tập huấn kỹ năng số", "UBND các xã, phường, đặc khu", "Quý IV/2026"),
            task("4", "Duy trì đường truyền", "Sở Khoa học và Công nghệ", "Thường xuyên"),
        ],
        targets: vec![target],
        ..Plan::default()
    };
    for (name, plan) in [("ke-hoach.txt", plan), ("viec-rieng.txt", other)] {
        let input = ImportPlan { file_name: name.into(), bytes: name.into(), options: ImportOptions::default() };
        plan::import::import_read_plan(store, ctx, directories, input, plan).await.unwrap();
    }
}
