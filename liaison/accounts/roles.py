"""What each role may do, in one table. Row scope is another matter: see `for_staff`.

A right is Django's own permission `app.verb_model`. Roles are read from here at
every check, so a change of this table needs no migration and no command.
"""

from liaison.accounts.models import Role

STATION_RECORDS = (
    "station",
    "stationalias",
    "servedarea",
    "stationperson",
    "openinghours",
    "closure",
    "photo",
    "wallrule",
    "evidence",
)
STATION_SETTINGS = ("standard", "standarditem", "roadmapyear")


def _rights(app: str, verbs: str, models: tuple[str, ...]) -> set[str]:
    return {f"{app}.{verb}_{model}" for verb in verbs.split() for model in models}


SEE_PLACES = _rights("divisions", "view", ("division", "divisionalias"))
SEE_STATIONS = SEE_PLACES | _rights("stations", "view", (*STATION_RECORDS, *STATION_SETTINGS, "stagechange"))
KEEP_OWN_STATION = (
    SEE_STATIONS | {"stations.change_station"} | _rights("stations", "add change delete", STATION_RECORDS[1:])
)
KEEP_STATIONS = (
    SEE_STATIONS
    | _rights("stations", "add change", ("station",))
    | _rights("stations", "add change delete", STATION_RECORDS[1:])
    | {"stations.add_stagechange", "stations.establish_station", "stations.export_station"}
    | _rights("stations", "view add change", ("ledgerimport",))
    | {"stations.import_station"}
)
CITY_DESK = (
    _rights("divisions", "add change", ("division",))
    | _rights("divisions", "add change delete", ("divisionalias",))
    | _rights("stations", "add change delete", STATION_SETTINGS)
    | _rights("accounts", "view add change", ("user",))
    | {"portal.view_sitesettings", "portal.change_sitesettings", "audit.view_event"}
)
SEE_ALL = SEE_STATIONS | {
    "accounts.view_user",
    "audit.view_event",
    "portal.view_sitesettings",
    "stations.view_ledgerimport",
}

ROLES: dict[str, frozenset[str]] = {
    Role.CITY_EDITOR: frozenset(KEEP_STATIONS | CITY_DESK),
    Role.CITY_REVIEWER: frozenset(SEE_STATIONS | {"stations.export_station"}),
    Role.AUDITOR: frozenset(SEE_ALL),
    Role.COUNTY_OFFICER: frozenset(KEEP_STATIONS),
    Role.COUNTY_LEADER: frozenset(SEE_STATIONS | {"stations.export_station"}),
    Role.KEEPER: frozenset(KEEP_OWN_STATION),
}
