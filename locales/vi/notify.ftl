# Thông báo đến từng người: trong chương trình, qua thư, qua hệ thống khác, qua trình duyệt.
notify-must-hear = Không thể tắt hẳn thông báo về việc quá hạn và việc bị trả lại. Chọn “báo ngay” hoặc “gộp vào bản tin ngày”.
notify-only-in-digest = Loại thông báo này chỉ đi trong bản tin ngày. Chỉ giao việc, trả lại và quá hạn mới được báo ngay.
notify-one-way-stays = Giữ lại ít nhất một đường nhận ngoài chương trình, thư hoặc trình duyệt, dù chỉ để nhận bản tin ngày.
notify-quiet-hours = Giờ yên lặng không đúng. Nhập giờ và phút, ví dụ 19:00.
notify-digest-in-quiet = Giờ gửi bản tin nằm trong giờ yên lặng. Chọn giờ khác hoặc thu hẹp giờ yên lặng.
notify-no-such-notice = Không có thông báo này.

notify-ask-overdue = Quá hạn
notify-ask-returned = Bị trả lại
notify-ask-due = Đến hạn trong tuần
notify-ask-awaiting = Chờ xác nhận
notify-ask-new = Mới

notify-kind-assigned = Giao việc
notify-kind-returned = Trả lại
notify-kind-overdue = Quá hạn
notify-kind-due-soon = Sắp đến hạn
notify-kind-escalated = Chậm, chuyển cấp trên
notify-kind-awaiting = Chờ xác nhận
notify-kind-unconfirmed = Chờ xác nhận lâu
notify-kind-confirmed = Đã xác nhận
notify-kind-extension = Gia hạn
notify-kind-check-in = Báo cáo định kỳ
notify-kind-mention = Nhắc tên
notify-kind-watched = Việc theo dõi
notify-kind-withdrawn = Điều chỉnh, rút nhiệm vụ
notify-kind-letter = Văn bản gửi đến
notify-kind-feedback = Phản ánh, kiến nghị
notify-kind-meeting = Kết luận họp

notify-assigned = { $by } giao { $unit } chủ trì: “{ $title }”. Thời hạn: { $due }.
notify-returned = { $by } trả lại báo cáo của { $unit } về “{ $title }”. Lý do: { $reason }
notify-overdue = { $count ->
   *[one] “{ $title }” của { $unit } đã quá hạn { $due }.
    [other] { $units ->
       *[one] { $unit } có { $count } nhiệm vụ quá hạn, sớm nhất { $due }: { $title }…
        [other] { $count } nhiệm vụ của { $units } đơn vị quá hạn, sớm nhất { $due }: { $title }…
    }
}
notify-due-soon = { $count ->
   *[one] “{ $title }” của { $unit } đến hạn { $due }.
    [other] { $units ->
       *[one] { $unit } có { $count } nhiệm vụ sắp đến hạn, sớm nhất { $due }: { $title }…
        [other] { $count } nhiệm vụ của { $units } đơn vị sắp đến hạn, sớm nhất { $due }: { $title }…
    }
}
notify-escalated = { $count ->
   *[one] “{ $title }” của { $unit } quá hạn từ { $due } và cần chỉ đạo.
    [other] { $units ->
       *[one] { $unit } có { $count } nhiệm vụ quá hạn cần chỉ đạo, sớm nhất { $due }: { $title }…
        [other] { $count } nhiệm vụ của { $units } đơn vị quá hạn cần chỉ đạo, sớm nhất { $due }: { $title }…
    }
}
notify-awaiting = { $by } ({ $unit }) chờ trả lời về “{ $title }”.
notify-unconfirmed = { $count ->
   *[one] Báo cáo của { $unit } về “{ $title }” chờ xác nhận từ { $due }.
    [other] { $units ->
       *[one] { $count } báo cáo của { $unit } chờ xác nhận, sớm nhất từ { $due }: { $title }…
        [other] { $count } báo cáo của { $units } đơn vị chờ xác nhận, sớm nhất từ { $due }: { $title }…
    }
}
notify-confirmed = { $by } đã xác nhận báo cáo của { $unit } về “{ $title }”.
notify-extension = { $outcome ->
    [granted] { $unit } được gia hạn “{ $title }” từ { $due } đến { $to }.
    [refused] Không đồng ý để { $unit } gia hạn “{ $title }” từ { $due } đến { $to }.
   *[asked] { $unit } đề nghị gia hạn “{ $title }” từ { $due } đến { $to }.
}
notify-check-in = { $unit } cần báo cáo định kỳ về “{ $title }” trước hết ngày { $due }.
notify-mention = { $by } nhắc đến bạn ở “{ $title }”: { $text }
notify-watched = { $by } cập nhật “{ $title }”: { $text }
notify-withdrawn = “{ $title }” của { $unit } được điều chỉnh hoặc rút theo { $by }.
notify-letter = Văn bản gửi { $unit }: { $title }. Thời hạn trả lời: { $due }.
notify-feedback = { $unit } cần trả lời “{ $title }” trước hết ngày { $due }.
notify-meeting = Kết luận họp giao { $unit }: “{ $title }”. Thời hạn: { $due }.

event-notify-chosen = { $actor } đã đổi cách nhận thông báo.
