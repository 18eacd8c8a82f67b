//! A small province: three old ones merged into one on 1 July 2025, departments, communes, groups.
use std::sync::Arc;

use kernel::{Block, Ctx, Day, FixedClock, UnitId};
use org::{
    AliasTarget, Directories, Directory, GroupMember, LearnAlias, MergeInto, MergeUnits, PutGroup, Unit, UnitKind,
};
use store::{Store, testing::TestStore};

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn id(code: &str) -> UnitId {
    UnitId::from_name(code)
}

pub fn unit(code: &str, name: &str, kind: UnitKind, parent: Option<&str>, from: &str) -> Unit {
    Unit {
        id: id(code),
        code: code.into(),
        name: name.into(),
        short: name.into(),
        kind,
        block: Block::Government,
        parent: parent.map(id),
        valid_from: day(from),
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}

pub const DEPARTMENTS: &[(&str, &str, &str)] = &[
    ("VPUB", "Văn phòng Ủy ban nhân dân tỉnh", "Chánh Văn phòng Ủy ban nhân dân tỉnh"),
    ("SKHCN", "Sở Khoa học và Công nghệ", "Giám đốc Sở Khoa học và Công nghệ"),
    ("STP", "Sở Tư pháp", "Giám đốc Sở Tư pháp"),
    ("STC", "Sở Tài chính", "Giám đốc Sở Tài chính"),
    ("SNV", "Sở Nội vụ", "Giám đốc Sở Nội vụ"),
    ("SXD", "Sở Xây dựng", "Giám đốc Sở Xây dựng"),
    ("SYT", "Sở Y tế", "Giám đốc Sở Y tế"),
    ("SCT", "Sở Công Thương", "Giám đốc Sở Công Thương"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "Giám đốc Sở Giáo dục và Đào tạo"),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "Giám đốc Sở Văn hóa, Thể thao và Du lịch"),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "Giám đốc Sở Nông nghiệp và Môi trường"),
    ("SDTTG", "Sở Dân tộc và Tôn giáo", "Giám đốc Sở Dân tộc và Tôn giáo"),
    ("TTT", "Thanh tra tỉnh", "Chánh Thanh tra tỉnh"),
    ("CAT", "Công an tỉnh", "Giám đốc Công an tỉnh"),
    ("BCHQS", "Bộ Chỉ huy Quân sự tỉnh", "Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh"),
    ("BQLKCN", "Ban Quản lý các khu công nghiệp", "Trưởng Ban Quản lý các khu công nghiệp"),
];
pub const BODIES: &[(&str, &str)] = &[
    ("TU", "Tỉnh ủy Lâm Đồng"),
    ("VPTU", "Văn phòng Tỉnh ủy"),
    ("UBND", "Ủy ban nhân dân tỉnh Lâm Đồng"),
    ("HDND", "Hội đồng nhân dân tỉnh"),
    ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ("BAO", "Báo và Phát thanh, Truyền hình Lâm Đồng"),
    ("TTPVHCC", "Trung tâm Phục vụ hành chính công tỉnh"),
    ("DHDL", "Trường Đại học Đà Lạt"),
];
pub const COMMUNES: &[(&str, &str, UnitKind)] = &[
    ("25054", "Bảo Lâm 1", UnitKind::Commune),
    ("25057", "Bảo Lâm 2", UnitKind::Commune),
    ("24985", "Đức Trọng", UnitKind::Commune),
    ("24778", "Xuân Hương - Đà Lạt", UnitKind::Ward),
    ("22918", "Mũi Né", UnitKind::Ward),
    ("22924", "Phú Thủy", UnitKind::Ward),
    ("24611", "Bắc Gia Nghĩa", UnitKind::Ward),
    ("23273", "Phú Quý", UnitKind::SpecialZone),
];

