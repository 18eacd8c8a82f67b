fault-internal = Something went wrong on our side; nothing was changed. Try again, and if it happens again give the trace code to your administrator.
fault-forbidden = Your account is not allowed to do this.
fault-not-found = There is no such item, or your unit has no part in it.
fault-id = “{ $text }” is not a valid { $kind } code.
fault-day = “{ $text }” is not a date. Example: 19/6/2026.
fault-day-missing = The day is missing. Example: 19/6/2026.
