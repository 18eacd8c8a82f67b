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
