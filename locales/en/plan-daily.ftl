plan-extension-not-later = The day asked for must be after the present deadline ({ $day }).
plan-extension-past = { $day } has passed. Choose today or a later day.
plan-extension-waits = A request for this line is waiting for a decision. Withdraw it before you send another.
plan-extension-no-deadline = This line has no last day yet, so it can't be extended.
plan-extension-granted = { $name } has already granted an extension to { $day }.
plan-extension-refused = { $name } has already refused this request.
plan-extension-withdrawn = This request has been withdrawn.
plan-complete-no-day = Choose the last day.
plan-complete-no-rhythm = Choose how often it is checked: monthly, quarterly or yearly.
plan-complete-no-value = Enter what is to be completed.
plan-complete-no-source = Say what it rests on: number, date and issuer of the document.
plan-complete-printed = The document already states this for the task “{ $name }”. To change it, import an amending document.
plan-complete-not-recurring = The task “{ $name }” is not recurring, so it has no check-in rhythm.
plan-complete-before-document = The last day can't be before the document was issued ({ $day }).
event-task-extension-requested = { $actor } asked to extend the deadline of { $unit } from { $from } to { $until }.
event-task-extended = { $actor } extended the deadline of { $unit } from { $from } to { $granted }.
event-task-extension-refused = { $actor } refused to extend the deadline of { $unit } to { $until }; it stays { $from }.
event-task-extension-withdrawn = { $actor } withdrew the request of { $unit } to extend to { $until }.
event-task-clarified = { $actor } completed { $field ->
    [person] the accountable head
    [authority] who decides
   *[product] the product
  }: { $value } (source: { $source }).
event-task-deadline-set = { $actor } set the last day { $granted } according to { $source }.
event-task-rhythm-set = { $actor } set check-ins to { $value ->
    [monthly] monthly
    [yearly] yearly
   *[quarterly] quarterly
  }.
plan-check-in-empty = Say what was done in the period.
plan-check-in-not-recurring = This task is not recurring; report progress or completion instead.
plan-check-in-not-begun = The period { $period } has not begun.
plan-check-in-too-early = The period { $period } ended before the task was given.
plan-check-in-rhythm = The period { $period } does not fit the rhythm of this task.
plan-check-in-made = There is a check-in for { $period } already. To change it, ask the focal department to return it.
plan-check-in-answered = { $name } has already answered this check-in.
plan-step-name = Enter what is to be done, in at most { $limit } characters.
plan-step-person = Choose somebody who works in your unit.
plan-step-too-many = A line can have at most { $limit } steps.
plan-comment-empty = Write something.
plan-handover-living = “{ $name }” still exists, so nothing is handed over.
plan-handover-nobody = Nothing carries on “{ $name }”. Import a document that says who leads now.
event-task-checked-in = { $actor } checked in for { $unit }, period { $period }.
event-task-check-in-confirmed = { $actor } confirmed the check-in of { $unit } for { $period }.
event-task-check-in-returned = { $actor } returned the check-in of { $unit } for { $period }.
event-task-step-added = { $actor } added the step “{ $name }” for { $unit }.
event-task-step-changed = { $actor } changed the step “{ $name }” of { $unit }.
event-task-step-done = { $actor } finished the step “{ $name }” of { $unit }.
event-task-step-reopened = { $actor } reopened the step “{ $name }” of { $unit }.
event-task-step-removed = { $actor } removed the step “{ $name }” of { $unit }.
event-task-commented = { $actor } wrote:
event-task-noted = { $actor } made an internal note on a task.
event-task-watched = { $actor } began to watch a task.
event-task-unwatched = { $actor } stopped watching a task.
event-task-handed-over = { $actor } handed the part of { $from_name } over to { $to_name } from { $on }.
event-task-help-handed-over = { $actor } handed the supporting part of { $from_name } over to { $to_name } from { $on }.
plan-export-c-printed-due = Deadline by the document
plan-export-c-line = Line
plan-export-c-seen = Last mark
plan-bulk-no-columns = “{ $file }” is no exported list of tasks: the columns “Line” or “Last mark” are missing. Export the list again and change that file.
plan-bulk-no-rows = No row of “{ $file }” names a line. Export your own unit's list and change that file.
plan-bulk-too-many = A file can update at most { $limit } rows. Divide it and send it again.
plan-bulk-bad-line = “{ $text }” is not what the system exported. Leave the columns “Line” and “Last mark” as they are.
plan-bulk-bad-percent = “{ $text }” is not a whole number from 0 to 100.
plan-bulk-bad-day = “{ $text }” is not a date. Write it as 19/6/2026.
plan-bulk-twice = This line is in row { $row } of the file already. Keep one of them.
plan-bulk-not-yours = This line is not among the tasks you may see today. Leave the row out.
plan-bulk-moved = The line was updated after the export. Look at what is new, export again and change that row.
plan-bulk-stopped = Row { $row } can't be done, so nothing was written. Mend it, or choose to write each row for itself.
plan-view-name = Give the filter a name of at most { $limit } characters.
plan-view-query = Choose at least one filter before you save.
plan-view-too-many = You can save at most { $limit } filters. Remove some you don't use.
event-person-view-saved = { $actor } saved the filter “{ $name }”.
event-person-view-removed = { $actor } removed a filter.
event-person-feed-opened = { $actor } opened a calendar address.
event-person-feed-revoked = { $actor } revoked the calendar address.
plan-report-extended = { $count ->
    [one] Of these, the deadline of { $count } task was extended.
   *[other] Of these, the deadlines of { $count } tasks were extended.
  }
plan-report-due-extended = { $day } (extended; the document says { $printed })
