# The money of plans and projects: page, faults, events.
nav-budget = Kinh phí
money-bn = { $n } tỷ
money-mn = { $n } triệu
money-dong = { $n } đồng

## Closed lists
budget-level-central = Cấp trung ương
budget-level-province = Cấp tỉnh
budget-level-commune = Cấp xã
budget-nature-recurrent = Chi thường xuyên
budget-nature-investment = Chi đầu tư phát triển
budget-fund-central = Ngân sách trung ương
budget-fund-local = Ngân sách địa phương
budget-fund-oda = Vốn ODA, vay ưu đãi
budget-fund-other = Nguồn hợp pháp khác
budget-measure-assigned = Được giao trong năm
budget-measure-carried = Chuyển nguồn, kéo dài
budget-measure-adjusted = Điều chỉnh (tăng, giảm)
budget-measure-disbursed = Giải ngân lũy kế
budget-measure-planned = Kế hoạch giải ngân
budget-pace-ahead = Đạt tiến độ
budget-pace-close = Sát tiến độ
budget-pace-behind = Chậm tiến độ
budget-pace-unknown = Chưa có số để so
budget-figure-pending = Chờ xác nhận
budget-figure-confirmed = Đã xác nhận
budget-figure-returned = Bị trả lại
budget-figure-replaced = Đã được đính chính

## Columns and labels
budget-sheet = Kinh phí
budget-export-name = kinh-phi
budget-c-code = Mã
budget-c-name = Dự án, khoản kinh phí
budget-c-owner = Đơn vị sử dụng
budget-c-level = Cấp
budget-c-nature = Tính chất chi
budget-c-fund = Nguồn vốn
budget-c-assigned = Được giao
budget-c-adjusted = Điều chỉnh
budget-c-carried = Chuyển nguồn
budget-c-available = Được sử dụng
budget-c-disbursed = Đã giải ngân
budget-c-rate = Tỷ lệ
budget-c-expected = Cần đạt đến nay
budget-c-due-by = Cần đạt
budget-c-delay = Còn chậm
budget-c-estimate = Ước cả năm
budget-c-pace = Tiến độ
budget-c-newest = Số đến ngày
budget-c-counts = Tính vào tổng
budget-c-simulated = Mô phỏng
budget-c-month = Tháng
budget-c-within = Trong tháng
budget-c-total-by = Lũy kế
budget-c-measure = Nội dung
budget-c-amount = Số tiền
budget-c-total = Tổng mức đầu tư
budget-yes = Có
budget-no = Không
budget-none = Không có

