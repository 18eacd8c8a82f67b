# Tỉnh mẫu.
sample-store-not-empty = Kho dữ liệu { $store } đã có dữ liệu khác. Tỉnh mẫu chỉ nạp vào kho trống: chọn thư mục khác bằng --data.
sample-cannot-write = Không ghi được tài liệu mẫu vào thư mục { $folder }. Kiểm tra quyền ghi và dung lượng đĩa.
sample-stage-units = Đơn vị và con người
sample-stage-files = Tài liệu mẫu
sample-stage-year = Diễn biến năm 2026 (mô phỏng)
sample-role-focal = Cơ quan đầu mối
sample-role-head = Người đứng đầu sở
sample-role-officer = Chuyên viên sở
sample-role-commune = Công chức cấp xã
sample-role-leader = Lãnh đạo tỉnh
sample-role-admin = Quản trị hệ thống
