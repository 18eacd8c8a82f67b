# Đọc văn bản: vì sao một tệp bị từ chối và phải làm gì.
paper-file-empty = Tệp “{ $file }” không có nội dung. Chọn lại tệp rồi gửi lại.
paper-file-too-large = Tệp “{ $file }” nặng { $size } MB, vượt giới hạn { $limit } MB. Bỏ bớt hình ảnh hoặc tách phụ lục thành tệp riêng.
paper-unpacked-too-large = Tệp “{ $file }” khi giải nén vượt giới hạn { $limit } MB nên không được mở. Mở tệp bằng Word hoặc Excel, bỏ phần thừa rồi lưu lại.
paper-legacy = Tệp “{ $file }” ở định dạng Office cũ (.doc, .xls). Mở bằng Word hoặc Excel, lưu lại thành .docx hoặc .xlsx rồi gửi lại.
paper-encrypted = Tệp “{ $file }” được đặt mật khẩu. Bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi gửi lại.
paper-broken = Tệp “{ $file }” bị hỏng hoặc tải lên chưa đủ. Mở tệp bằng Word hoặc Excel để kiểm tra, lưu lại rồi gửi lại.
paper-doctype = Tệp “{ $file }” có khai báo thực thể XML, là thứ tệp Office bình thường không có, nên không được mở. Mở bằng Word hoặc Excel, lưu thành tệp mới rồi gửi lại.
paper-too-deep = Tệp “{ $file }” có các phần lồng nhau quá sâu nên không được mở. Mở bằng Word hoặc Excel, lưu thành tệp mới rồi gửi lại.
paper-too-many-rows = Tệp “{ $file }”, bảng { $table }: đến dòng { $row } đã vượt giới hạn { $limit } dòng của một bảng. Tách bảng thành nhiều tệp.
paper-too-many-columns = Tệp “{ $file }”, bảng { $table }, dòng { $row }: vượt giới hạn { $limit } cột. Kiểm tra lại bảng, bỏ các cột thừa.
paper-pdf = Tệp “{ $file }” là PDF. Gửi bản Word (.docx) hoặc Excel (.xlsx), hoặc phần chữ trích từ PDF với các cột cách nhau bằng phím Tab (.txt).
paper-rtf = Tệp “{ $file }” ở định dạng RTF. Mở bằng Word, lưu lại thành .docx rồi gửi lại.
paper-unsupported = Không đọc được định dạng của tệp “{ $file }”. Các định dạng đọc được: .docx, .xlsx, .txt, .csv.
paper-secret = Tệp “{ $file }” mang dấu độ mật nên không được nhận. Văn bản mật xử lý theo quy định về bảo vệ bí mật nhà nước, không đưa vào hệ thống này.
paper-no-table = Tệp “{ $file }” không có bảng nào ghi nhiệm vụ hoặc chỉ tiêu. Kiểm tra xem phụ lục đã kèm theo tệp chưa.
paper-no-task-table = Tệp “{ $file }” có { $tables } bảng nhưng không bảng nào là bảng nhiệm vụ hoặc chỉ tiêu; xem từ bảng { $table }, dòng { $row }. Bảng cần có dòng tiêu đề với cột tên nhiệm vụ (hoặc chỉ tiêu) và cột cơ quan chủ trì, thời hạn hoặc giá trị theo năm.

# Điều cần người xem lại trên một dòng đã đọc.
paper-flag-duplicate-number = Số thứ tự này xuất hiện nhiều lần trong cùng một mục.
paper-flag-number-missing = Dòng này không có số thứ tự.
paper-flag-shifted-columns = Các ô bị lệch cột và đã được xếp lại theo nội dung.
paper-flag-columns-unclear = Có ô không hợp với cột của nó; giữ nguyên như bản in.
paper-flag-cell-lost = Dòng này thiếu ô so với tiêu đề bảng.
paper-flag-impossible-date = Ngày in trong văn bản không có trên lịch.
paper-flag-deadline-unclear = Chưa hiểu được thời hạn.
paper-flag-deadline-missing = Không có thời hạn.
paper-flag-unit-suspect = Tên cơ quan có thể chưa đúng.
paper-flag-value-unclear = Chưa hiểu được giá trị chỉ tiêu.
paper-flag-value-missing = Không có giá trị chỉ tiêu.
paper-flag-year-missing = Cột giá trị không ghi năm.
paper-flag-lead-missing = Không có cơ quan chủ trì.
paper-flag-name-missing = Không có tên nhiệm vụ hoặc chỉ tiêu.
paper-flag-row-joined = Dòng này được ghép từ nhiều dòng in (ngắt trang hoặc xuống dòng).
paper-flag-join-unclear = Dòng này có thể là phần tiếp của dòng trên; đang để riêng.
paper-flag-same-task-above = Số và tên lấy từ ô gộp của dòng trên: một nhiệm vụ in thành nhiều dòng.
paper-flag-hidden-row = Dòng này bị ẩn trong tệp.
paper-flag-nested-table = Dòng này nằm trong một bảng lồng bên trong bảng khác.
paper-flag-head-disagrees = Các phần của văn bản ghi số hoặc ngày khác nhau; đang lấy theo phần đầu tiên.
paper-flag-encoding-converted = Văn bản dùng bảng mã cũ và đã được chuyển sang Unicode.

# Vì sao một dòng không xếp vào đâu được.
paper-unread-not-a-task-table = Bảng này không phải bảng nhiệm vụ hoặc chỉ tiêu.
paper-unread-no-name = Dòng không có tên và không nối tiếp dòng nào.
paper-unread-remark = Dòng tổng cộng hoặc ghi chú trong bảng.
paper-unread-cells-unclear = Không xác định được các ô thuộc cột nào.

# Tên các trường, dùng khi nói trường nào lấy từ ô gộp.
paper-field-no = Số thứ tự
paper-field-name = Tên
paper-field-unit = Đơn vị tính
paper-field-targets = Giá trị chỉ tiêu
paper-field-lead_text = Cơ quan chủ trì
paper-field-coordinating_text = Cơ quan phối hợp
paper-field-product = Sản phẩm
paper-field-deadline = Thời hạn
paper-field-source_documents_text = Văn bản giao
paper-field-responsible_text = Người đứng đầu chịu trách nhiệm
paper-sheet-too-long = Danh sách dài hơn một trang tính cho phép. Thu hẹp bộ lọc rồi xuất lại.
