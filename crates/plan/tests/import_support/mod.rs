//! A small province and plans made by hand, for the tests of importing.
#![allow(dead_code)] // each test file uses a part of it

use kernel::{Actor, Block, Ctx, FixedClock, PersonId, UnitId, Via};
use org::{AliasTarget, Directories, GroupMember, LearnAlias, PutGroup, Unit, UnitKind};
use paper::read::{Head, Plan, TargetRow, TaskRow, deadline, split_units, value};
use plan::import::{ImportOptions, ImportPlan, Imported};
use store::{Sql, Store, args, testing::TestStore};

pub const TODAY: &str = "2026-06-19";
pub const DEPARTMENTS: [(&str, &str); 6] = [
    ("SKHCN", "Sở Khoa học và Công nghệ"),
    ("STP", "Sở Tư pháp"),
    ("STC", "Sở Tài chính"),
    ("SNV", "Sở Nội vụ"),
    ("CAT", "Công an tỉnh"),
    ("VPUB", "Văn phòng Ủy ban nhân dân tỉnh"),
];

/// A province in a store.
pub struct World {
    pub test: TestStore,
    pub ctx: Ctx,
    pub clock: FixedClock,
    pub dirs: Directories,
}

impl World {
    pub fn store(&self) -> &Store {
        &self.test.store
    }
    pub async fn import(&self, file: &str, plan: Plan) -> kernel::Result<Imported> {
        self.import_with(file, plan, ImportOptions::default()).await
    }
    pub async fn import_with(&self, file: &str, plan: Plan, options: ImportOptions) -> kernel::Result<Imported> {
        let input = ImportPlan { file_name: file.into(), bytes: file.as_bytes().to_vec(), options };
        plan::import::import_read_plan(self.store(), &self.ctx, &self.dirs, input, plan).await
    }
    pub async fn count(&self, table: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }
    pub async fn number(&self, sql: &str) -> i64 {
        self.store().read().await.unwrap().one(sql, args![]).await.unwrap().int(0).unwrap()
    }
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.store().read().await.unwrap().rows(sql, args![]).await.unwrap();
        rows.iter().map(|r| r.text(0).unwrap()).collect()
    }
    /// Another person in the focal department.
    pub fn person(&self, name: &str) -> Ctx {
        let actor = Actor { person: Some(PersonId::from_name(name)), ..Actor::program(name, Via::Page) };
        Ctx { actor, ..self.ctx.clone() }
    }
}

/// One world per engine, with `communes` communes.
pub async fn worlds(communes: usize) -> Vec<World> {
    let all = [store_rooms()].concat();
    let mut out = Vec::new();
    for test in store::testing::stores(&all).await {
        let (ctx, clock) = store::testing::ctx(TODAY);
        let dirs = Directories::new(test.store.clone());
        settle(&test.store, &ctx, communes).await;
        out.push(World { test, ctx, clock, dirs });
    }
    out
}

fn store_rooms() -> Vec<&'static [store::Migration]> {
    vec![org::MIGRATIONS, indicator::MIGRATIONS, notify::MIGRATIONS, plan::MIGRATIONS]
}

pub fn unit_id(code: &str) -> UnitId {
    UnitId::from_name(code)
}

