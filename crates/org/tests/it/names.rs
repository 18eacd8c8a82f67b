//! Printed names as plans hold them, and what they mean.
use org::{AliasTarget, Directories, LearnAlias, Resolution};

use crate::fixture::{day, id, provinces};

/// (printed, code of the unit, flagged as near)
const UNITS: &[(&str, &str, bool)] = &[
    ("VP UBND tỉnh", "VPUB", false),
    ("Văn phòng UBND tỉnh;", "VPUB", false),
    ("Văn phòng Uỷ ban nhân dân tỉnh Lâm Đồng", "VPUB", false),
    ("VPUBND", "VPUB", false),
    ("Sở KH&CN", "SKHCN", false),
    ("Sở KHCN.", "SKHCN", false),
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SKHCN", false),
    ("Sở Khoa học và\nCông nghệ", "SKHCN", false),
    ("- Sở Khoa học, Công nghệ tỉnh", "SKHCN", false),
    ("So Khoa hoc va Cong nghe", "SKHCN", false),
    ("Sở Khoa học và Công nghệ (chủ trì)", "SKHCN", false),
    ("Chủ trì: Sở Khoa học và Công nghệ", "SKHCN", false),
    ("1. Sở Tư pháp", "STP", false),
    ("a) Sở Tư pháp", "STP", false),
    ("Sở TP", "STP", false),
    ("Sở Tư pháp tỉnh Lâm Đồng", "STP", false),
    ("Sở Văn hoá, Thể thao và Du lịch", "SVHTTDL", false),
    ("Sở VH,TT&DL", "SVHTTDL", false),
    ("Sở NN&MT", "SNNMT", false),
    ("Sở Nông nghiệp & Môi trường", "SNNMT", false),
    ("Sở GDĐT", "SGDDT", false),
    ("Sở Dân tộc - Tôn giáo", "SDTTG", false),
    ("Công an tỉnh Lâm Đồng", "CAT", false),
    ("Công an tỉnh", "CAT", false),
    ("CA tỉnh", "CAT", false),
    ("BCH Quân sự tỉnh", "BCHQS", false),
    ("Bộ CHQS tỉnh", "BCHQS", false),
    ("Bộ Chỉ huy Quân sự tỉnh Lâm Đồng,", "BCHQS", false),
    ("Thanh tra tỉnh", "TTT", false),
    ("BQL các KCN tỉnh", "BQLKCN", false),
    ("Tỉnh ủy", "TU", false),
    ("Tỉnh uỷ Lâm Đồng", "TU", false),
    ("Văn phòng TU", "VPTU", false),
    ("UBND tỉnh", "UBND", false),
    ("Uỷ ban nhân dân tỉnh Lâm Đồng", "UBND", false),
    ("HĐND tỉnh", "HDND", false),
    ("UBMTTQ Việt Nam tỉnh", "MTTQ", false),
    ("Ủy ban MTTQ VN tỉnh Lâm Đồng", "MTTQ", false),
    ("Báo và PT-TH Lâm Đồng", "BAO", false),
    ("Báo và Phát thanh, Truyền hình Lâm Đồng", "BAO", false),
    ("TTPVHCC tỉnh", "TTPVHCC", false),
    ("Đại học Đà Lạt", "DHDL", false),
    ("UBND xã Bảo Lâm 1", "25054", false),
    ("xã Bảo Lâm 2", "25057", false),
    ("X. Đức Trọng", "24985", false),
    ("P. Mũi Né", "22918", false),
    ("P.Mũi Né", "22918", false),
    ("Phường Phú Thuỷ", "22924", false),
    ("UBND đặc khu Phú Quý", "23273", false),
    ("Xuân Hương – Đà Lạt", "24778", false),
    // One letter misread: resolved, but said.
    ("Sở Tài chinhh", "STC", true),
    ("Sở Tai chỉnh", "STC", false),
    ("Sở Nội vu1", "", false),
    ("Sở Khoa học và Cộng nghệ", "SKHCN", false),
    ("Sở Khoa hoc và Công nqhệ", "SKHCN", true),
    ("Công an tỉnh (PC06)", "CAT", true),
    // Nobody of that name here.
    ("xã Bảo Lâm 3", "", false),
    ("Sở Thông tin và Truyền thông", "", false),
    ("Công an tỉnh Bình Thuận", "", false),
    ("UBND", "", false),
    ("Bộ Công an", "", false),
    ("", "", false),
];

