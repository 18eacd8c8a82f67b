# Administration: changing units, and who may do what.
unit-acts = What to do with this unit
unit-act-new = Add a unit
unit-act-change = Edit
unit-act-split = Split
unit-act-end = End
unit-act-merge = Merge
unit-title-new = Add a unit
unit-title-change = Edit a unit
unit-title-end = End a unit
unit-title-split = Split a unit
unit-title-merge = Merge units
unit-lede-new = The unit exists from its first day on; before that day no page shows it.
unit-lede-change = Changes take effect at once. The old name is still understood in documents.
unit-lede-end = For a unit that nothing follows. Otherwise merge or split it.
unit-lede-split = One unit becomes several from a day on. Old figures stay those of the old unit.
unit-lede-merge = Several units become one from a day on. Old figures stay those of each old unit.
unit-do-new = Add this unit
unit-do-change = Save the changes
unit-do-end = End the unit
unit-do-split = Split
unit-do-merge = Merge
unit-on-new = First day
unit-on-change = Day
unit-on-end = Last day
unit-on-split = First day of the new units
unit-on-merge = First day of the new unit
unit-merge-from = Units to be merged
unit-merge-into = Into
unit-merge-new = A new unit (give its name and code below)
unit-merge-into-hint = Choose a unit that exists, if it takes the others over.
unit-narrow = Find in the list
unit-name = Full name
unit-name-hint = For example: UBND xã Bảo Lâm 1
unit-short = Short name
unit-code-hint = Do not use the code of an old unit again.
unit-kind = Kind
unit-as-before = As the merged units
unit-block = Block
unit-no-parent = Beneath no unit
unit-area = Area code
unit-parts = The new units
unit-parts-hint = Shares divide old figures and add up to 100%. Empty rows are left out.
unit-part-name = Name of unit { $no }
unit-part-code = Code of unit { $no }
unit-part-share = Share of unit { $no }, %
unit-share-wrong = “{ $text }” is not a percentage with at most one decimal. Example: 62.5.
unit-goes-on = Take the last day back: the unit goes on
effect-title = What this would do
effect-look = Preview
effect-mend = Change it
effect-merge = From { $day } on { $into } takes the place of { $from }. Last day of the old units: { $last }.
effect-split = From { $day } on { $from } is divided into { $into }. Last day of the old unit: { $last }.
effect-end = { $unit } works until { $day }. No unit takes its place.
effect-goes-on = { $unit } no longer has a last day.
effect-change = Pages show { $unit } with the new details, for past days too.
effect-renamed = “{ $before }” becomes another name of { $after }.
effect-create = { $unit } exists from { $day } on and is in no group yet.
effect-open = { $count ->
    [one] { $count } open line of progress stays in the name of the old unit
   *[other] { $count } open lines of progress stay in the name of the old unit
}. For the new unit to report on them, the focal department takes in an amendment of the lead unit.
effect-people-one = { $count ->
    [one] { $count } account works
   *[other] { $count } accounts work
} for { $unit } from that day on.
effect-people-many = { $count ->
    [one] { $count } account has
   *[other] { $count } accounts have
} no clear new unit: move each on the Accounts page.
effect-people-end = { $count ->
    [one] { $count } account still belongs
   *[other] { $count } accounts still belong
} to this unit: move or lock them on the Accounts page.
effect-names = Documents from { $day } on that still print the old name are flagged, with the suggestion: { $units }.
effect-groups = { $units } join the groups: { $groups }.
effect-col-open = Open lines
effect-col-people = Accounts
effect-col-groups = Groups
effect-col-names = Other names
flash-units-changed = Changed. This is the tree of that day.
flash-person-moved = The account now belongs to the new unit.
admin-turn = On this day: { $began } units began, { $ended } ended
admin-turn-before = Change before: { $day }
admin-turn-after = Change after: { $day }
admin-move = Move to another unit
admin-policies = Permissions
policies-title = Who may do what
policies-lede = The gate itself answers when this page opens, so the table always shows what is in force.
policies-action = Action
policies-office = Officer of the provincial office
policies-note = Whoever stands in for somebody has that person's permissions, but neither administers nor passes them on. Below are the policies as written (in Cedar).
reach-all = whole province
reach-part = where one takes part
reach-leads = where one leads
reach-own = one's own
reach-nothing = –
admin-no-such-unit = There is no unit named “{ $name }”. Choose a name from the list.
