# The money of plans and projects: page, faults, events.
nav-budget = Budget
money-bn = VND { $n } bn
money-mn = VND { $n } m
money-dong = VND { $n }

## Closed lists
budget-level-central = Central level
budget-level-province = Provincial level
budget-level-commune = Commune level
budget-nature-recurrent = Recurrent spending
budget-nature-investment = Development investment
budget-fund-central = Central budget
budget-fund-local = Local budget
budget-fund-oda = ODA and concessional loans
budget-fund-other = Other lawful sources
budget-measure-assigned = Assigned for the year
budget-measure-carried = Carried over
budget-measure-adjusted = Adjustment (up or down)
budget-measure-disbursed = Disbursed so far
budget-measure-planned = Disbursement plan
budget-pace-ahead = On pace
budget-pace-close = Close to pace
budget-pace-behind = Behind
budget-pace-unknown = Nothing to compare yet
budget-figure-pending = Awaiting confirmation
budget-figure-confirmed = Confirmed
budget-figure-returned = Returned
budget-figure-replaced = Corrected since

## Columns and labels
budget-sheet = Budget
budget-export-name = budget
budget-c-code = Code
budget-c-name = Project or item
budget-c-owner = Spending unit
budget-c-level = Level
budget-c-nature = Nature
budget-c-fund = Fund
budget-c-assigned = Assigned
budget-c-adjusted = Adjusted
budget-c-carried = Carried over
budget-c-available = Available
budget-c-disbursed = Disbursed
budget-c-rate = Rate
budget-c-expected = Expected by now
budget-c-due-by = Expected
budget-c-delay = Behind by
budget-c-estimate = Year-end estimate
budget-c-pace = Pace
budget-c-newest = Figure as of
budget-c-counts = In the total
budget-c-simulated = Simulated
budget-c-month = Month
budget-c-within = In the month
budget-c-total-by = Since January
budget-c-measure = What
budget-c-amount = Amount
budget-c-total = Total investment
budget-yes = Yes
budget-no = No
budget-none = None

## Pages
budget-projects = Projects
budget-year = Budget year
budget-year-of = { $year }
budget-formula = Rate = disbursed ÷ (assigned + adjusted + carried over). Behind by = what should have been disbursed by this day − what was.
budget-parts-formula = A part is not added again where its whole is in the list.
budget-some-simulated = some figures are simulated
budget-say-late = In { $year }, ⟨0⟩ of ⟨1⟩ available has been disbursed ({ $rate }), ⟨2⟩ behind pace.
budget-say-on-time = In { $year }, ⟨0⟩ of ⟨1⟩ available has been disbursed ({ $rate }), on pace.
budget-say-nothing = In { $year }, ⟨1⟩ is available; no disbursement is confirmed as of { $day }.
budget-project-late = By { $day }, { $disbursed } of { $available } was disbursed ({ $rate }), { $delay } behind.
budget-project-on-time = By { $day }, { $disbursed } of { $available } was disbursed ({ $rate }).
budget-project-nothing = By { $day }, no disbursement for { $year } is confirmed.
budget-projects-say = { $count } projects and items; { $available } available, { $rate } disbursed
budget-rate-of-assigned = of what is assigned: { $rate }
budget-expected-by-now = expected by now: { $amount }
budget-estimate-note = an estimate, if it goes on as since January
budget-assigned-of-it = { $amount } assigned
budget-carried-of-it = { $amount } carried over
budget-behind-by = { $amount } behind
budget-of = { $part } of { $whole }
budget-by-level = By level
budget-by-fund = By fund
budget-by-nature = By nature
budget-by-month = By month
budget-late = Units furthest behind
budget-late-none = No unit is behind pace.
budget-late-more = All projects behind pace
budget-empty-title = No project in this year yet
budget-empty-text = Projects and confirmed amounts appear here. Choose another year or day to see older figures.
budget-none-title = No project fits
budget-none-text = Remove a filter or search with other words.
budget-search = Search code or name
budget-f-pending = Awaiting confirmation
budget-pending = { $count } awaiting confirmation
budget-is-part = part
budget-see-parts = see parts
budget-overdrawn = More disbursed than available: check the figures
budget-chart-title = Disbursement in { $year }: { $rate }
budget-chart-note = In đồng, since January. Dashed: what should be reached; dotted: estimate.
budget-line-disbursed = disbursed
budget-line-expected = expected
budget-line-estimate = year-end estimate
budget-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
budget-month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
}
budget-month-say = Month { $month } of { $year }: { $amount } disbursed
budget-month-formula = In the month = total by the month's end − total before it.
budget-month-none = No disbursement is stated for this month yet.
budget-total-before = Total before { $day }
budget-total-by = Total by { $day }
budget-figure-from = as of { $day }, { $source } ({ $who })
budget-planned-by = { $measure } by the end of month { $month }
budget-figures = Stated amounts
budget-figures-none = No amount is stated for this year yet.
budget-parts-say = { $count } parts: { $shared } shared out, { $left } left
budget-about = About the project
budget-part-of = Part of
budget-part-of-hint = A part is not added to the total of its whole.
budget-document = Document it belongs to
budget-change = Change
budget-add = Add a project
budget-add-lede = An investment project or budget item to follow. Amounts are stated afterwards, each with its source.
budget-code-hint = For example DA-CSDL-KGDL-2026. The code stays as it is.
budget-total-hint = Leave empty if there is none. Write it as 594,093 tỷ.
budget-state = State an amount
budget-amount-hint = Whole đồng, or as 35,725 tỷ; 267 triệu (decimal comma).
budget-as-of-hint = Disbursed is the total from 1 January to this day.
budget-plan-month = Planned by the end of
budget-plan-month-hint = Only for a disbursement plan.
budget-source-hint = The document, report or system that has the figure, for example: State Treasury report, June 2026.
budget-note = Note
flash-project-added = The project was added.
flash-project-changed = The project was saved.

