# Sentences the server puts together: the marks ⟨0⟩, ⟨1⟩… are the places of links.
post-officer = Officer
post-head = Head of unit
post-focal = Focal department
post-leader = Provincial leader
post-admin = System administrator
due-today = due today
due-left = { $count ->
    [one] 1 working day left
   *[other] { $count } working days left
 }
due-over = { $count ->
    [one] 1 day late
   *[other] { $count } days late
 }
as-of-line = As of { $day }
no-figure = no figure yet
tasks-say = { $count ->
    [one] 1 task
   *[other] { $count } tasks
 }
tasks-say-state = , { $state }
tasks-say-due = {" "}due within { $count } days
tasks-say-awaiting = , awaiting confirmation
tasks-say-unit = {" "}of { $unit }
tasks-say-document = {" "}under { $document }
filter-unit = Unit
filter-document = Document
filter-due = Deadline
filter-due-days = within { $count } days
filter-awaiting = Confirmation
filter-sort = Order
bulk-confirm = Confirm as done
bulk-confirm-ask = Confirm the waiting reports of the picked tasks?
formula-done-on-time = confirmed as done, no later than the last day of the deadline
formula-done-late = confirmed as done, but after the last day of the deadline
formula-running = progress was reported, not done, more than 7 days left
formula-due-soon = not done, 0 to 7 days left
formula-overdue = not confirmed as done, and the last day of the deadline has passed
formula-recurring = never ends, so it has no last day
formula-not-started = no progress was reported yet
formula-waiting = the deadline follows a central programme and is not fixed yet
formula-not-applicable = confirmed as not applicable
dash-say = Of ⟨0⟩: ⟨1⟩, ⟨2⟩; ⟨3⟩.
dash-say-tasks = { $count ->
    [one] 1 task
   *[other] { $count } tasks
 }
dash-say-overdue = { $count } overdue
dash-say-soon = { $count } due within 7 days
dash-say-targets = { $met } of { $total } targets met
dash-share = { $share } of all tasks
dash-targets-met = Targets met
dash-targets-exceeded = { $count } of them exceeded
dash-late-count = { $count } overdue
map-up-to = up to { $value }
flash-confirmed = Confirmed.
flash-warn-some-moved = Some lines had just changed and were not confirmed. Look at the list again and go on.
task-say = Where it stands: { $why }.
task-waits-done = Reported as done on { $day }; awaiting confirmation.
task-waits-na = The unit says that this task does not apply to it; awaiting confirmation.
task-reopen = Open again
task-reopen-reason = Why it is opened again
version-label = Version { $version }, from { $day }
clear-missing = not said in the document
clear-last-day = last day: { $day }
clear-helpers = with: { $units }
clear-person = Who answers
clear-work = What
clear-time = When
clear-responsibility = Who leads
clear-product = What comes out
clear-authority = Who decides
flash-progressed = Progress noted.
flash-reported-done = Reported as done. It counts once the focal department confirms it.
flash-na-claimed = Said not to apply; awaiting confirmation.
flash-returned = Returned with the reason.
flash-reopened = Opened again.
home-say = ⟨0⟩: ⟨1⟩, ⟨2⟩.
home-province = The province
home-report = Report
home-confirm = Look and confirm
export-tasks-name = tasks
targets-say = { $count ->
    [one] 1 target
   *[other] { $count } targets
 }
targets-search = Search by name of target
targets-empty-title = No target fits
no-year = any year
target-goal-line = Target for { $year }: { $goal }
target-chart-title = { $name }: confirmed values against the target for { $year }
target-as-table = As a table
target-values = Values and their sources
target-values-none = No value was stated yet.
target-source = Source
target-source-hint = For example: June report of the Department of Justice.
target-confirm = Confirm
target-correct = Correct it
target-state-value = State a value
target-value = Value reached
target-value-hint = A number, or words such as Có, Đạt, Chưa. Unit of measure: { $unit }
target-send = Send the value
target-definition = How it is measured
target-unit = Unit of measure
target-direction = Better is
target-up = higher
target-down = lower
target-years = Targets by year
target-year = Year
target-side = The same measure in several documents
flash-value-stated = Value sent. It counts once the focal department confirms it.
