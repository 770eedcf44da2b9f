"""CSV that an office's spreadsheet opens as text and nothing else."""

import csv
import itertools
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV with a byte order mark: without it Excel shows Chinese as garbage."""
    return "".join(csv_lines(heading, rows))


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same table line by line, for a file too long to hold."""
    paper = StringIO()
    writer = csv.writer(paper)
    yield BOM
    for row in itertools.chain([heading], ([_cell(value) for value in row] for row in rows)):
        writer.writerow(row)
        yield paper.getvalue()
        paper.seek(0)
        paper.truncate()


def _cell(value: object) -> str:
    """Text that a spreadsheet will not take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