## Pages
budget-projects = Danh sách dự án
budget-year = Năm ngân sách
budget-year-of = Năm { $year }
budget-formula = Tỷ lệ = giải ngân ÷ (được giao + điều chỉnh + chuyển nguồn). Còn chậm = phần cần giải ngân đến ngày này − đã giải ngân.
budget-parts-formula = Khoản chi tiết không cộng thêm khi khoản gốc đã có trong danh sách.
budget-some-simulated = có số liệu mô phỏng
budget-say-late = Năm { $year } đã giải ngân ⟨0⟩ trong ⟨1⟩ được sử dụng ({ $rate }), còn chậm ⟨2⟩ so với tiến độ.
budget-say-on-time = Năm { $year } đã giải ngân ⟨0⟩ trong ⟨1⟩ được sử dụng ({ $rate }), đạt tiến độ.
budget-say-nothing = Năm { $year } có ⟨1⟩ được sử dụng; chưa có số giải ngân được xác nhận đến { $day }.
budget-project-late = Đến { $day } giải ngân { $disbursed } trong { $available } ({ $rate }), còn chậm { $delay }.
budget-project-on-time = Đến { $day } giải ngân { $disbursed } trong { $available } ({ $rate }).
budget-project-nothing = Đến { $day } chưa có số giải ngân năm { $year } được xác nhận.
budget-projects-say = { $count } dự án, khoản kinh phí; được sử dụng { $available }, giải ngân { $rate }
budget-rate-of-assigned = trên số được giao: { $rate }
budget-expected-by-now = cần đạt đến nay: { $amount }
budget-estimate-note = ước tính nếu giữ nhịp từ đầu năm
budget-assigned-of-it = giao { $amount }
budget-carried-of-it = chuyển nguồn { $amount }
budget-behind-by = chậm { $amount }
budget-of = { $part } / { $whole }
budget-by-level = Theo cấp
budget-by-fund = Theo nguồn vốn
budget-by-nature = Theo tính chất chi
budget-by-month = Theo tháng
budget-late = Đơn vị còn chậm nhiều nhất
budget-late-none = Không đơn vị nào chậm so với tiến độ.
budget-late-more = Mọi dự án chậm tiến độ
budget-empty-title = Chưa có dự án nào trong năm này
budget-empty-text = Dự án và số kinh phí đã xác nhận sẽ hiện ở đây. Chọn năm hoặc ngày khác để xem số cũ.
budget-none-title = Không có dự án phù hợp
budget-none-text = Bỏ bớt bộ lọc hoặc tìm bằng từ khác.
budget-search = Tìm theo mã hoặc tên dự án
budget-f-pending = Chờ xác nhận
budget-pending = { $count } số chờ xác nhận
budget-is-part = khoản chi tiết
budget-see-parts = xem chi tiết
budget-overdrawn = Giải ngân vượt số được sử dụng: kiểm tra lại số liệu
budget-chart-title = Giải ngân năm { $year }: { $rate }
budget-chart-note = Đơn vị: đồng, lũy kế từ đầu năm. Nét đứt: tiến độ cần đạt; nét chấm: ước tính.
budget-line-disbursed = giải ngân
budget-line-expected = cần đạt
budget-line-estimate = ước cả năm
budget-month = Tháng { $month }
budget-month-short = T{ $month }
budget-month-say = Tháng { $month }/{ $year } giải ngân { $amount }
budget-month-formula = Trong tháng = lũy kế đến cuối tháng − lũy kế trước tháng.
budget-month-none = Chưa có số giải ngân nào cho tháng này.
budget-total-before = Lũy kế trước ngày { $day }
budget-total-by = Lũy kế đến { $day }
budget-figure-from = số đến { $day }, { $source } ({ $who })
budget-planned-by = { $measure } đến hết tháng { $month }
budget-figures = Các số đã báo
budget-figures-none = Chưa có số nào cho năm này.
budget-parts-say = { $count } khoản chi tiết: đã phân bổ { $shared }, còn { $left }
budget-about = Thông tin dự án
budget-part-of = Thuộc khoản
budget-part-of-hint = Khoản chi tiết không cộng thêm vào tổng của khoản gốc.
budget-document = Thuộc văn bản
budget-change = Sửa thông tin
budget-add = Thêm dự án
budget-add-lede = Dự án đầu tư hoặc khoản kinh phí cần theo dõi. Số tiền được báo sau khi thêm, mỗi số kèm nguồn.
budget-code-hint = Ví dụ: DA-CSDL-KGDL-2026. Mã không đổi về sau.
budget-total-hint = Bỏ trống nếu không có. Ghi như: 594,093 tỷ.
budget-state = Báo số
budget-amount-hint = Ghi đủ số đồng hoặc như: 35,725 tỷ; 267 triệu.
budget-as-of-hint = Giải ngân là số lũy kế từ 1/1 đến ngày này.
budget-plan-month = Kế hoạch đến hết tháng
budget-plan-month-hint = Chỉ chọn khi báo kế hoạch giải ngân.
budget-source-hint = Văn bản, báo cáo hoặc hệ thống nơi có số này, ví dụ: Báo cáo Kho bạc tháng 6/2026.
budget-note = Ghi chú
flash-project-added = Đã thêm dự án.
flash-project-changed = Đã lưu thông tin dự án.

