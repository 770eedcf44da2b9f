"""Read any spreadsheet an office has: `read_tables(file, vocabulary)`.

The caller brings a Vocabulary: which fields it wants and which headings they go
by. It gets tables whose columns are understood and whose rows are told apart
(data, blank, subtotal, total, note); `values` then reads single cells. All that
can be wrong with a file is a SheetError in Chinese; identity numbers, passwords
and accounts are dropped before anything leaves this package.
"""

from .errors import CellError, SheetError
from .grid import Cell
from .limits import LEDGER, ROSTER, Limits
from .reading import Reading, read_tables
from .table import Column, Fate, Row, RowKind, Table
from .vocabulary import Field, Vocabulary

__all__ = [
    "LEDGER",
    "ROSTER",
    "Cell",
    "CellError",
    "Column",
    "Fate",
    "Field",
    "Limits",
    "Reading",
    "Row",
    "RowKind",
    "SheetError",
    "Table",
    "Vocabulary",
    "read_tables",
]