fn unit(code: &str, name: &str, kind: UnitKind) -> Unit {
    Unit {
        id: unit_id(code),
        code: code.into(),
        name: name.into(),
        short: name.into(),
        kind,
        block: Block::Government,
        parent: None,
        valid_from: "2020-01-01".parse().unwrap(),
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}

async fn settle(store: &Store, ctx: &Ctx, communes: usize) {
    let mut units: Vec<Unit> = DEPARTMENTS.iter().map(|(c, n)| unit(c, n, UnitKind::Department)).collect();
    units.extend((1..=communes).map(|i| unit(&format!("X{i:03}"), &format!("UBND xã Mẫu {i}"), UnitKind::Commune)));
    org::create_units(store, ctx, units).await.unwrap();
    let member = |code: String| GroupMember { unit: unit_id(&code), from: "2020-01-01".parse().unwrap(), to: None };
    let groups = [
        ("SBN", "Các sở, ban, ngành", DEPARTMENTS.iter().map(|(c, _)| member((*c).into())).collect::<Vec<_>>()),
        ("CX", "UBND các xã, phường, đặc khu", (1..=communes).map(|i| member(format!("X{i:03}"))).collect()),
    ];
    for (code, name, members) in groups {
        org::put_group(store, ctx, PutGroup { code: code.into(), name: name.into(), members }).await.unwrap();
    }
    for (printed, code) in [("UBND cấp xã", "CX"), ("Sở, ban, ngành", "SBN")] {
        let alias = LearnAlias { printed: printed.into(), target: AliasTarget::Group(code.into()), learned: false };
        org::learn_alias(store, ctx, alias).await.unwrap();
    }
}

pub fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub fn task(section: &str, no: &str, name: &str, lead: &str, due: &str) -> TaskRow {
    TaskRow {
        section_no: some(section),
        section_title: some(&format!("Phần {section}")),
        no: some(no),
        name: name.into(),
        lead_text: some(lead),
        lead: split_units(lead),
        product: some("Văn bản"),
        deadline: deadline::parse(due, Some(2026)),
        ..TaskRow::default()
    }
}

pub fn target(no: &str, name: &str, unit: &str, values: &[(i16, &str)], lead: &str) -> TargetRow {
    let value = |(year, text): &(i16, &str)| value::TargetValue { year: Some(*year), ..value::parse(text, Some(unit)) };
    TargetRow {
        no: some(no),
        name: name.into(),
        unit: some(unit),
        targets: values.iter().map(value).collect(),
        lead_text: some(lead),
        lead: split_units(lead),
        ..TargetRow::default()
    }
}

pub fn plan(number: &str, title: &str, issued_on: Option<&str>, tasks: Vec<TaskRow>, targets: Vec<TargetRow>) -> Plan {
    let mut plan = Plan {
        document: Head {
            kind: some("Kế hoạch"),
            number: some(number),
            issued_on: issued_on.map(|d| d.parse().unwrap()),
            issuer: some("Ủy ban nhân dân tỉnh"),
            title: some(title),
            ..Head::default()
        },
        targets,
        tasks,
        ..Plan::default()
    };
    let rows = plan.targets.iter_mut().map(|t| &mut t.line).chain(plan.tasks.iter_mut().map(|t| &mut t.line));
    for (i, line) in rows.enumerate() {
        *line = u32::try_from(i).unwrap() + 10;
    }
    plan
}

/// Four tasks, one of them a group task, and two targets.
pub fn first_plan() -> Plan {
    plan(
        "100/KH-UBND",
        "Chuyển đổi số mẫu năm 2026",
        Some("2026-01-15"),
        vec![
            task("I", "1", "Ban hành quy chế vận hành kho dữ liệu dùng chung", "Sở Khoa học và Công nghệ", "6/2026"),
            task("I", "2", "Tập huấn kỹ năng số cho cán bộ cơ sở", "UBND cấp xã", "Quý III/2026"),
            task("II", "1", "Rà soát văn bản về giao dịch điện tử", "Sở Tư pháp; Sở Tài chính", "Thường xuyên"),
            task("II", "2", "Bố trí kinh phí cho hạ tầng mạng", "Sở Tài chính", "Năm 2026"),
        ],
        vec![
            target("1", "Tỷ lệ phủ sóng 5G", "%", &[(2026, "≥ 70"), (2030, "100")], "Sở Khoa học và Công nghệ"),
            target("2", "Tỷ lệ hồ sơ trực tuyến", "%", &[(2026, "80")], "Văn phòng Ủy ban nhân dân tỉnh"),
        ],
    )
}
