"""The roster of deputies that a county keeps as a spreadsheet."""
