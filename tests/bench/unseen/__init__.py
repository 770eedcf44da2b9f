"""Rosters that the reader has never seen, made as an office makes them, with the truth beside them.

    python -m tests.bench.unseen [--first 1] [--count 200] [--words held] [--show 3]

Every seed is one roster: a county, a layout, a clerk with habits, headings partly
invented. `--words held` takes headings from a list that was set aside while the
reader was repaired, so that the figures do not flatter it.
"""
