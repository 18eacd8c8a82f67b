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
