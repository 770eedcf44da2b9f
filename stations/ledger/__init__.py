"""The ledger of stations that an office keeps as a spreadsheet.

`read` turns a file into rows, each with its fate; `places` finds the township a
row speaks of and never guesses; `plan` says what would change; `apply` does it.
"""

from stations.ledger.apply import Applied, apply
from stations.ledger.plan import Plan, make_plan
from stations.ledger.read import Ledger, read_ledger
from stations.ledger.rows import Fate, LedgerRow
from stations.ledger.words import VOCABULARY

__all__ = [
    "VOCABULARY",
    "Applied",
    "Fate",
    "Ledger",
    "LedgerRow",
    "Plan",
    "apply",
    "make_plan",
    "read_ledger",
]
