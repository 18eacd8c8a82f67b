//! The dated tree: what units came from and became.
use kernel::FaultKind;
use org::{Directories, MergeInto, MergeUnits, Part, SplitUnit, UnitKind};

use crate::fixture::{day, id, provinces, unit};

#[tokio::test]
async fn three_provinces_became_one_and_stay_answerable() {
    for (_test, _, _, org) in provinces().await {
        let (before, after) = (day("2025-06-30"), day("2025-07-01"));
        assert_eq!(org.province_on(after).unwrap().code, "68");
        let old: Vec<_> =
            org.units_on(before).filter(|u| u.kind == UnitKind::Province).map(|u| u.code.as_str()).collect();
        assert_eq!(old, ["60", "67", "68c"]);
        assert_eq!(org.unit(id("60")).unwrap().valid_to, Some(before));
        assert_eq!(org.successors_on(id("60"), after), [id("68")]);
        assert_eq!(org.successors_on(id("60"), before), [id("60")]);
        assert_eq!(org.predecessors(id("68"), before), [id("60"), id("67"), id("68c")]);
        assert_eq!(org.predecessors(id("68"), after), [id("68")]);
        let lineage = org.lineage(id("68"));
        assert_eq!((lineage.predecessors.len(), lineage.successors.len()), (3, 0));
        assert!(lineage.predecessors.iter().all(|s| s.on == after && s.permille == 1000));
        assert!(org.is_within(id("STP"), id("68")) && !org.is_within(id("STP"), id("60")));
        assert_eq!(org.children(id("60"), before).len(), 1);
        assert!(org.children(id("60"), after).is_empty());
        assert_eq!(org.communes_on(after).count(), 8);
        assert_eq!(org.reporting_units(after).count(), 24);
        assert_eq!(org.reporting_units(before).count(), 2);
        assert_eq!(org.by_code("SKHCN").unwrap().id, id("SKHCN"));
    }
}

#[tokio::test]
async fn a_split_divides_the_whole_and_its_parts_join_its_groups() {
    for (test, ctx, _, _) in provinces().await {
        let on = day("2027-01-01");
        let part = |code: &str, name: &str, permille| Part {
            unit: unit(code, name, UnitKind::Commune, Some("68"), "2020-01-01"),
            permille,
        };
        let split = |a, b| SplitUnit {
            unit: id("24985"),
            parts: vec![part("24985A", "UBND xã Đức Trọng Bắc", a), part("24985B", "UBND xã Đức Trọng Nam", b)],
            on,
        };
        let fault = org::split_unit(&test.store, &ctx, split(600, 300)).await.unwrap_err();
        assert_eq!((fault.kind, &*fault.say.id), (FaultKind::Invalid, "org-split-not-whole"));
        org::split_unit(&test.store, &ctx, split(600, 400)).await.unwrap();
        let org = Directories::new(test.store.clone()).now().await.unwrap();
        assert_eq!(org.unit(id("24985A")).unwrap().valid_from, on);
        assert_eq!(org.successors_on(id("24985"), on), [id("24985A"), id("24985B")]);
        assert_eq!(org.predecessors(id("24985B"), day("2026-12-31")), [id("24985")]);
        assert_eq!(org.members("CX", day("2026-12-31")).len(), 8);
        assert_eq!(org.members("CX", on).len(), 9);
        // Ended once, it can't end again.
        let fault = org::split_unit(&test.store, &ctx, split(500, 500)).await.unwrap_err();
        assert_eq!(&*fault.say.id, "org-unit-not-living");
    }
}

