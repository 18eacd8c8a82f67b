# Interface texts of the pages.


## Frame
app-name = Bazan
skip-to-content = Skip to main content
nav-main = Main navigation
nav-home = My day
nav-dashboard = Overview
nav-tasks = Tasks
nav-targets = Targets
nav-documents = Documents
nav-units = Units
nav-reports = Reports
nav-admin = Administration
nav-find = Quick find
nav-account = Account: { $name }
nav-me = My account
nav-tokens = API tokens
nav-sign-out = Sign out
theme-light = Light
theme-dark = Dark
theme-auto = As the device
language-en = English
language-vi = Tiếng Việt
foot-line = Bazan, the data and digital government platform of { $place } province
foot-keys = Keyboard shortcuts
palette-hint = Go to a page, or search tasks
palette-overdue = Overdue tasks
palette-due-soon = Tasks due soon
palette-search-tasks = Search tasks for
keys-palette = Open quick find
keys-search = Go to the page’s search box
keys-move = Next row, previous row
keys-open = Open the marked row
keys-pick = Pick the row
keys-keep = The row is right as read, keep it
keys-edit = Work on the row: edit, report
act-cancel = Cancel
act-go-on = Continue
act-close = Close
act-show = Show
act-search = Search
act-save = Save
act-edit = Edit
act-remove = Remove
act-add = Add
act-back = Back
date-placeholder = day/month/year
date-open = Choose a day from the calendar
date-month-before = Month before
date-month-after = Month after
date-today = Today
as-of = As of
as-of-now = Back to now
simulated = simulated figures
filter-any = Any
filter-clear = Clear all filters
form-problems = There is a problem
export-xlsx = Excel
export-csv = CSV
list-more = Show more
bulk-picked = Selected:

## States
state-done-on-time = Done on time
state-done-late = Done late
state-running = Running
state-due-soon = Due soon
state-overdue = Overdue
state-recurring = Recurring
state-not-started = Not started
state-waiting = Waiting for the centre
state-not-applicable = Not applicable
state-met = Met
state-exceeded = Exceeded
state-not-met = Not met
state-returned = Returned
state-submitted = Awaiting confirmation
state-confirmed = Confirmed
state-certain = Read with certainty
state-flagged = To check
state-unread = Not read
state-accepted = Accepted
state-withdrawn = Withdrawn
state-changed = Changed
state-added = Added
state-queued = Queued
state-failed = Failed
state-done = Done

## Sign-in
sign-in-title = Sign in
sign-in-lede = Digital government platform of { $place } province
sign-in-failed = You are not signed in
sign-in-name = User name
sign-in-password = Password
sign-in-go = Sign in
sign-in-or = or
sign-in-help = Forgot your password? Ask your unit’s administrator for a new one.
sign-in-code = Verification code
sign-in-code-hint = The 6 digits in the authenticator app on your phone, or one of your recovery codes.
sign-in-other = Use another account

## My day
home-all-mine = All my tasks
home-news = What changed
home-news-empty = Nothing has changed since your last visit.
home-news-more = Earlier changes
home-empty-title = Nothing needs you now
home-empty-text = No task is overdue, returned, due this week or awaiting your confirmation.
home-empty-go = See your unit’s tasks
lane-overdue = Overdue
lane-returned = Returned to you
lane-week = Due this week
lane-confirm = Awaiting your confirmation
lane-assigned = Newly assigned
lane-more = See all { $count }
lane-none-overdue = No overdue tasks

## Columns
col-no = No.
col-task = Task
col-state = State
col-due = Deadline
col-lead = Lead unit
col-document = Document
col-target = Target
col-actual = Actual
col-goal = Goal
col-trend = Trend
col-pace = Pace

## Tasks
tasks-search = Search by task, product or unit
tasks-by-state = Filter by state
tasks-empty-title = No task matches
tasks-empty-text = Remove a filter, or search for other words. Accents and capitals do not matter.
tasks-pick-all = Select all rows shown
tasks-pick = Select task: { $name }
members-done = { $done } of { $all } units done

## Leader's screen
live-at = Updated at
live-off = Connection lost, the figures may be old. Trying again shortly.
live-changed = The figures have changed, updated at
dash-late = Who is late
dash-late-none = No unit is late.
dash-late-all = All units that are late
dash-soon = Due within 30 days
dash-soon-none = No task is due within 30 days.
dash-soon-all = All tasks due soon
dash-targets-note = those not met yet come first
dash-targets-all = All targets
dash-documents = By assigning document
dash-documents-all = All documents
dash-map = Communes, wards and special zones
dash-units-all = List of units
targets-empty-text = There are no targets yet. Accept a document with a table of targets to begin.
documents-add = Add a document
