plan-extension-not-later = Ngày đề nghị phải sau thời hạn hiện nay ({ $day }).
plan-extension-past = Ngày { $day } đã qua. Chọn ngày hôm nay hoặc sau đó.
plan-extension-waits = Phần việc này đang có một đề nghị gia hạn chờ quyết định. Rút đề nghị đó trước khi gửi đề nghị khác.
plan-extension-no-deadline = Phần việc này chưa có ngày hết hạn nên không thể gia hạn.
plan-extension-granted = { $name } đã đồng ý gia hạn đến ngày { $day }.
plan-extension-refused = { $name } đã từ chối đề nghị gia hạn này.
plan-extension-withdrawn = Đề nghị gia hạn này đã được rút.
plan-complete-no-day = Chọn ngày hết hạn.
plan-complete-no-rhythm = Chọn kỳ kiểm tra: hằng tháng, hằng quý hoặc hằng năm.
plan-complete-no-value = Nhập nội dung cần bổ sung.
plan-complete-no-source = Ghi căn cứ: số, ngày và cơ quan ban hành văn bản.
plan-complete-printed = Văn bản đã ghi nội dung này cho nhiệm vụ “{ $name }”. Muốn thay đổi, nhập văn bản sửa đổi.
plan-complete-not-recurring = Nhiệm vụ “{ $name }” không phải nhiệm vụ thường xuyên nên không có kỳ kiểm tra.
plan-complete-before-document = Ngày hết hạn không thể trước ngày ban hành văn bản ({ $day }).
event-task-extension-requested = { $actor } đề nghị gia hạn cho { $unit } từ { $from } đến { $until }.
event-task-extended = { $actor } đồng ý gia hạn cho { $unit } từ { $from } đến { $granted }.
event-task-extension-refused = { $actor } từ chối gia hạn cho { $unit } đến { $until }; thời hạn vẫn là { $from }.
event-task-extension-withdrawn = { $actor } rút đề nghị gia hạn của { $unit } đến { $until }.
event-task-clarified = { $actor } bổ sung { $field ->
    [person] người đứng đầu chịu trách nhiệm
    [authority] thẩm quyền quyết định
   *[product] sản phẩm
  }: { $value } (căn cứ: { $source }).
event-task-deadline-set = { $actor } ghi thời hạn { $granted } theo { $source }.
event-task-rhythm-set = { $actor } đặt kỳ kiểm tra { $value ->
    [monthly] hằng tháng
    [yearly] hằng năm
   *[quarterly] hằng quý
  }.
plan-check-in-empty = Ghi những việc đã làm trong kỳ.
plan-check-in-not-recurring = Nhiệm vụ này không phải nhiệm vụ thường xuyên; báo cáo tiến độ hoặc báo hoàn thành.
plan-check-in-not-begun = Kỳ { $period } chưa bắt đầu.
plan-check-in-too-early = Kỳ { $period } kết thúc trước khi nhiệm vụ được giao.
plan-check-in-rhythm = Kỳ { $period } không đúng kỳ kiểm tra của nhiệm vụ này.
plan-check-in-made = Kỳ { $period } đã có báo cáo. Muốn sửa, đề nghị cơ quan đầu mối trả lại.
plan-check-in-answered = { $name } đã trả lời báo cáo kỳ này.
plan-step-name = Nhập tên việc, tối đa { $limit } ký tự.
plan-step-person = Chọn một người đang làm việc ở đơn vị mình.
plan-step-too-many = Mỗi phần việc chia tối đa { $limit } việc nhỏ.
plan-comment-empty = Nhập nội dung trao đổi.
plan-handover-living = “{ $name }” vẫn đang hoạt động nên không bàn giao.
plan-handover-nobody = Không có đơn vị nào kế thừa “{ $name }”. Nhập văn bản giao lại đơn vị chủ trì.
event-task-checked-in = { $actor } báo cáo kỳ { $period } của { $unit }.
event-task-check-in-confirmed = { $actor } xác nhận báo cáo kỳ { $period } của { $unit }.
event-task-check-in-returned = { $actor } trả lại báo cáo kỳ { $period } của { $unit }.
event-task-step-added = { $actor } thêm việc “{ $name }” cho { $unit }.
event-task-step-changed = { $actor } sửa việc “{ $name }” của { $unit }.
event-task-step-done = { $actor } làm xong việc “{ $name }” của { $unit }.
event-task-step-reopened = { $actor } mở lại việc “{ $name }” của { $unit }.
event-task-step-removed = { $actor } bỏ việc “{ $name }” của { $unit }.
event-task-commented = { $actor } trao đổi:
event-task-noted = { $actor } ghi chú nội bộ về một nhiệm vụ.
event-task-watched = { $actor } theo dõi một nhiệm vụ.
event-task-unwatched = { $actor } thôi theo dõi một nhiệm vụ.
event-task-handed-over = { $actor } bàn giao phần việc của { $from_name } cho { $to_name } từ ngày { $on }.
event-task-help-handed-over = { $actor } bàn giao phần phối hợp của { $from_name } cho { $to_name } từ ngày { $on }.
plan-export-c-printed-due = Thời hạn theo văn bản
plan-export-c-line = Mã phần việc
plan-export-c-seen = Mốc cập nhật
plan-bulk-no-columns = Tệp “{ $file }” không phải danh sách nhiệm vụ đã xuất: thiếu cột “Mã phần việc” hoặc “Mốc cập nhật”. Xuất lại danh sách rồi sửa trên tệp đó.
plan-bulk-no-rows = Tệp “{ $file }” không có dòng nào ghi mã phần việc. Xuất danh sách việc của đơn vị mình rồi sửa trên tệp đó.
plan-bulk-too-many = Mỗi tệp cập nhật tối đa { $limit } dòng. Chia nhỏ tệp rồi gửi lại.
plan-bulk-bad-line = “{ $text }” không phải mã do hệ thống xuất ra. Không sửa hai cột “Mã phần việc” và “Mốc cập nhật”.
plan-bulk-bad-percent = “{ $text }” không phải số nguyên từ 0 đến 100.
plan-bulk-bad-day = “{ $text }” không phải ngày. Ghi dạng 19/6/2026.
plan-bulk-twice = Phần việc này đã có ở dòng { $row } của tệp. Giữ một dòng.
plan-bulk-not-yours = Không tìm thấy phần việc này trong các nhiệm vụ bạn được xem hôm nay. Bỏ dòng này.
plan-bulk-moved = Phần việc đã được cập nhật sau khi xuất tệp. Xem nội dung mới, xuất lại rồi sửa dòng này.
plan-bulk-stopped = Dòng { $row } không thực hiện được nên chưa dòng nào được ghi. Sửa dòng đó hoặc chọn ghi từng dòng.
plan-view-name = Đặt tên cho bộ lọc, tối đa { $limit } ký tự.
plan-view-query = Chọn ít nhất một điều kiện lọc trước khi lưu.
plan-view-too-many = Lưu tối đa { $limit } bộ lọc. Bỏ bớt bộ lọc không dùng.
event-person-view-saved = { $actor } lưu bộ lọc “{ $name }”.
event-person-view-removed = { $actor } bỏ một bộ lọc.
event-person-feed-opened = { $actor } mở địa chỉ lịch riêng.
event-person-feed-revoked = { $actor } thu hồi địa chỉ lịch riêng.
plan-report-extended = Trong đó có { $count } nhiệm vụ được gia hạn.
plan-report-due-extended = { $day } (gia hạn; văn bản ghi { $printed })
