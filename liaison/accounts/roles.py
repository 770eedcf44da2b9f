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
DEPUTY_RECORDS = ("deputy", "mandate", "assignment")
DEPUTY_SETTINGS = ("term", "post")


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
SEE_OWN_DEPUTIES = _rights("deputies", "view", DEPUTY_RECORDS)
SEE_DEPUTIES = SEE_OWN_DEPUTIES | _rights("deputies", "view", DEPUTY_SETTINGS)
# Phones, birth months and reasons: for those who keep the roster, and for those who look after them.
SEE_INTERNAL = {"deputies.view_internal_deputy"}
KEEP_DEPUTIES = (
    SEE_DEPUTIES
    | SEE_INTERNAL
    | _rights("deputies", "add change", (*DEPUTY_RECORDS, *DEPUTY_SETTINGS))
    | _rights("deputies", "view add change", ("rosterimport",))
    | {"deputies.export_deputy", "deputies.import_deputy"}
)
CITY_DESK = (
    _rights("divisions", "add change", ("division",))
    | _rights("divisions", "add change delete", ("divisionalias",))
    | _rights("stations", "add change delete", STATION_SETTINGS)
    | _rights("accounts", "view add change", ("user",))
    | {"portal.view_sitesettings", "portal.change_sitesettings", "audit.view_event"}
)
SEE_ALL = {
    *SEE_STATIONS,
    *SEE_DEPUTIES,
    *SEE_INTERNAL,
    "deputies.view_rosterimport",
    "accounts.view_user",
    "audit.view_event",
    "portal.view_sitesettings",
    "stations.view_ledgerimport",
}
EXPORT = {"stations.export_station", "deputies.export_deputy"}

ROLES: dict[str, frozenset[str]] = {
    Role.CITY_EDITOR: frozenset(KEEP_STATIONS | KEEP_DEPUTIES | CITY_DESK),
    Role.CITY_REVIEWER: frozenset(SEE_STATIONS | SEE_DEPUTIES | EXPORT),
    Role.AUDITOR: frozenset(SEE_ALL),
    Role.COUNTY_OFFICER: frozenset(KEEP_STATIONS | KEEP_DEPUTIES),
    Role.COUNTY_LEADER: frozenset(SEE_STATIONS | SEE_DEPUTIES | EXPORT),
    Role.KEEPER: frozenset(KEEP_OWN_STATION | SEE_OWN_DEPUTIES),
}
