# Bậc thang đôn đốc: nhắc trước hạn, báo quá hạn, chuyển dần lên cấp trên.
chase-rung-count = Bậc thang cần từ 1 đến { $limit } bậc.
chase-rung-days = Số ngày làm việc phải từ −{ $limit } đến { $limit }; bậc tính từ ngày báo cáo không thể đứng trước ngày đó.
chase-rung-twice = Hai bậc giống nhau: { $days } ngày làm việc, cùng người nhận. Bỏ một bậc hoặc sửa số ngày.
chase-day-ahead = Ngày { $day } chưa đến. Xem trước những gì sẽ nhắc bằng --dry.
chase-said-meanwhile = Nhiều lượt đôn đốc chạy cùng lúc. Chạy lại sau ít phút.

event-chase-said = { $actor } đôn đốc ngày { $on }: { $count } lượt nhắc, { $rows } người nhận.
event-chase-ladder-set = { $actor } đã sửa bậc thang đôn đốc, nay có { $count } bậc.
job-chase-run = Đôn đốc theo bậc thang

chase-title = Bậc thang đôn đốc
chase-lede = Ai được nhắc, trước hay sau thời hạn mấy ngày làm việc. Mỗi bậc chỉ nói một lần cho mỗi thời hạn; mỗi người mỗi ngày nhận một thông báo cho mỗi loại, dù có bao nhiêu nhiệm vụ. Thời hạn mới thì bắt đầu bậc thang mới.
chase-rungs = Các bậc
chase-of = Tính từ
chase-of-due = thời hạn
chase-of-waiting = ngày báo cáo còn chờ xác nhận
chase-days = Số ngày làm việc
chase-days-hint = Số âm: trước ngày đó. 0: đúng ngày đó.
chase-to = Nhắc ai
chase-to-officer = chuyên viên của đơn vị
chase-to-head = người đứng đầu đơn vị
chase-to-focal = cơ quan đầu mối
chase-to-leader = lãnh đạo tỉnh
chase-how = Cách nhắc
chase-how-due-soon = nhắc sắp đến hạn, trong bản tin ngày
chase-how-overdue = báo quá hạn, báo ngay
chase-how-escalated = chuyển cấp trên, trong bản tin ngày
chase-how-unconfirmed = nhắc xác nhận, trong bản tin ngày
chase-new-rung = Thêm bậc
chase-remove = Bỏ bậc này
chase-save = Lưu bậc thang
chase-saved-hint = Những gì đã nhắc vẫn coi là đã nhắc. Những gì chưa nhắc theo bậc thang mới.
flash-chase-saved = Đã lưu bậc thang đôn đốc.

chase-next = Lượt tới sẽ nói gì
chase-next-say = { $lines ->
    [0] Nếu chạy vào ngày { $day }, không có gì phải nhắc.
   *[other] Nếu chạy vào ngày { $day }: { $lines } lượt nhắc đến { $people } người.
}
chase-unheard = { $count } lượt nhắc chưa có ai để nhận: đơn vị không có chuyên viên, người đứng đầu, và cấp trên cũng không có ai.
chase-col-kind = Loại
chase-col-who = Người nhận
chase-col-lines = Nhiệm vụ
chase-and-more = và { $count } nhiệm vụ khác
chase-people-more = và { $count } người khác

chase-said = Đã đôn đốc
chase-said-line = { $day }: { $how } — { $who }
chase-said-who = { $to } ({ $names })
chase-said-due = tính từ thời hạn { $day }
chase-said-waiting = tính từ ngày báo cáo { $day }
chase-units = { $count } đơn vị
chase-told-officer = chuyên viên
chase-told-head = người đứng đầu
chase-told-focal = cơ quan đầu mối
chase-told-leader = lãnh đạo tỉnh
chase-told-of = { $to } { $unit }

cli-chase = Đôn đốc theo bậc thang
cli-chase-run = Nói những gì bậc thang đôn đốc yêu cầu
cli-arg-dry = Chỉ cho xem, không gửi gì
cli-chase-did = Ngày { $day }: đã gửi { $count } lượt nhắc đến { $people } người.
cli-chase-would = Ngày { $day }: sẽ gửi { $count } lượt nhắc đến { $people } người.
cli-chase-saying = { $how } → { $people }: { $count } nhiệm vụ ({ $first })
config-not-an-hour = Giá trị { $key } = { $value } không phải là giờ trong ngày (0 đến 23).
