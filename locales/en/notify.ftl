# Notices to people: in the program, by mail, to other systems, to browsers.
notify-must-hear = Notices of overdue and returned work can't be turned off. Choose “at once” or “in the daily digest”.
notify-only-in-digest = Notices of this kind go out in the daily digest only. Only assignments, returns and overdue work come at once.
notify-one-way-stays = Keep at least one way outside the program, mail or browser, if only for the daily digest.
notify-quiet-hours = The quiet hours are not right. Enter hours and minutes, such as 19:00.
notify-digest-in-quiet = The digest's hour falls into the quiet hours. Choose another hour or shorten the quiet hours.
notify-no-such-notice = There is no such notice.

notify-ask-overdue = Overdue
notify-ask-returned = Returned
notify-ask-due = Due this week
notify-ask-awaiting = Waiting for confirmation
notify-ask-new = New

notify-kind-assigned = Assignment
notify-kind-returned = Return
notify-kind-overdue = Overdue
notify-kind-due-soon = Due soon
notify-kind-escalated = Late, passed upward
notify-kind-awaiting = Waiting for confirmation
notify-kind-unconfirmed = Waiting long for confirmation
notify-kind-confirmed = Confirmed
notify-kind-extension = Extension
notify-kind-check-in = Periodic check-in
notify-kind-mention = Mention
notify-kind-watched = Watched work
notify-kind-withdrawn = Changed or withdrawn
notify-kind-letter = Letter received
notify-kind-feedback = Feedback and proposals
notify-kind-meeting = Meeting conclusion

notify-assigned = { $by } assigned to { $unit }: “{ $title }”. Due: { $due }.
notify-returned = { $by } returned the report of { $unit } on “{ $title }”. Reason: { $reason }
notify-overdue = { $count ->
   *[one] “{ $title }” of { $unit } was due on { $due } and is overdue.
    [other] { $units ->
       *[one] { $unit } has { $count } overdue tasks, the earliest due on { $due }: { $title }…
        [other] { $count } tasks of { $units } units are overdue, the earliest since { $due }: { $title }…
    }
}
notify-due-soon = { $count ->
   *[one] “{ $title }” of { $unit } is due on { $due }.
    [other] { $units ->
       *[one] { $unit } has { $count } tasks due soon, the earliest on { $due }: { $title }…
        [other] { $count } tasks of { $units } units are due soon, the earliest on { $due }: { $title }…
    }
}
notify-escalated = { $count ->
   *[one] “{ $title }” of { $unit } has been overdue since { $due } and needs direction.
    [other] { $units ->
       *[one] { $unit } has { $count } overdue tasks that need direction, the earliest since { $due }: { $title }…
        [other] { $count } overdue tasks of { $units } units need direction, the earliest since { $due }: { $title }…
    }
}
notify-awaiting = { $by } ({ $unit }) waits for an answer on “{ $title }”.
notify-unconfirmed = { $count ->
   *[one] The report of { $unit } on “{ $title }” has waited for confirmation since { $due }.
    [other] { $units ->
       *[one] { $count } reports of { $unit } wait for confirmation, the earliest since { $due }: { $title }…
        [other] { $count } reports of { $units } units wait for confirmation, the earliest since { $due }: { $title }…
    }
}
notify-confirmed = { $by } confirmed the report of { $unit } on “{ $title }”.
notify-extension = { $outcome ->
    [granted] { $unit } may finish “{ $title }” by { $to } in place of { $due }.
    [refused] The extension of “{ $title }” for { $unit } from { $due } to { $to } was refused.
   *[asked] { $unit } asks to extend “{ $title }” from { $due } to { $to }.
}
notify-check-in = { $unit } is to check in on “{ $title }” by { $due }.
notify-mention = { $by } mentioned you at “{ $title }”: { $text }
notify-watched = { $by } updated “{ $title }”: { $text }
notify-withdrawn = “{ $title }” of { $unit } was changed or withdrawn by { $by }.
notify-letter = A letter to { $unit }: { $title }. Answer due: { $due }.
notify-feedback = { $unit } is to answer “{ $title }” by { $due }.
notify-meeting = A meeting's conclusion for { $unit }: “{ $title }”. Due: { $due }.

event-notify-chosen = { $actor } changed how they are notified.
