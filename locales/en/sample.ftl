# The sample province.
sample-store-not-empty = The store { $store } already holds other data. The sample province loads into an empty store only: choose another folder with --data.
sample-cannot-write = Sample documents cannot be written to the folder { $folder }. Check permissions and free disk space.
sample-stage-units = Units and people
sample-stage-files = Sample documents
sample-stage-year = The year 2026 (simulated)
sample-role-focal = Focal department
sample-role-head = Head of a department
sample-role-officer = Department officer
sample-role-commune = Commune officer
sample-role-leader = Leader
sample-role-admin = Administrator
