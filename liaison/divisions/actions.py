"""Decisions about divisions: where one stands in the tree, and how it is found."""

from django.core.exceptions import ValidationError
from django.db import transaction

from liaison.divisions.models import AliasKind, Division, DivisionAlias, Level
from liaison.lib.text import fold, initials, pinyin

ORDER = list(Level.values)
OWN_LEVELS = ("province", "city", "county")
NAME_KINDS = (AliasKind.ALIAS, AliasKind.FORMER_NAME)


@transaction.atomic
def settle(division: Division) -> None:
    """Refresh everything that follows from name, aliases and parent; call after every change."""
    _fold_aliases(division)
    names = [division.name, *_other_names(division)]
    spoken = [spell(name) for name in names for spell in (fold, initials, pinyin)]
    Division.objects.filter(pk=division.pk).update(
        folded=fold(division.name),
        search_text="|".join(dict.fromkeys(filter(None, spoken))),
        **_ancestors(division),
    )


def must_fit_under(division: Division, parent: Division | None) -> None:
    """Raises ValidationError where `parent` is not above `division`'s level or lies below it."""
    if parent is None:
        return
    if ORDER.index(parent.level) >= ORDER.index(division.level):
        raise ValidationError({"parent": f"上级应高于{division.get_level_display()}"})
    if division.pk and division.holds(parent):
        raise ValidationError({"parent": "上级不能是自己的下级"})


def _fold_aliases(division: Division) -> None:
    for alias in division.aliases.all():
        DivisionAlias.objects.filter(pk=alias.pk).update(folded=fold(alias.value))


def _other_names(division: Division) -> list[str]:
    return [alias.value for alias in division.aliases.all() if alias.kind in NAME_KINDS]


def _ancestors(division: Division) -> dict[str, int | None]:
    """At its own level a division is its own ancestor; above it, what the parent says."""
    parent = division.parent
    found: dict[str, int | None] = {}
    for level in OWN_LEVELS:
        if division.level == level:
            found[f"{level}_id"] = division.pk
        elif parent is not None:
            found[f"{level}_id"] = parent.pk if parent.level == level else getattr(parent, f"{level}_id")
    return found
