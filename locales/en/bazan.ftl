config-unreadable = The configuration file { $file } can't be read. Check the path and permission.
config-bad-toml = The configuration file { $file } is not valid TOML: { $why }.
config-unknown-key = The configuration file { $file } holds “{ $key }”, which does not exist. See docs/configuration.md.
config-not-a-number = The setting “{ $key }” must be a number, it is “{ $value }”.
config-bad-value = The setting “{ $key }” is not valid: “{ $value }”.
mail-bad-address = “{ $address }” is not a mail address.
mail-server-down = The mail server did not take the message; it will be tried again.
