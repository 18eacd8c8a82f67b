//! The real plans of the corpus, read and taken over whole. Skipped, saying so, where it is not there.
mod import_support;

use std::path::PathBuf;

use import_support::{World, worlds};
use plan::import::{ImportOptions, ImportPlan, Imported, import_plan};

fn corpus(file: &str) -> Option<Vec<u8>> {
    let dir = std::env::var("BAZAN_CORPUS")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"), PathBuf::from);
    let found = std::fs::read(dir.join(file)).ok();
    if found.is_none() {
        eprintln!("{file} is not tested: the corpus is not there");
    }
    found
}

async fn import(w: &World, file: &str, bytes: Vec<u8>) -> Imported {
    let input = ImportPlan { file_name: file.into(), bytes, options: ImportOptions::default() };
    import_plan(w.store(), &w.ctx, &w.dirs, input).await.unwrap()
}

async fn whole(file: &str, tasks: i64, targets: i64) {
    let Some(bytes) = corpus(file) else { return };
    for w in worlds(124).await {
        let done = import(&w, file, bytes.clone()).await;
        assert_eq!((w.count("task").await, w.count("target").await), (tasks, targets), "{file}");
        assert_eq!(done.difference.added.len() as i64, tasks + targets);
        let again = import(&w, file, bytes.clone()).await;
        assert!(again.unchanged);
        assert_eq!(store::event::verify(w.store()).await.unwrap().broken_at, None);
    }
}

#[tokio::test]
async fn every_task_and_target_of_the_big_plan() {
    // Reports speak of 138 tasks; its appendix prints 139 numbered rows, and no row is dropped.
    whole("plan-nq57-2026.docx", 139, 55).await;
}

#[tokio::test]
async fn the_11_tasks_of_the_law_plan() {
    whole("plan-digital-law.docx", 11, 0).await;
}

#[tokio::test]
async fn the_same_plan_as_text_and_as_a_file_is_one_document() {
    let (Some(docx), Some(text)) = (corpus("plan-digital-law.docx"), corpus("plan-digital-law.txt")) else { return };
    for w in worlds(1).await {
        let first = import(&w, "plan-digital-law.docx", docx.clone()).await;
        let second = import(&w, "plan-digital-law.txt", text.clone()).await;
        assert_eq!(first.document, second.document);
        assert_eq!(w.count("task").await, 11);
        assert!(second.difference.added.is_empty() && second.difference.withdrawn.is_empty());
    }
}