fn everybody() -> Vec<Unit> {
    let since = "2025-07-01";
    let mut all: Vec<Unit> = DEPARTMENTS
        .iter()
        .map(|(code, name, head)| Unit {
            head_title: (*head).into(),
            ..unit(code, name, UnitKind::Department, Some("68"), since)
        })
        .collect();
    all.extend(BODIES.iter().map(|(code, name)| unit(code, name, UnitKind::Body, Some("68"), since)));
    all.extend(COMMUNES.iter().map(|(code, name, kind)| {
        let word = match kind {
            UnitKind::Ward => "phường",
            UnitKind::SpecialZone => "đặc khu",
            _ => "xã",
        };
        unit(code, &format!("UBND {word} {name}"), *kind, Some("68"), since)
    }));
    all
}

/// Fills a store; returns its directory.
pub async fn fill(store: &Store, ctx: &Ctx) -> Arc<Directory> {
    let old = |code: &str, name: &str| unit(code, name, UnitKind::Province, None, "1900-01-01");
    let three =
        vec![old("68c", "Tỉnh Lâm Đồng (cũ)"), old("60", "Tỉnh Bình Thuận (cũ)"), old("67", "Tỉnh Đắk Nông (cũ)")];
    let mut with_stp = three.clone();
    with_stp.push(unit("60STP", "Sở Tư pháp tỉnh Bình Thuận", UnitKind::Department, Some("60"), "1992-04-01"));
    with_stp.push(unit("67STP", "Sở Tư pháp tỉnh Đắk Nông", UnitKind::Department, Some("67"), "2004-01-01"));
    org::create_units(store, ctx, with_stp).await.unwrap();
    let on = day("2025-07-01");
    // Beneath first: a unit with living ones under it can't end.
    let stp = unit("STP", "Sở Tư pháp", UnitKind::Department, None, "2025-07-01");
    let stp = Unit { head_title: "Giám đốc Sở Tư pháp".into(), ..stp };
    let from = vec![id("60STP"), id("67STP")];
    org::merge_units(store, ctx, MergeUnits { from, into: MergeInto::New(stp), on }).await.unwrap();
    let province = unit("68", "Tỉnh Lâm Đồng", UnitKind::Province, None, "2025-07-01");
    let from = three.iter().map(|u| u.id).collect();
    org::merge_units(store, ctx, MergeUnits { from, into: MergeInto::New(province), on }).await.unwrap();
    let under = org::ChangeUnit { parent: Some(Some(id("68"))), ..Default::default() };
    org::change_unit(store, ctx, id("STP"), under).await.unwrap();
    let rest = everybody().into_iter().filter(|u| u.code != "STP").collect();
    org::create_units(store, ctx, rest).await.unwrap();
    let member = |code: &str| GroupMember { unit: id(code), from: on, to: None };
    let groups = [
        ("SBN", "Các sở, ban, ngành", DEPARTMENTS.iter().map(|d| member(d.0)).collect::<Vec<_>>()),
        ("CX", "UBND các xã, phường, đặc khu", COMMUNES.iter().map(|c| member(c.0)).collect()),
    ];
    for (code, name, members) in groups {
        org::put_group(store, ctx, PutGroup { code: code.into(), name: name.into(), members }).await.unwrap();
    }
    let alias =
        LearnAlias { printed: "Đại học Đà Lạt".into(), target: AliasTarget::Unit(id("DHDL")), learned: false };
    org::learn_alias(store, ctx, alias).await.unwrap();
    Directories::new(store.clone()).now().await.unwrap()
}

/// Every engine's fresh store, filled, with an all-powerful context on 1 August 2026.
pub async fn provinces() -> Vec<(TestStore, Ctx, FixedClock, Arc<Directory>)> {
    let mut all = Vec::new();
    for test in store::testing::stores(&[org::MIGRATIONS]).await {
        let (ctx, clock) = store::testing::ctx("2026-08-01");
        let directory = fill(&test.store, &ctx).await;
        all.push((test, ctx, clock, directory));
    }
    all
}
