"""CSV that an office's spreadsheet opens as text and nothing else."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV with a byte order mark: without it Excel shows Chinese as garbage."""
    paper = StringIO()
    writer = csv.writer(paper)
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BOM + paper.getvalue()


def _cell(value: object) -> str:
    """Text that a spreadsheet will not take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