## Faults
budget-code-missing = Ghi mã dự án, tối đa 40 ký tự.
budget-code-taken = Mã { $code } đã có. Ghi mã khác.
budget-name-missing = Ghi tên dự án hoặc khoản kinh phí, tối đa 500 ký tự.
budget-owner-missing = Chọn đơn vị sử dụng kinh phí.
budget-part-of-part = Khoản gốc phải có trong danh sách và không thuộc khoản khác; khoản đang có chi tiết không thể thành chi tiết.
budget-project-moved = Thông tin dự án vừa được người khác sửa. Tải lại trang rồi sửa trên bản mới.
budget-amount-unread = “{ $text }” không đọc được thành số đồng. Ghi như 35,725 tỷ, 267 triệu hoặc 1.400.000.000.
budget-amount-negative = Số tiền không được âm; chỉ số điều chỉnh có thể âm.
budget-amount-too-large = Số tiền lớn hơn { $limit } đồng. Kiểm tra lại đơn vị tính.
budget-as-of-in-future = Số liệu không thể tính đến ngày { $day } vì ngày này chưa tới. Chọn ngày hôm nay hoặc trước đó.
budget-as-of-before-year = Số giải ngân năm { $year } phải tính đến một ngày từ đầu năm đó trở đi.
budget-year-wrong = Ghi năm ngân sách bằng bốn chữ số, ví dụ 2026.
budget-month-wrong = Kế hoạch giải ngân cần tháng từ 1 đến 12; các số khác không có tháng.
budget-source-missing = Ghi nguồn của số liệu, ví dụ: Báo cáo Kho bạc tháng 6/2026.
budget-less-than-before = Giải ngân lũy kế đến { $day } đã là { $amount } đồng, số mới nhỏ hơn. Kiểm tra lại; nếu có thu hồi hoặc nộp trả thì ghi rõ ở ghi chú.
budget-replaces-other = Bản đính chính phải cùng năm, nguồn vốn và nội dung với số cũ.
budget-already-replaced = Số này đã có bản đính chính khác. Tải lại trang để xem bản mới nhất.
budget-already-decided = Số này đã được xác nhận, trả lại hoặc thay thế. Tải lại trang để xem; muốn sửa số đã xác nhận thì báo bản đính chính.
budget-reason-missing = Ghi lý do trả lại để đơn vị biết cần sửa gì.
budget-key-reused = Yêu cầu này đã được dùng cho một dự án khác. Tải lại trang rồi gửi lại.

## Events
event-project-added = { $actor } thêm dự án { $code } “{ $name }” của { $unit }.
event-project-changed = { $actor } sửa thông tin dự án { $code } “{ $name }”.
event-figure-stated = { $actor } báo { $measure ->
    [assigned] số được giao
    [carried] số chuyển nguồn
    [adjusted] số điều chỉnh
    [planned] kế hoạch giải ngân
   *[disbursed] số giải ngân lũy kế
} năm { $year }: { $amount } đồng, tính đến { $as_of }. Nguồn: { $source }.
event-figure-confirmed = { $actor } xác nhận { $measure ->
    [assigned] số được giao
    [carried] số chuyển nguồn
    [adjusted] số điều chỉnh
    [planned] kế hoạch giải ngân
   *[disbursed] số giải ngân lũy kế
} năm { $year }: { $amount } đồng.
event-figure-returned = { $actor } trả lại { $measure ->
    [assigned] số được giao
    [carried] số chuyển nguồn
    [adjusted] số điều chỉnh
    [planned] kế hoạch giải ngân
   *[disbursed] số giải ngân lũy kế
} năm { $year }: { $amount } đồng.

## Actions, as access keys name them
action-budget-read = Xem kinh phí
action-budget-manage = Thêm, sửa dự án
action-budget-report = Báo số kinh phí
action-budget-confirm = Xác nhận số kinh phí
