config-unreadable = Không đọc được tệp cấu hình { $file }. Kiểm tra đường dẫn và quyền đọc.
config-bad-toml = Tệp cấu hình { $file } sai cú pháp TOML: { $why }.
config-unknown-key = Tệp cấu hình { $file } có mục “{ $key }” không tồn tại. Xem docs/configuration.md.
config-not-a-number = Mục cấu hình “{ $key }” phải là số, đang là “{ $value }”.
config-bad-value = Mục cấu hình “{ $key }” không hợp lệ: “{ $value }”.
mail-bad-address = Địa chỉ thư “{ $address }” không hợp lệ.
mail-server-down = Máy chủ thư không nhận thư; sẽ tự gửi lại.