## Faults
budget-code-missing = Write a code of at most 40 characters.
budget-code-taken = The code { $code } is taken. Write another one.
budget-name-missing = Write the name of the project or item, at most 500 characters.
budget-owner-missing = Choose the unit that spends.
budget-part-of-part = The whole must be in the list and be no part itself; what has parts can't become a part.
budget-project-moved = Somebody else has just changed this project. Load the page again and change the new version.
budget-amount-unread = “{ $text }” can't be read as an amount. Write it as 35,725 tỷ, 267 triệu or 1.400.000.000.
budget-amount-negative = An amount can't be negative; only an adjustment can.
budget-amount-too-large = The amount is larger than { $limit } đồng. Check the unit.
budget-as-of-in-future = The figure can't be as of { $day }, which is still to come. Choose today or an earlier day.
budget-as-of-before-year = A disbursement of { $year } must be as of a day of that year or later.
budget-year-wrong = Write the budget year with four digits, for example 2026.
budget-month-wrong = A disbursement plan needs a month from 1 to 12; other amounts have none.
budget-source-missing = Write where the figure comes from, for example: State Treasury report, June 2026.
budget-less-than-before = By { $day } the total disbursed was already { $amount } đồng; the new one is smaller. Check it; if money was paid back, say so in the note.
budget-replaces-other = A correction must be of the same year, fund and kind as the old amount.
budget-already-replaced = This amount has another correction already. Load the page again.
budget-already-decided = This amount was confirmed, returned or replaced. Load the page again; to change a confirmed amount, state a correction.
budget-reason-missing = Write why it is returned, so that the unit knows what to mend.
budget-key-reused = This request was used for another project. Load the page and send again.

## Events
event-project-added = { $actor } added the project { $code } “{ $name }” of { $unit }.
event-project-changed = { $actor } changed the project { $code } “{ $name }”.
event-figure-stated = { $actor } stated { $measure ->
    [assigned] what is assigned
    [carried] what is carried over
    [adjusted] the adjustment
    [planned] the disbursement plan
   *[disbursed] the total disbursed
} for { $year }: VND { $amount }, as of { $as_of }. Source: { $source }.
event-figure-confirmed = { $actor } confirmed { $measure ->
    [assigned] what is assigned
    [carried] what is carried over
    [adjusted] the adjustment
    [planned] the disbursement plan
   *[disbursed] the total disbursed
} for { $year }: VND { $amount }.
event-figure-returned = { $actor } returned { $measure ->
    [assigned] what is assigned
    [carried] what is carried over
    [adjusted] the adjustment
    [planned] the disbursement plan
   *[disbursed] the total disbursed
} for { $year }: VND { $amount }.

## Actions, as access keys name them
action-budget-read = See budgets
action-budget-manage = Add and change projects
action-budget-report = State budget amounts
action-budget-confirm = Confirm budget amounts
