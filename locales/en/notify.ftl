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
event-webhook-created = { $actor } connected the system “{ $name }” to notices.
event-webhook-on = { $actor } turned the connection “{ $name }” on.
event-webhook-off = { $actor } turned the connection “{ $name }” off.
event-webhook-removed = { $actor } removed the connection “{ $name }”.
event-webhook-tried = { $actor } sent a test to “{ $name }”.
event-push-allowed = { $actor } let the browser “{ $browser }” show notices.
event-push-ended = { $actor } stopped notices in a browser.
event-push-key-made = The key for notices to browsers was made.
event-message-resent = { $actor } had an undeliverable message sent again.
event-notify-tested = The ways of notices were tested from the command line.

notify-url-form = “{ $url }” is no usable address. A good one: https://system.province.gov.vn/notices
notify-url-https = The address must begin with https:// so that nobody reads along.
notify-url-private = The address “{ $url }” lies in the inner network and is not called. An administrator can allow it by the setting notify.allow_private.
notify-no-answer = The receiver did not answer in time. The program will try again.
notify-webhook-needs-name = The receiving system needs a name.
admin-webhooks-no-unit = There is no unit with the code “{ $unit }”.
notify-no-such-webhook = There is no such connection.
notify-webhook-redirects = The receiver answered { $status } (moved elsewhere). Enter the new address itself.
notify-webhook-gone = The receiver says that this address is no longer in use (410).
notify-webhook-refuses = The receiver answered { $status }. The program will try again.
notify-push-keys = The browser gave keys that are none, so it can't be notified.
notify-push-too-many = Twenty browsers are notified already. Remove those no longer used.
notify-push-refused = The browser's push service answered { $status }.
notify-no-such-browser = There is no such browser.
notify-no-such-message = There is no such message.
notify-not-given-up = This message was not given up, so there is nothing to send again.

notify-behalf = { $text } (you stand in for { $name })
notify-headline = { $kind }: { $title }
notify-mail-foot = Choose how you are notified:
notify-digest-subject = Digest of { $day }: { $count ->
    [one] one thing
   *[other] { $count } things
}
notify-digest-part = { $name }: { $count }
notify-digest-more = … and { $count } more.
notify-test-subject = A test of this way
notify-test-text = This is a test. If you can read it, this way works.

action-notify-manage = See everything sent, send again, connect receiving systems
job-notify-digest = Making the daily digests
outbox-dropped = No longer to be sent

notices-title = Notices
notices-bell = Notices, { $count } unread
notices-say = { $count ->
    [0] No unread notices
    [one] One unread notice
   *[other] { $count } unread notices
}
notices-none = No notices yet
notices-none-unread = Everything is read
notices-none-say = Assignments, returns, deadlines and what needs your answer appear here.
notices-all = All
notices-unread = Unread
notices-read-all = Mark all as read
notices-new = Unread
notices-today = Today
notices-yesterday = Yesterday
notices-more = Show more
notices-choices = How to be notified
notices-choices-lede = Inside the program every notice shows at the bell at once, always. Choose here what goes outside, when and by which way.
notices-ways = Ways
notices-way-mail = Mail
notices-way-mail-none = Your profile has no mail address yet, so nothing can be sent. Ask an administrator to add it.
notices-way-mail-to = Sent to { $address }.
notices-way-push = Browsers and phones
notices-way-push-hint = Sent to the browsers allowed below.
notices-way-webhook = Let systems connected to my unit know of my notices
notices-reach-all = At once and the daily digest
notices-reach-digest = The daily digest only
notices-reach-off = Nothing
notices-kinds = Kinds of notices
notices-kind = Kind
notices-when = When it goes outside
notices-when-at-once = At once
notices-when-digest = In the daily digest
notices-when-off = Never
notices-must = Overdue and returned work can't be turned off.
notices-hours = Quiet hours and digest
notices-quiet-from = Quiet from
notices-quiet-to = until
notices-quiet-hint = Messages wait until the quiet hours end. Twice the same time means no quiet hours.
notices-quiet-days = Days off, holidays and Tết are quiet as well
notices-digest-hour = Hour of the daily digest
notices-digest-hint = At most one digest a working day; none when there is nothing to say.
notices-browsers = Browsers that are notified
notices-browsers-none = No browser is allowed yet.
notices-browser-here = Notify this browser
notices-browser-no = This browser can't be notified, or the page is not served over https.
notices-browser-denied = The browser blocks notices of this site. Allow them in the site's settings of the browser.
notices-browser-since = since { $day }
notices-browser-end = Stop
flash-notices-chosen = Your choices are kept.
flash-notices-read = Marked as read.
flash-browser-ended = That browser is no longer notified.

