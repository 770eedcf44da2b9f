"""The people: deputies, what they were elected to, where citizens meet them."""

from deputies.models.assignment import Assignment, Basis
from deputies.models.deputy import Deputy, Gender
from deputies.models.mandate import End, Mandate, MandateStatus
from deputies.models.post import Post, PostKind
from deputies.models.roster import RosterImport
from deputies.models.suspension import Suspension
from deputies.models.term import CongressLevel, Term

__all__ = [
    "Assignment",
    "Basis",
    "CongressLevel",
    "Deputy",
    "End",
    "Gender",
    "Mandate",
    "MandateStatus",
    "Post",
    "PostKind",
    "RosterImport",
    "Suspension",
    "Term",
]
