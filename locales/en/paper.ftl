# Reading documents: why a file is refused and what to do.
paper-file-empty = The file “{ $file }” is empty. Choose the file again and resend it.
paper-file-too-large = The file “{ $file }” is { $size } MB; the limit is { $limit } MB. Remove pictures or put the appendix into a file of its own.
paper-unpacked-too-large = The file “{ $file }” unpacks to more than { $limit } MB and was not opened. Open it in Word or Excel, remove what is not needed and save it again.
paper-legacy = The file “{ $file }” is in an old Office format (.doc, .xls). Open it in Word or Excel, save it as .docx or .xlsx and resend it.
paper-encrypted = The file “{ $file }” has a password. Remove the password (File → Info → Protect) and resend it.
paper-broken = The file “{ $file }” is damaged or was not uploaded completely. Open it in Word or Excel to check, save it again and resend it.
paper-doctype = The file “{ $file }” declares XML entities, which ordinary Office files never do, and was not opened. Open it in Word or Excel, save it as a new file and resend it.
paper-too-deep = The file “{ $file }” nests its parts too deeply and was not opened. Open it in Word or Excel, save it as a new file and resend it.
paper-too-many-rows = The file “{ $file }”, table { $table }: row { $row } passes the limit of { $limit } rows in one table. Split the table into several files.
paper-too-many-columns = The file “{ $file }”, table { $table }, row { $row }: more than { $limit } columns. Check the table and remove columns that are not needed.
paper-pdf = The file “{ $file }” is a PDF. Send the Word (.docx) or Excel (.xlsx) file, or the text taken from the PDF with columns separated by tabs (.txt).
paper-rtf = The file “{ $file }” is in RTF. Open it in Word, save it as .docx and resend it.
paper-unsupported = The format of the file “{ $file }” cannot be read. Formats that can: .docx, .xlsx, .txt, .csv.
paper-secret = The file “{ $file }” carries a marking of secrecy and was not taken. Secret documents are handled under the rules on state secrets and never belong in this system.
paper-no-table = The file “{ $file }” has no table of tasks or targets. Check that its appendix is part of the file.
paper-no-task-table = The file “{ $file }” has { $tables } tables, none of them of tasks or targets; see table { $table }, row { $row }. The table needs a header row with a column for the task (or target) and one for the lead unit, the deadline or the values by year.

# What a person should look at in a row that was read.
paper-flag-duplicate-number = This number stands more than once in one section.
paper-flag-number-missing = This row has no number.
paper-flag-shifted-columns = Cells stood in the wrong columns and were moved by what they say.
paper-flag-columns-unclear = A cell does not fit its column; kept as printed.
paper-flag-cell-lost = This row has fewer cells than the table has columns.
paper-flag-impossible-date = The printed date does not exist.
paper-flag-deadline-unclear = The deadline was not understood.
paper-flag-deadline-missing = There is no deadline.
paper-flag-unit-suspect = A unit's name may be wrong.
paper-flag-value-unclear = The target value was not understood.
paper-flag-value-missing = There is no target value.
paper-flag-year-missing = The column of values names no year.
paper-flag-lead-missing = There is no lead unit.
paper-flag-name-missing = There is no name of a task or target.
paper-flag-row-joined = This row was put together from several printed rows (page or line break).
paper-flag-join-unclear = This row may go on from the one above; it was kept apart.
paper-flag-same-task-above = Number and name come from a merged cell above: one task on several lines.
paper-flag-hidden-row = This row is hidden in the file.
paper-flag-nested-table = This row stands in a table inside another table.
paper-flag-head-disagrees = Parts of the document give different numbers or dates; the first is taken.
paper-flag-encoding-converted = The text stood in an old encoding and was converted to Unicode.

# Why a row could not be placed.
paper-unread-not-a-task-table = This is no table of tasks or targets.
paper-unread-no-name = The row has no name and goes on from no other row.
paper-unread-remark = A sum or a remark in the table.
paper-unread-cells-unclear = It is not clear which columns the cells belong to.

# Names of fields, to say which came from a merged cell.
paper-field-no = Number
paper-field-name = Name
paper-field-unit = Unit of measure
paper-field-targets = Target values
paper-field-lead_text = Lead unit
paper-field-coordinating_text = Coordinating units
paper-field-product = Product
paper-field-deadline = Deadline
paper-field-source_documents_text = Giving documents
paper-field-responsible_text = Accountable head
paper-sheet-too-long = The list is longer than a sheet can hold. Narrow the filter and export again.