admin-sent = Sent messages
admin-sent-say = { $count ->
    [0] No message is stuck
    [one] One message could not be delivered
   *[other] { $count } messages could not be delivered
}
admin-sent-lede = Everything sent outside: to whom, about what, by which way. What could not be delivered after many tries stays here to be sent again.
admin-sent-none = No message fits
admin-sent-person = Receiver
admin-sent-about = About
admin-sent-about-hint = The subject's code, such as task:…
admin-sent-state = State
admin-sent-any = All
admin-sent-what = Content
admin-sent-again = Send again
admin-sent-next = Next try { $at }
admin-sent-at = Sent { $at }
admin-sent-filter = Filter
admin-sent-digest = Daily digest
admin-sent-test = Test
flash-message-resent = The message will be sent again right away.
channel-mail = Mail
channel-webhook = Other system
channel-push = Browser
dropped-person-left = the receiver is no longer active
dropped-browser-gone = the browser no longer takes notices
dropped-webhook-off = the connection is off or removed

admin-webhooks = Connected systems
admin-webhooks-lede = A connected system gets one signed POST request for each notice. The same message may come twice (when its answer was late); X-Bazan-Delivery tells that it is the same.
admin-webhooks-none = No system is connected yet
admin-webhooks-new = Connect a system
admin-webhooks-name = Name of the system
admin-webhooks-url = Address
admin-webhooks-url-hint = Begins with https://
admin-webhooks-unit = Whose notices
admin-webhooks-unit-all = The whole province
admin-webhooks-unit-one = Code of the unit
admin-webhooks-unit-hint = Empty: the whole province
admin-webhooks-kinds = Kinds of notices
admin-webhooks-kinds-hint = None ticked: all of them.
admin-webhooks-once = The secret is shown only this once. Copy it to the receiving system, which checks X-Bazan-Signature with it.
admin-webhooks-on = On
admin-webhooks-off = Off
admin-webhooks-turn-on = Turn on
admin-webhooks-turn-off = Turn off
admin-webhooks-try = Send a test
admin-webhooks-remove = Remove
admin-webhooks-remove-ask = Remove the connection “{ $name }”? Its secret will be lost.
admin-webhooks-recent = Recent messages
admin-webhooks-every-kind = every kind
flash-webhook-tried = The test is in the queue. Load the page again in a few seconds to see what became of it.
flash-webhook-changed = Changed.
flash-webhook-removed = The connection is removed.

cli-notify = Notices
cli-notify-test = Send a test by each configured way and tell what became of it
cli-arg-notify-to = Sign-in name of the receiver; the first administrator by default
cli-arg-notify-channel = Only that way: mail, webhook or push
cli-notify-ok = { $channel }: sent to { $to }.
cli-notify-failed = { $channel }: could not be sent to { $to }. { $why }
cli-notify-dropped = { $channel }: not sent to { $to }: { $why }.
cli-notify-no-mail = Mail: no mail server is configured (mail.server).
cli-notify-no-address = Mail: { $to } has no mail address.
cli-notify-no-webhook = Other systems: no connection is on.
cli-notify-no-push = Browsers: { $to } has allowed none.
cli-notify-nothing = There is no way to test. Inside the program notices still show at the bell.
cli-notify-nobody = There is no active person with the sign-in name “{ $to }”.
