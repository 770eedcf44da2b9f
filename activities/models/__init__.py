"""Activities of stations, who took part, and their photos."""

from activities.models.activity import SEARCH, Activity, ActivityKind, ActivityState
from activities.models.parts import ActivityPhoto, Part, Participation

__all__ = ["SEARCH", "Activity", "ActivityKind", "ActivityPhoto", "ActivityState", "Part", "Participation"]
