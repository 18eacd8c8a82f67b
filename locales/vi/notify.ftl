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
event-webhook-created = { $actor } đã kết nối hệ thống “{ $name }” để nhận thông báo.
event-webhook-on = { $actor } đã bật kết nối “{ $name }”.
event-webhook-off = { $actor } đã tắt kết nối “{ $name }”.
event-webhook-removed = { $actor } đã gỡ kết nối “{ $name }”.
event-webhook-tried = { $actor } đã gửi thử đến “{ $name }”.
event-push-allowed = { $actor } đã cho trình duyệt “{ $browser }” hiện thông báo.
event-push-ended = { $actor } đã thôi nhận thông báo ở một trình duyệt.
event-push-key-made = Khóa để gửi thông báo đến trình duyệt đã được tạo.
event-message-resent = { $actor } đã cho gửi lại một thông báo không đi được.
event-notify-tested = Đường gửi thông báo đã được thử từ dòng lệnh.

notify-url-form = “{ $url }” không phải địa chỉ dùng được. Ví dụ đúng: https://he-thong.tinh.gov.vn/nhan-tin
notify-url-https = Địa chỉ phải bắt đầu bằng https:// để nội dung không bị đọc trộm.
notify-url-private = Địa chỉ “{ $url }” nằm trong mạng nội bộ nên không được gọi. Quản trị viên có thể cho phép bằng cài đặt notify.allow_private.
notify-no-answer = Bên nhận không trả lời kịp. Chương trình sẽ thử lại.
notify-webhook-needs-name = Thiếu tên của hệ thống nhận.
admin-webhooks-no-unit = Không có đơn vị mang mã “{ $unit }”.
notify-no-such-webhook = Không có kết nối này.
notify-webhook-redirects = Bên nhận trả lời { $status } (chuyển sang địa chỉ khác). Nhập thẳng địa chỉ mới.
notify-webhook-gone = Bên nhận cho biết địa chỉ này đã ngừng dùng (410).
notify-webhook-refuses = Bên nhận trả lời { $status }. Chương trình sẽ thử lại.
notify-push-keys = Trình duyệt đưa khóa không đúng nên chưa nhận được thông báo.
notify-push-too-many = Đã có 20 trình duyệt nhận thông báo. Bỏ bớt trình duyệt không còn dùng.
notify-push-refused = Dịch vụ đẩy của trình duyệt trả lời { $status }.
notify-no-such-browser = Không có trình duyệt này.
notify-no-such-message = Không có tin này.
notify-not-given-up = Tin này không ở trạng thái “không gửi được” nên không cần gửi lại.

notify-behalf = { $text } (bạn nhận thay { $name })
notify-headline = { $kind }: { $title }
notify-mail-foot = Chọn cách nhận thông báo:
notify-digest-subject = Bản tin { $day }: { $count } việc
notify-digest-part = { $name }: { $count }
notify-digest-more = … và { $count } việc khác.
notify-test-subject = Thử đường gửi thông báo
notify-test-text = Đây là tin thử. Nếu bạn đọc được, đường gửi này hoạt động.

action-notify-manage = Xem mọi tin đã gửi, gửi lại, kết nối hệ thống nhận tin
job-notify-digest = Lập bản tin ngày
outbox-dropped = Không cần gửi nữa

notices-title = Thông báo
notices-bell = Thông báo, { $count } chưa đọc
notices-say = { $count ->
    [0] Không có thông báo chưa đọc
   *[other] { $count } thông báo chưa đọc
}
notices-none = Chưa có thông báo nào
notices-none-unread = Đã đọc hết
notices-none-say = Giao việc, trả lại, đến hạn và những gì cần bạn trả lời sẽ hiện ở đây.
notices-all = Tất cả
notices-unread = Chưa đọc
notices-read-all = Đánh dấu đã đọc hết
notices-new = Chưa đọc
notices-today = Hôm nay
notices-yesterday = Hôm qua
notices-more = Xem thêm
notices-choices = Cách nhận thông báo
notices-choices-lede = Trong chương trình, mọi thông báo luôn hiện ngay ở chuông. Ở đây chọn những gì được gửi ra ngoài, khi nào và bằng đường nào.
notices-ways = Đường nhận
notices-way-mail = Thư điện tử
notices-way-mail-none = Hồ sơ của bạn chưa có địa chỉ thư nên chưa gửi được. Đề nghị quản trị viên bổ sung.
notices-way-mail-to = Gửi đến { $address }.
notices-way-push = Trình duyệt và điện thoại
notices-way-push-hint = Gửi đến các trình duyệt đã cho phép bên dưới.
notices-way-webhook = Cho phép hệ thống kết nối với đơn vị tôi nhận biết thông báo của tôi
notices-reach-all = Báo ngay và bản tin ngày
notices-reach-digest = Chỉ bản tin ngày
notices-reach-off = Không gửi
notices-kinds = Loại thông báo
notices-kind = Loại
notices-when = Khi nào gửi ra ngoài
notices-when-at-once = Báo ngay
notices-when-digest = Trong bản tin ngày
notices-when-off = Không gửi
notices-must = Việc quá hạn và việc bị trả lại không thể tắt hẳn.
notices-hours = Giờ yên lặng và bản tin
notices-quiet-from = Yên lặng từ
notices-quiet-to = đến
notices-quiet-hint = Tin trong khoảng này chờ đến khi hết giờ yên lặng. Hai giờ bằng nhau nghĩa là không có giờ yên lặng.
notices-quiet-days = Cả ngày nghỉ, lễ, Tết cũng yên lặng
notices-digest-hour = Giờ gửi bản tin ngày
notices-digest-hint = Mỗi ngày làm việc nhiều nhất một bản tin; không có gì thì không gửi.
notices-browsers = Trình duyệt nhận thông báo
notices-browsers-none = Chưa có trình duyệt nào được cho phép.
notices-browser-here = Nhận thông báo ở trình duyệt này
notices-browser-no = Trình duyệt này không hỗ trợ, hoặc trang không chạy qua https.
notices-browser-denied = Trình duyệt đang chặn thông báo của trang này. Mở cài đặt trang trong trình duyệt để cho phép.
notices-browser-since = từ { $day }
notices-browser-end = Thôi nhận
flash-notices-chosen = Đã lưu cách nhận thông báo.
flash-notices-read = Đã đánh dấu đã đọc.
flash-browser-ended = Trình duyệt đó không còn nhận thông báo.

