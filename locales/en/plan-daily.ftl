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
