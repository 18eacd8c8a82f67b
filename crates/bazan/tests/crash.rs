//! `kill -9` at any moment of an import: afterwards either nothing of the plan is there or all of
//! it, the chain of events holds, and doing it again ends in the same place.
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread::sleep,
    time::Duration,
};

const TASKS: usize = 60;

fn bazan(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bazan"));
    command.arg("--data").arg(data).env("BAZAN_STORE_URL", "").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
fn run(data: &Path, args: &[&str]) -> Output {
    bazan(data).args(args).output().expect("bazan runs")
}
fn tasks(data: &Path) -> u64 {
    let out = run(data, &["plan", "status", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).expect("status is JSON");
    json["tasks"]["total"].as_u64().expect("a total")
}

/// A plan as text, with our own words.
fn plan(dir: &Path) -> PathBuf {
    let mut text = String::from(
        "ỦY BAN NHÂN DÂN\nTỈNH MẪU\n\nSố: 77/KH-UBND\nMẫu, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nThử nghiệm nhập văn bản\n\nPhụ lục\n\nSTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\tSản phẩm\n",
    );
    for n in 1..=TASKS {
        text.push_str(&format!("{n}\tRà soát quy trình thứ {n} của đơn vị\tSở Tư pháp\tSở Nội vụ\t6/2026\tBáo cáo\n"));
    }
    let path = dir.join("plan.txt");
    std::fs::write(&path, text).expect("a file");
    path
}

#[test]
fn killed_at_any_moment_an_import_is_whole_or_absent() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = plan(dir.path());
    let file = file.to_str().expect("a path");
    let (mut absent, mut whole) = (0, 0);
    for round in 0..14u64 {
        let data = dir.path().join(format!("data{}", round % 4));
        let mut child = bazan(&data).args(["plan", "import", file]).spawn().expect("bazan starts");
        sleep(Duration::from_millis(15 + 35 * round));
        let _ = child.kill();
        let _ = child.wait();
        match tasks(&data) {
            0 => absent += 1,
            n if n == TASKS as u64 => whole += 1,
            n => panic!("half an import: {n} tasks after {round} rounds"),
        }
        assert!(run(&data, &["audit", "verify"]).status.success());
    }
    println!("{absent} rounds left nothing, {whole} left everything");
    let data = dir.path().join("data0");
    assert!(run(&data, &["plan", "import", file]).status.success());
    assert!(run(&data, &["plan", "import", file]).status.success());
    assert_eq!(tasks(&data), TASKS as u64, "doing it again doubles nothing");
}

#[test]
fn messages_name_the_file_and_the_remedy() {
    let dir = tempfile::tempdir().expect("a folder");
    let broken = dir.path().join("hong.docx");
    std::fs::write(&broken, b"PK\x03\x04 cut off").expect("a file");
    let out = run(dir.path(), &["plan", "read", broken.to_str().expect("a path")]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success());
    assert!(said.contains("hong.docx"), "{said}");
    let out = run(dir.path(), &["report", "make", "--as-of", "2026-06-19", "-o", "report.odt"]);
    assert!(String::from_utf8_lossy(&out.stderr).contains("report.odt"));
}

#[test]
fn a_backup_restores_equal_and_never_overwrites() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = plan(dir.path());
    let data = dir.path().join("data");
    assert!(run(&data, &["plan", "import", file.to_str().expect("a path")]).status.success());
    let archive = dir.path().join("backup.zip");
    let archive = archive.to_str().expect("a path");
    assert!(run(&data, &["backup", archive]).status.success());
    assert!(!run(&data, &["backup", archive]).status.success(), "an old backup is never overwritten");
    let fresh = dir.path().join("fresh");
    assert!(run(&fresh, &["restore", archive]).status.success());
    assert_eq!(tasks(&fresh), TASKS as u64);
    assert!(!run(&fresh, &["restore", archive]).status.success(), "only into a new store");
    assert!(run(&fresh, &["doctor", "--quiet"]).status.code() == Some(1), "no units yet: the doctor says so");
}
