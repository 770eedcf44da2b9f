"""The roster of deputies that a county keeps as a spreadsheet.

`read` turns a file into rows, each with its fate; `match` finds the record a row speaks
of, `congress` the term, `places` township and station, and none of them guesses; `plan`
says what would change; `apply` does it in one transaction; `undo` takes it back.
"""
