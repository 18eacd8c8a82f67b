# The ladder of reminders: due soon, overdue, passed upward step by step.
chase-rung-count = A ladder needs 1 to { $limit } rungs.
chase-rung-days = Working days must be between −{ $limit } and { $limit }; a rung that counts from the day of a report can't lie before it.
chase-rung-twice = Two rungs are the same: { $days } working days, same people. Remove one or change its days.
chase-day-ahead = { $day } has not come yet. To see what would be said, use --dry.
chase-said-meanwhile = Several runs are under way at once. Run it again in a few minutes.

event-chase-said = { $actor } sent the reminders of { $on }: { $count } reminders to { $rows } people.
event-chase-ladder-set = { $actor } changed the ladder of reminders; it has { $count } rungs now.
job-chase-run = Reminders by the ladder

chase-title = Ladder of reminders
chase-lede = Who is reminded, how many working days before or after a deadline. Each rung is said once for each deadline; a person gets one notice a kind and day, however many tasks it is about. A new deadline begins a new ladder.
chase-rungs = Rungs
chase-of = Counted from
chase-of-due = the deadline
chase-of-waiting = the day of a report that waits for confirmation
chase-days = Working days
chase-days-hint = Negative: before that day. 0: on that day.
chase-to = Who is told
chase-to-officer = the unit's officers
chase-to-head = the head of the unit
chase-to-focal = the focal department
chase-to-leader = the leaders of the province
chase-how = How
chase-how-due-soon = due soon, in the daily digest
chase-how-overdue = overdue, at once
chase-how-escalated = passed upward, in the daily digest
chase-how-unconfirmed = asked to confirm, in the daily digest
chase-new-rung = Add a rung
chase-remove = Remove this rung
chase-save = Save the ladder
chase-saved-hint = What was said counts as said. What was not said yet follows the new ladder.
flash-chase-saved = The ladder of reminders is saved.

chase-next = What the next run would say
chase-next-say = { $lines ->
    [0] If it ran on { $day }, there would be nothing to say.
    [one] If it ran on { $day }: one reminder to { $people } people.
   *[other] If it ran on { $day }: { $lines } reminders to { $people } people.
}
chase-unheard = { $count } reminders have nobody to hear them: the unit has no officer and no head, and above it there is nobody either.
chase-col-kind = Kind
chase-col-who = To whom
chase-col-lines = Tasks
chase-and-more = and { $count } more
chase-people-more = and { $count } other people

chase-said = Reminders sent
chase-said-line = { $day }: { $how } — { $who }
chase-said-who = { $to } ({ $names })
chase-said-due = counted from the deadline { $day }
chase-said-waiting = counted from the report of { $day }
chase-units = { $count } units
chase-told-officer = officers
chase-told-head = head
chase-told-focal = the focal department
chase-told-leader = the leaders of the province
chase-told-of = { $to }, { $unit }

cli-chase = Reminders by the ladder
cli-chase-run = Say what the ladder of reminders asks for
cli-arg-dry = Only show it, send nothing
cli-chase-did = { $day }: sent { $count } reminders to { $people } people.
cli-chase-would = { $day }: would send { $count } reminders to { $people } people.
cli-chase-saying = { $how } → { $people }: { $count } tasks ({ $first })
config-not-an-hour = { $key } = { $value } is not an hour of the day (0 to 23).