#[tokio::test]
async fn what_can_not_be_is_refused_and_leaves_nothing() {
    for (test, ctx, _, _) in provinces().await {
        let on = day("2026-08-01");
        let head = test.store.head().await.unwrap();
        let merge = |from: &[&str], into| MergeUnits { from: from.iter().map(|c| id(c)).collect(), into, on };
        // The province still has departments beneath it.
        let into = MergeInto::New(unit("99", "Tỉnh Mới", UnitKind::Province, None, "2026-08-01"));
        let fault = org::merge_units(&test.store, &ctx, merge(&["68"], into)).await.unwrap_err();
        assert_eq!(&*fault.say.id, "org-unit-has-children");
        let into = MergeInto::Existing(id("SNV"));
        let fault = org::merge_units(&test.store, &ctx, merge(&["SNV"], into)).await.unwrap_err();
        assert_eq!(&*fault.say.id, "org-merge-needs-units");
        let twice = unit("SNV", "Sở Nội vụ", UnitKind::Department, None, "2026-01-01");
        assert_eq!(org::create_unit(&test.store, &ctx, twice).await.unwrap_err().kind, FaultKind::Conflict);
        let orphan = unit("A1", "A", UnitKind::Body, Some("none"), "2026-01-01");
        assert_eq!(org::create_unit(&test.store, &ctx, orphan).await.unwrap_err().kind, FaultKind::NotFound);
        let circle = org::ChangeUnit { parent: Some(Some(id("STP"))), ..Default::default() };
        let fault = org::change_unit(&test.store, &ctx, id("68"), circle).await.unwrap_err();
        assert_eq!(&*fault.say.id, "org-unit-in-circle");
        let early = org::ChangeUnit { valid_to: Some(Some(day("2020-01-01"))), ..Default::default() };
        let fault = org::change_unit(&test.store, &ctx, id("SNV"), early).await.unwrap_err();
        assert_eq!(&*fault.say.id, "org-unit-ends-before-it-begins");
        assert_eq!(test.store.head().await.unwrap(), head);
        let org = Directories::new(test.store.clone()).now().await.unwrap();
        assert!(org.by_code("99").is_none() && org.unit(id("68")).unwrap().valid_to.is_none());
    }
}

#[tokio::test]
async fn a_renamed_unit_is_still_found_by_its_old_name() {
    for (test, ctx, _, _) in provinces().await {
        let name = Some("Sở Khoa học, Công nghệ và Chuyển đổi số".to_owned());
        let change = org::ChangeUnit { name, ..Default::default() };
        org::change_unit(&test.store, &ctx, id("SKHCN"), change).await.unwrap();
        let org = Directories::new(test.store.clone()).now().await.unwrap();
        for text in ["Sở KH&CN", "Sở Khoa học, Công nghệ và Chuyển đổi số"] {
            let want = org::Resolution::Unit { id: id("SKHCN"), near: false };
            assert_eq!(org.resolve(text, day("2026-08-01")), want, "{text}");
        }
        let event = store::event::EventFilter { kind: Some("unit.changed".into()), ..Default::default() };
        let events = store::event::list(&mut test.store.read().await.unwrap(), &event, 1).await.unwrap();
        assert_eq!(events[0].facts()["was"]["name"], "Sở Khoa học và Công nghệ");
    }
}

#[tokio::test]
async fn province_and_calendar_are_kept() {
    for (test, ctx, _, _) in provinces().await {
        let empty = org::province(&mut test.store.read().await.unwrap()).await.unwrap();
        assert_eq!(empty, org::Province::default());
        let province = org::Province {
            code: "68".into(),
            name: "Tỉnh Lâm Đồng".into(),
            short: "Lâm Đồng".into(),
            focal: Some(id("SKHCN")),
            office: Some(id("VPUB")),
        };
        org::set_province(&test.store, &ctx, province.clone()).await.unwrap();
        let calendar = kernel::WorkCalendar { off: [day("2026-02-17")].into(), worked: [day("2026-02-28")].into() };
        org::set_calendar(&test.store, &ctx, calendar.clone()).await.unwrap();
        let both = kernel::WorkCalendar { worked: calendar.off.clone(), ..calendar.clone() };
        assert!(org::set_calendar(&test.store, &ctx, both).await.is_err());
        let mut sql = test.store.read().await.unwrap();
        assert_eq!(org::province(&mut sql).await.unwrap(), province);
        assert_eq!(org::calendar(&mut sql).await.unwrap(), calendar);
    }
}

#[tokio::test]
async fn what_a_merger_would_refuse_is_known_before_it_is_tried() {
    for (test, ctx, _, org) in provinces().await {
        let on = day("2027-01-01");
        assert!(org.can_end(id("24985"), on).is_ok());
        let said = |unit: &str, on| org.can_end(id(unit), on).unwrap_err().say.id.to_string();
        assert_eq!(said("68", on), "org-unit-has-children");
        assert_eq!(said("60", on), "org-unit-not-living", "it ended long ago");
        assert_eq!(said("24985", day("2000-01-01")), "org-unit-not-living", "it had not begun");
        assert_eq!(said("nobody", on), "org-no-such-unit");
        let groups: Vec<&str> = org.groups_of(id("24985"), on).map(|g| g.code.as_str()).collect();
        assert!(groups.contains(&"CX"), "{groups:?}");
        // The operation says the same.
        let merge = MergeUnits { from: vec![id("68")], into: MergeInto::Existing(id("STP")), on };
        let fault = org::merge_units(&test.store, &ctx, merge).await.unwrap_err();
        assert_eq!(&*fault.say.id, "org-unit-has-children");
    }
}
