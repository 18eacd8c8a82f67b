//! Measures resolution: `cargo run --release -p org --example resolve_speed`. Prints, asserts nothing.
use std::time::Instant;

use kernel::{Block, Day, UnitId};
use org::{Directories, Unit, UnitKind};

fn unit(i: usize, name: String, kind: UnitKind, since: Day) -> Unit {
    Unit {
        id: UnitId::new(),
        code: format!("U{i}"),
        short: name.clone(),
        name,
        kind,
        block: Block::Government,
        parent: None,
        valid_from: since,
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (ctx, _) = store::testing::ctx("2026-08-01");
    let day = ctx.today();
    let words = ["Tân", "Phú", "Hòa", "Bình", "Đức", "Lâm", "Nam", "Hàm", "Sơn", "Mỹ", "Hải", "Quảng"];
    let mut units: Vec<Unit> = (0..130)
        .map(|i| {
            let name = format!("UBND xã {} {} {}", words[i % 12], words[(i / 12 + i) % 12], i / 12 + 1);
            unit(i, name, UnitKind::Commune, day.plus_days(-30))
        })
        .collect();
    for (i, name) in
        ["Khoa học và Công nghệ", "Tư pháp", "Tài chính", "Văn hóa, Thể thao và Du lịch"].iter().enumerate()
    {
        units.push(unit(130 + i, format!("Sở {name}"), UnitKind::Department, day.plus_days(-30)));
    }
    let names: Vec<String> = units.iter().map(|u| u.name.clone()).collect();
    let test = store::testing::stores(&[org::MIGRATIONS]).await.remove(0);
    org::create_units(&test.store, &ctx, units).await.expect("units are made");
    let org = Directories::new(test.store.clone()).now().await.expect("the directory loads");
    let known: Vec<String> = (0..500).map(|i| names[i * 7 % names.len()].clone()).collect();
    let unknown: Vec<String> = known.iter().map(|n| format!("{n} phân hiệu {}", n.len())).collect();
    for (what, texts) in [("known", &known), ("unknown", &unknown)] {
        let start = Instant::now();
        let hits = texts.iter().filter(|t| matches!(org.resolve(t, day), org::Resolution::Unit { .. })).count();
        println!("{what}: 500 texts, {hits} resolved, {:?}", start.elapsed());
    }
}