admin-sent = Tin đã gửi
admin-sent-say = { $count ->
    [0] Không có tin nào bị kẹt
   *[other] { $count } tin không gửi được
}
admin-sent-lede = Mọi tin đã gửi ra ngoài: cho ai, về việc gì, bằng đường nào. Tin không gửi được sau nhiều lần thử nằm lại đây để gửi lại.
admin-sent-none = Không có tin nào khớp
admin-sent-person = Người nhận
admin-sent-about = Về việc
admin-sent-about-hint = Mã đối tượng, ví dụ task:…
admin-sent-state = Trạng thái
admin-sent-any = Tất cả
admin-sent-what = Nội dung
admin-sent-again = Gửi lại
admin-sent-next = Thử tiếp lúc { $at }
admin-sent-at = Gửi lúc { $at }
admin-sent-filter = Lọc
admin-sent-digest = Bản tin ngày
admin-sent-test = Tin thử
flash-message-resent = Tin sẽ được gửi lại ngay.
channel-mail = Thư
channel-webhook = Hệ thống khác
channel-push = Trình duyệt
dropped-person-left = người nhận không còn hoạt động
dropped-browser-gone = trình duyệt không còn nhận
dropped-webhook-off = kết nối đã tắt hoặc gỡ

admin-webhooks = Kết nối hệ thống khác
admin-webhooks-lede = Hệ thống được kết nối nhận một yêu cầu POST có chữ ký cho mỗi thông báo. Cùng một tin có thể đến hai lần (khi bên nhận trả lời chậm); mã X-Bazan-Delivery cho biết đó là cùng một tin.
admin-webhooks-none = Chưa kết nối hệ thống nào
admin-webhooks-new = Kết nối hệ thống
admin-webhooks-name = Tên hệ thống
admin-webhooks-url = Địa chỉ nhận
admin-webhooks-url-hint = Bắt đầu bằng https://
admin-webhooks-unit = Thông báo của ai
admin-webhooks-unit-all = Toàn tỉnh
admin-webhooks-unit-one = Mã đơn vị
admin-webhooks-unit-hint = Để trống là toàn tỉnh
admin-webhooks-kinds = Loại thông báo
admin-webhooks-kinds-hint = Không chọn loại nào là nhận tất cả.
admin-webhooks-once = Khóa bí mật chỉ hiện một lần này. Chép sang hệ thống nhận để kiểm tra chữ ký X-Bazan-Signature.
admin-webhooks-on = Đang bật
admin-webhooks-off = Đang tắt
admin-webhooks-turn-on = Bật
admin-webhooks-turn-off = Tắt
admin-webhooks-try = Gửi thử
admin-webhooks-remove = Gỡ
admin-webhooks-remove-ask = Gỡ kết nối “{ $name }”? Khóa bí mật của nó sẽ mất.
admin-webhooks-recent = Tin gần đây
admin-webhooks-every-kind = mọi loại
flash-webhook-tried = Tin thử đã vào hàng đợi. Tải lại trang sau vài giây để xem kết quả.
flash-webhook-changed = Đã đổi.
flash-webhook-removed = Đã gỡ kết nối.

cli-notify = Thông báo
cli-notify-test = Gửi tin thử qua từng đường đã cài đặt và báo kết quả
cli-arg-notify-to = Tên đăng nhập của người nhận; mặc định là quản trị viên đầu tiên
cli-arg-notify-channel = Chỉ thử một đường: mail, webhook hoặc push
cli-notify-ok = { $channel }: đã gửi đến { $to }.
cli-notify-failed = { $channel }: không gửi được đến { $to }. { $why }
cli-notify-dropped = { $channel }: không gửi đến { $to }: { $why }.
cli-notify-no-mail = Thư: chưa cài đặt máy chủ thư (mail.server).
cli-notify-no-address = Thư: { $to } chưa có địa chỉ thư.
cli-notify-no-webhook = Hệ thống khác: chưa có kết nối nào đang bật.
cli-notify-no-push = Trình duyệt: { $to } chưa cho trình duyệt nào nhận thông báo.
cli-notify-nothing = Chưa có đường gửi nào để thử. Trong chương trình, thông báo vẫn hiện ở chuông.
cli-notify-nobody = Không có người nào đang hoạt động với tên đăng nhập “{ $to }”.
