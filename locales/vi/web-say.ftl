# Câu do máy chủ ghép: dấu ⟨0⟩, ⟨1⟩… là chỗ của đường dẫn.
post-officer = Chuyên viên
post-head = Người đứng đầu
post-focal = Cơ quan đầu mối
post-leader = Lãnh đạo tỉnh
post-admin = Quản trị hệ thống
due-today = hết hạn hôm nay
due-left = còn { $count } ngày làm việc
due-over = quá { $count } ngày
