# Interface texts of the pages. Vietnamese administrative wording, short sentences.


## Frame
app-name = Bazan
skip-to-content = Đến nội dung chính
nav-main = Điều hướng chính
nav-home = Bàn làm việc
nav-dashboard = Điều hành
nav-tasks = Nhiệm vụ
nav-targets = Chỉ tiêu
nav-documents = Văn bản
nav-units = Đơn vị
nav-reports = Báo cáo
nav-admin = Quản trị
nav-find = Tìm nhanh
nav-account = Tài khoản: { $name }
nav-me = Tài khoản của tôi
nav-tokens = Khoá truy cập API
nav-sign-out = Đăng xuất
theme-light = Giao diện sáng
theme-dark = Giao diện tối
theme-auto = Theo thiết bị
language-en = English
language-vi = Tiếng Việt
foot-line = Bazan, nền tảng dữ liệu và điều hành số tỉnh { $place }
foot-keys = Phím tắt
palette-hint = Đến trang, hoặc tìm nhiệm vụ
palette-overdue = Nhiệm vụ quá hạn
palette-due-soon = Nhiệm vụ sắp đến hạn
palette-search-tasks = Tìm trong nhiệm vụ:
keys-palette = Mở ô tìm nhanh
keys-search = Đến ô tìm kiếm của trang
keys-move = Dòng sau, dòng trước
keys-open = Mở dòng đang chọn
keys-pick = Đánh dấu dòng
keys-keep = Dòng đang xem đọc đúng, giữ nguyên
keys-edit = Làm việc với dòng: sửa, báo cáo
act-cancel = Thôi
act-go-on = Đồng ý
act-close = Đóng
act-show = Xem
act-search = Tìm
act-save = Lưu
act-edit = Sửa
act-remove = Xoá
act-add = Thêm
act-back = Quay lại
date-placeholder = ngày/tháng/năm
date-open = Chọn ngày trên lịch
date-month-before = Tháng trước
date-month-after = Tháng sau
date-today = Hôm nay
as-of = Tính đến ngày
as-of-now = Về hiện tại
simulated = số liệu mô phỏng
filter-any = Bỏ lọc mục này
filter-clear = Bỏ hết bộ lọc
form-problems = Có chỗ cần sửa
export-xlsx = Tải Excel
export-csv = Tải CSV
list-more = Xem thêm
bulk-picked = Đã chọn:

## States
state-done-on-time = Hoàn thành đúng hạn
state-done-late = Hoàn thành quá hạn
state-running = Đang thực hiện
state-due-soon = Sắp đến hạn
state-overdue = Quá hạn
state-recurring = Thường xuyên
state-not-started = Chưa bắt đầu
state-waiting = Chờ Trung ương
state-not-applicable = Không áp dụng
state-met = Đạt
state-exceeded = Vượt
state-not-met = Chưa đạt
state-returned = Bị trả lại
state-submitted = Chờ xác nhận
state-confirmed = Đã xác nhận
state-certain = Đọc chắc chắn
state-flagged = Cần xem lại
state-unread = Chưa đọc được
state-accepted = Đã nhận
state-withdrawn = Đã bãi bỏ
state-changed = Có thay đổi
state-added = Mới
state-queued = Đang chờ
state-failed = Không thành công
state-done = Xong

## Sign-in
sign-in-title = Đăng nhập
sign-in-lede = Nền tảng điều hành số tỉnh { $place }
sign-in-failed = Chưa đăng nhập được
sign-in-name = Tên đăng nhập
sign-in-password = Mật khẩu
sign-in-go = Đăng nhập
sign-in-or = hoặc
sign-in-help = Quên mật khẩu? Liên hệ người quản trị của đơn vị để được cấp lại.
sign-in-code = Mã xác thực
sign-in-code-hint = 6 chữ số trong ứng dụng xác thực trên điện thoại của bạn, hoặc một mã dự phòng.
sign-in-other = Dùng tài khoản khác

## My day
home-all-mine = Mọi nhiệm vụ của tôi
home-news = Vừa thay đổi
home-news-empty = Chưa có thay đổi nào từ lần bạn vào trước.
home-news-more = Xem các thay đổi trước
home-empty-title = Chưa có việc nào cần làm ngay
home-empty-text = Không có nhiệm vụ quá hạn, bị trả lại, đến hạn trong tuần hay chờ xác nhận.
home-empty-go = Xem các nhiệm vụ của đơn vị
lane-overdue = Quá hạn
lane-returned = Bị trả lại
lane-week = Đến hạn trong tuần
lane-confirm = Chờ bạn xác nhận
lane-assigned = Mới giao
lane-more = Xem cả { $count }
lane-none-overdue = Không có nhiệm vụ quá hạn

## Columns
col-no = TT
col-task = Nhiệm vụ
col-state = Trạng thái
col-due = Thời hạn
col-lead = Chủ trì
col-document = Văn bản
col-target = Chỉ tiêu
col-actual = Thực hiện
col-goal = Mục tiêu
col-trend = Diễn biến
col-pace = Nhịp độ

## Tasks
tasks-search = Tìm theo tên nhiệm vụ, sản phẩm, đơn vị
tasks-by-state = Lọc theo trạng thái
tasks-empty-title = Không có nhiệm vụ nào khớp
tasks-empty-text = Bớt một điều kiện lọc, hoặc tìm bằng từ khác. Dấu và chữ hoa không quan trọng.
tasks-pick-all = Chọn tất cả các dòng đang hiện
tasks-pick = Chọn nhiệm vụ: { $name }
members-done = { $done }/{ $all } đơn vị xong

## Leader's screen
live-at = Cập nhật lúc
live-off = Mất kết nối, số liệu có thể đã cũ. Tự thử lại sau ít giây.
live-changed = Số liệu vừa thay đổi, cập nhật lúc
dash-late = Ai đang chậm
dash-late-none = Không đơn vị nào có nhiệm vụ chậm.
dash-late-all = Tất cả nhiệm vụ chậm
dash-soon = Đến hạn trong 30 ngày
dash-soon-none = Không có nhiệm vụ nào đến hạn trong 30 ngày tới.
dash-soon-all = Tất cả
dash-targets-note = chưa đạt đứng trước
dash-targets-all = Tất cả chỉ tiêu
dash-documents = Theo văn bản giao
dash-documents-all = Tất cả văn bản
dash-map = Xã, phường, đặc khu
dash-units-all = Danh sách đơn vị
targets-empty-text = Chưa có chỉ tiêu nào. Nhận một văn bản có bảng chỉ tiêu để bắt đầu theo dõi.
documents-add = Nhận văn bản
