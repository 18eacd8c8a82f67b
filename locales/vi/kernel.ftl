fault-internal = Hệ thống gặp lỗi, chưa có gì bị thay đổi. Vui lòng thử lại; nếu vẫn lỗi, gửi mã truy vết cho quản trị viên.
fault-forbidden = Tài khoản của bạn không có quyền làm việc này.
fault-not-found = Không tìm thấy nội dung này, hoặc đơn vị của bạn không có phần việc trong đó.
fault-id = “{ $text }” không phải là mã hợp lệ ({ $kind }).
fault-day = “{ $text }” không phải là ngày hợp lệ. Ví dụ đúng: 19/6/2026.
fault-day-missing = Chưa nhập ngày. Ví dụ: 19/6/2026.