#[tokio::test]
async fn printed_names_of_units() {
    for (_test, _, _, org) in provinces().await {
        for (text, code, near) in UNITS {
            let want = (!code.is_empty()).then(|| Resolution::Unit { id: id(code), near: *near });
            let got = org.resolve(text, day("2026-08-01"));
            match want {
                Some(want) => assert_eq!(got, want, "{text:?}"),
                None => assert!(matches!(got, Resolution::Unknown { .. }), "{text:?} gave {got:?}"),
            }
        }
    }
}

#[tokio::test]
async fn names_of_many() {
    let on = day("2026-08-01");
    for (_test, _, _, org) in provinces().await {
        for (text, code, count, is_near) in [
            ("Các sở, ban, ngành", "SBN", 16, false),
            ("Các sở, ban, ngành tỉnh", "SBN", 16, false),
            ("Sở, ban, ngành", "SBN", 16, false),
            ("các Sở, ngành thuộc tỉnh.", "SBN", 16, false),
            ("Các sở, ban, ngành có liên quan", "SBN", 16, true),
            ("UBND cấp xã", "CX", 8, false),
            ("UBND cấp xã.", "CX", 8, false),
            ("Ủy ban nhân dân các xã, phường, đặc khu", "CX", 8, false),
            ("UBND các xã, phường", "CX", 8, false),
            ("UBND 124 xã, phường, đặc khu", "CX", 8, false),
            ("Các xã, phường, đặc khu trên địa bàn tỉnh", "CX", 8, false),
        ] {
            match org.resolve(text, on) {
                Resolution::Group { code: c, members, near } => {
                    assert_eq!((c.as_str(), members.len(), near), (code, count, is_near), "{text}");
                }
                other => panic!("{text} gave {other:?}"),
            }
        }
        for text in ["Các đơn vị có liên quan", "các cơ quan, đơn vị liên quan;", "Các cơ quan, tổ chức có liên quan"]
        {
            assert_eq!(org.resolve(text, on), Resolution::Unspecific, "{text}");
        }
        // Before the merge there were no such members.
        assert!(org.members("SBN", day("2025-06-30")).is_empty());
    }
}

#[tokio::test]
async fn what_is_unknown_comes_with_suggestions() {
    let on = day("2026-08-01");
    for (_test, _, _, org) in provinces().await {
        for (text, best) in [
            ("xã Bảo Lâm 3", "25054"),
            ("Sở Khoa học Công nghệ và Đổi mới sáng tạo", "SKHCN"),
            ("Sở Văn hóa và Du lịch tỉnh", "SVHTTDL"),
            ("Trường ĐH Đà Lạt cơ sở 2", "DHDL"),
            ("Sở Tư pháp tỉnh Bình Thuận", "STP"),
        ] {
            match org.resolve(text, on) {
                Resolution::Unknown { suggestions } => {
                    assert_eq!(suggestions.first(), Some(&id(best)), "{text}");
                    assert!(suggestions.len() <= 5);
                }
                other => panic!("{text} gave {other:?}"),
            }
        }
        let nothing = org.resolve("Doanh nghiệp viễn thông VWXZ", on);
        assert!(matches!(nothing, Resolution::Unknown { .. }));
    }
}

#[tokio::test]
async fn a_name_means_what_it_meant_on_that_day() {
    for (_test, _, _, org) in provinces().await {
        let then = day("2024-12-31");
        assert_eq!(org.resolve("Sở Tư pháp tỉnh Bình Thuận", then), Resolution::Unit { id: id("60STP"), near: false });
        // Two departments of justice then: not guessed.
        assert!(matches!(org.resolve("Sở Tư pháp", then), Resolution::Unknown { .. }));
        assert_eq!(org.resolve("Sở Tư pháp", day("2025-07-01")), Resolution::Unit { id: id("STP"), near: false });
    }
}

fn codes(org: &org::Directory, named: &[org::Named]) -> Vec<String> {
    named
        .iter()
        .map(|n| match &n.is {
            Resolution::Unit { id, near } => {
                format!("{}{}", org.unit(*id).unwrap().code, if *near { "~" } else { "" })
            }
            Resolution::Group { code, near, .. } => format!("{code}{}", if *near { "~" } else { "" }),
            Resolution::Unspecific => "…".into(),
            Resolution::Unknown { .. } => format!("?{}", n.text),
        })
        .collect()
}

