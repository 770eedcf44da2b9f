"""Dated rows: from one day to another, both ends counted."""

from datetime import date

from django.db.models import Q


def in_force(day: date) -> Q:
    """Rows whose `since`–`until` holds `day`; an open end means until further notice."""
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))
