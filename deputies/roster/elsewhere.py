"""Whether a roster is that of another county: by its title, and by the townships it names."""

from collections import Counter
from collections.abc import Iterable

from deputies.roster.rows import RosterRow
from liaison.divisions.models import Division, Level
from liaison.lib.sheets import Table
from liaison.lib.text import fold


def doubt_about(tables: Iterable[Table], rows: Iterable[RosterRow], county: Division) -> str:
    """Why this may be another county's roster; empty where nothing speaks for it."""
    if county.city is None:
        return ""
    return _by_title(tables, county) or _by_townships(rows, county)


def _by_title(tables: Iterable[Table], county: Division) -> str:
    """The title names another county of the city, and not this one."""
    title = fold("".join(text for table in tables for text in (*table.titles, table.sheet)))
    if fold(county.name) in title:
        return ""
    others = Division.objects.counties().within(county.city).exclude(pk=county.pk)
    named = [other.name for other in others if fold(other.name) in title]
    return f"标题写的是{'、'.join(named)}，选的是{county.name}，请核对是不是选错了" if named else ""


def _by_townships(rows: Iterable[RosterRow], county: Division) -> str:
    """More rows name a township of another county than one of this."""
    own, strange = 0, []
    for row in rows:
        if row.town is not None:
            own += 1
        elif said := row.region or row.district or row.delegation or row.station_text:
            strange.append(said)
    if len(strange) <= own:
        return ""
    count = Counter(_counties_of(strange, county))
    for name, number in count.most_common(1):
        if number > own:
            return f"名册里的乡镇（街道）有{number}行属于{name}，选的是{county.name}，请核对是不是选错了"
    return ""


def _counties_of(texts: Iterable[str], county: Division) -> Iterable[str]:
    """The other county that each text's township belongs to, where it is clear."""
    towns = Division.objects.current().filter(level=Level.TOWNSHIP).within(county.city)
    known: dict[str, set[str]] = {}
    for town in towns.exclude(county=county).select_related("county"):
        known.setdefault(fold(town.name), set()).add(town.county.name)
    for text in texts:
        written = fold(text)
        found = {one for name, ones in known.items() if name in written for one in ones}
        yield from found if len(found) == 1 else ()