#[tokio::test]
async fn cells_that_name_several() {
    let on = day("2026-08-01");
    for (_test, _, _, org) in provinces().await {
        for (text, want) in [
            ("Sở Tư pháp; Sở Khoa học và Công nghệ", &["STP", "SKHCN"][..]),
            ("Các sở, ban, ngành; UBND cấp xã", &["SBN", "CX"]),
            ("Các sở, ban, ngành, UBND cấp xã", &["SBN", "CX"]),
            ("Các sở, ban, ngành và UBND cấp xã", &["SBN", "CX"]),
            ("Các sở, ban, ngành liên quan và UBND cấp xã", &["SBN~", "CX"]),
            ("Sở Tư pháp và các đơn vị có liên quan", &["STP", "…"]),
            ("Sở Văn hóa, Thể thao và Du lịch", &["SVHTTDL"]),
            ("Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính", &["SVHTTDL", "STC"]),
            ("Sở Tài chính, Sở Khoa học và Công nghệ, Công an tỉnh", &["STC", "SKHCN", "CAT"]),
            ("Các sở: Tài chính, Xây dựng, Nội vụ", &["STC", "SXD", "SNV"]),
            ("Sở Tài chính, Xây dựng và Nội vụ", &["STC", "SXD", "SNV"]),
            ("Sở Tài chính\nCông an tỉnh", &["STC", "CAT"]),
            ("UBND các xã: Bảo Lâm 1, Bảo Lâm 2 và Đức Trọng", &["25054", "25057", "24985"]),
            ("UBND các xã, phường, đặc khu; các đơn vị liên quan", &["CX", "…"]),
            ("Báo và Phát thanh, Truyền hình Lâm Đồng; UBND cấp xã", &["BAO", "CX"]),
            ("Công an tỉnh, Ngân hàng Sao Hỏa", &["CAT", "?Ngân hàng Sao Hỏa"]),
            ("Các sở, ban, ngành, địa phương", &["SBN", "…"]),
            ("Các cơ quan, đơn vị có liên quan", &["…"]),
            ("- Sở Tài chính;\n- Sở Nội vụ;", &["STC", "SNV"]),
            ("", &[]),
        ] {
            assert_eq!(codes(&org, &org.resolve_cell(text, on)), want, "{text:?}");
        }
    }
}

#[tokio::test]
async fn a_name_learned_once_is_known_and_can_be_forgotten() {
    let on = day("2026-08-01");
    for (test, ctx, _, _) in provinces().await {
        let directories = Directories::new(test.store.clone());
        let text = "Cơ quan thường trực Đề án 06";
        let before = directories.now().await.unwrap();
        assert!(matches!(before.resolve(text, on), Resolution::Unknown { .. }));
        let lesson = LearnAlias { printed: text.into(), target: AliasTarget::Unit(id("CAT")), learned: true };
        org::learn_alias(&test.store, &ctx, lesson).await.unwrap();
        let org = directories.now().await.unwrap();
        let known = Resolution::Unit { id: id("CAT"), near: false };
        assert_eq!(org.resolve("CƠ QUAN THƯỜNG TRỰC  ĐỀ ÁN 06;", on), known);
        // Taught names win even over words that name nobody.
        let lesson = LearnAlias {
            printed: "Các đơn vị có liên quan".into(),
            target: AliasTarget::Group("SBN".into()),
            learned: true,
        };
        org::learn_alias(&test.store, &ctx, lesson).await.unwrap();
        let now = directories.now().await.unwrap();
        assert!(matches!(now.resolve("các đơn vị có liên quan", on), Resolution::Group { near: false, .. }));
        org::forget_alias(&test.store, &ctx, text.into()).await.unwrap();
        let now = directories.now().await.unwrap();
        assert!(matches!(now.resolve(text, on), Resolution::Unknown { .. }));
        let nobody =
            LearnAlias { printed: "X".into(), target: AliasTarget::Unit(kernel::UnitId::new()), learned: true };
        let fault = org::learn_alias(&test.store, &ctx, nobody).await.unwrap_err();
        assert_eq!(fault.say.id, "org-no-such-unit");
    }
}

#[tokio::test]
async fn whoever_answers_is_found_by_title() {
    let on = day("2026-08-01");
    for (_test, _, _, org) in provinces().await {
        for (title, code) in [
            ("Giám đốc Sở Khoa học và Công nghệ", Some("SKHCN")),
            ("Giám đốc Sở KH&CN;", Some("SKHCN")),
            ("Chánh Văn phòng UBND tỉnh", Some("VPUB")),
            ("Giám đốc Công an tỉnh Lâm Đồng", Some("CAT")),
            ("Giám đốc Sở Du lịch", None),
        ] {
            assert_eq!(org.unit_of_head(title, on), code.map(id), "{title}");
        }
    }
}
