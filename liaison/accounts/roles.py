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
KEEP_ACCOUNTS = _rights("accounts", "view add change", ("user",))
CITY_DESK = (
    _rights("divisions", "add change", ("division",))
    | _rights("divisions", "add change delete", ("divisionalias",))
    | _rights("stations", "add change delete", STATION_SETTINGS)
    | KEEP_ACCOUNTS
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

RECORDS: dict[str, set[str]] = {
    Role.CITY_EDITOR: KEEP_STATIONS | KEEP_DEPUTIES | CITY_DESK,
    Role.CITY_REVIEWER: SEE_STATIONS | SEE_DEPUTIES | EXPORT,
    Role.AUDITOR: SEE_ALL,
    Role.COUNTY_OFFICER: KEEP_STATIONS | KEEP_DEPUTIES,
    Role.COUNTY_LEADER: SEE_STATIONS | SEE_DEPUTIES | EXPORT | KEEP_ACCOUNTS,
    Role.KEEPER: KEEP_OWN_STATION | SEE_OWN_DEPUTIES,
}

# Whoever keeps only some accounts; all others with the right keep all.
KEPT_ROLES: dict[str, set[Role]] = {Role.COUNTY_LEADER: {Role.COUNTY_OFFICER, Role.KEEPER}}

# --- Receptions and the holidays they move around -----------------------------------

SEE_RECEPTIONS = _rights("receptions", "view", ("receptionrule", "reception", "dutyslot"))
PLAN_RECEPTIONS = (
    SEE_RECEPTIONS
    | _rights("receptions", "add change delete", ("receptionrule",))
    | _rights("receptions", "add change", ("reception", "dutyslot"))
    | {"receptions.plan_reception"}
)
KEEP_HOLIDAYS = _rights("workdays", "view add change delete", ("holiday",))
RECEPTIONS: dict[str, set[str]] = {
    Role.CITY_EDITOR: PLAN_RECEPTIONS | KEEP_HOLIDAYS,
    Role.CITY_REVIEWER: SEE_RECEPTIONS,
    Role.AUDITOR: SEE_RECEPTIONS | {"workdays.view_holiday"},
    Role.COUNTY_OFFICER: PLAN_RECEPTIONS,
    Role.COUNTY_LEADER: SEE_RECEPTIONS,
    Role.KEEPER: PLAN_RECEPTIONS,
}

# --- Campaigns and contributions -----------------------------------------------------

CAMPAIGN_PARTS = ("campaignstep", "campaigndocument", "campaigntarget")
SEE_CAMPAIGNS = _rights("campaigns", "view", ("campaign", *CAMPAIGN_PARTS, "contribution"))
REGISTER_CONTRIBUTIONS = SEE_CAMPAIGNS | _rights("campaigns", "add change", ("contribution",))
KEEP_CAMPAIGNS = (
    _rights("campaigns", "add change", ("campaign",))
    | _rights("campaigns", "add change delete", CAMPAIGN_PARTS)
    | {"campaigns.commend_contribution"}
)
REVIEW_CONTRIBUTIONS = {"campaigns.review_contribution"}
CAMPAIGNS: dict[str, set[str]] = {
    Role.CITY_EDITOR: REGISTER_CONTRIBUTIONS | KEEP_CAMPAIGNS | REVIEW_CONTRIBUTIONS,
    Role.CITY_REVIEWER: SEE_CAMPAIGNS | REVIEW_CONTRIBUTIONS,
    Role.AUDITOR: SEE_CAMPAIGNS,
    Role.COUNTY_OFFICER: REGISTER_CONTRIBUTIONS | REVIEW_CONTRIBUTIONS,
    Role.COUNTY_LEADER: SEE_CAMPAIGNS | REVIEW_CONTRIBUTIONS,
    Role.KEEPER: REGISTER_CONTRIBUTIONS,
}

# --- Activities ----------------------------------------------------------------------

SEE_ACTIVITIES = _rights("activities", "view", ("activity", "activityphoto", "participation"))
WRITE_ACTIVITIES = SEE_ACTIVITIES | {"activities.write_activity"}
REVIEW_ACTIVITIES = {"activities.review_activity"}
ACTIVITIES: dict[str, set[str]] = {
    Role.CITY_EDITOR: WRITE_ACTIVITIES | REVIEW_ACTIVITIES,
    Role.CITY_REVIEWER: SEE_ACTIVITIES | REVIEW_ACTIVITIES,
    Role.AUDITOR: SEE_ACTIVITIES,
    Role.COUNTY_OFFICER: WRITE_ACTIVITIES | REVIEW_ACTIVITIES,
    Role.COUNTY_LEADER: SEE_ACTIVITIES | REVIEW_ACTIVITIES,
    Role.KEEPER: WRITE_ACTIVITIES,
}

# --- Innovation award ----------------------------------------------------------------

SEE_AWARDS = _rights("awards", "view", ("awardround", "awardcase", "casephoto"))
WRITE_CASES = SEE_AWARDS | {"awards.write_awardcase"}
FORWARD_CASES = SEE_AWARDS | {"awards.forward_awardcase"}
JUDGE_CASES = SEE_AWARDS | {"awards.judge_awardcase"}
# Marks are the judges' own; all of them are for whoever decides, and for the auditor.
SEE_MARKS = {"awards.view_judgemark"}
DECIDE_AWARDS = SEE_MARKS | _rights("awards", "add change", ("awardround",)) | {"awards.decide_awardround"}
AWARDS: dict[str, set[str]] = {
    Role.CITY_EDITOR: JUDGE_CASES | DECIDE_AWARDS,
    Role.CITY_REVIEWER: JUDGE_CASES,
    Role.AUDITOR: SEE_AWARDS | SEE_MARKS,
    Role.COUNTY_OFFICER: WRITE_CASES | FORWARD_CASES,
    Role.COUNTY_LEADER: FORWARD_CASES,
    Role.KEEPER: WRITE_CASES,
}

# --- Bulletins and notices: the city's own publication; counties and keepers have no part in it -----

SEE_BULLETINS = _rights("bulletins", "view", ("series", "bulletin", "bulletinphoto", "attachment"))
WRITE_BULLETINS = (
    SEE_BULLETINS
    | _rights("bulletins", "add change", ("series", "bulletin"))
    | _rights("bulletins", "add change delete", ("bulletinphoto", "attachment"))
)
PUBLISH_BULLETINS = {"bulletins.publish_bulletin"}
# A number of a person goes out only when somebody other than the writer has looked (trust.md R38).
REVIEW_BULLETINS = {"bulletins.review_bulletin", "bulletins.confirm_personal_bulletin"}
BULLETINS: dict[str, set[str]] = {
    Role.CITY_EDITOR: WRITE_BULLETINS | PUBLISH_BULLETINS,
    Role.CITY_REVIEWER: SEE_BULLETINS | PUBLISH_BULLETINS | REVIEW_BULLETINS,
    Role.AUDITOR: SEE_BULLETINS,
}

# --- Monthly reports -----------------------------------------------------------------

SEE_REPORTS = _rights("progress", "view", ("monthlyreport", "reportmove"))
REVIEW_REPORTS = (
    SEE_REPORTS
    | _rights("progress", "view", ("reportingrule", "outboxmessage"))
    | {"progress.review_monthlyreport", "progress.remind_outboxmessage"}
)
SEE_PAPERS = {"progress.view_papertemplate"}
PROGRESS: dict[str, set[str]] = {
    Role.CITY_EDITOR: REVIEW_REPORTS
    | SEE_PAPERS
    | _rights("progress", "add change", ("reportingrule",))
    | {"progress.change_papertemplate", "progress.import_monthlyreport"},
    Role.CITY_REVIEWER: REVIEW_REPORTS | SEE_PAPERS,
    Role.AUDITOR: SEE_REPORTS | SEE_PAPERS | _rights("progress", "view", ("reportingrule", "outboxmessage")),
    Role.COUNTY_OFFICER: SEE_REPORTS | {"progress.fill_monthlyreport"},
    Role.COUNTY_LEADER: SEE_REPORTS | {"progress.sign_monthlyreport"},
}

# --- The year's assessment of stations -------------------------------------------------

SEE_STANDING = _rights("standing", "view", ("assessmentround", "assessment", "assessmentitem"))
REVIEW_STANDING = SEE_STANDING | {"standing.review_assessment"}
DECIDE_STANDING = (
    SEE_STANDING
    | {"standing.open_assessmentround", "standing.decide_assessment"}
    | _rights("standing", "change", ("assessmentround",))
)
STANDING: dict[str, set[str]] = {
    Role.CITY_EDITOR: DECIDE_STANDING,
    Role.CITY_REVIEWER: SEE_STANDING,
    Role.AUDITOR: SEE_STANDING,
    Role.COUNTY_OFFICER: REVIEW_STANDING,
    Role.COUNTY_LEADER: REVIEW_STANDING,
    Role.KEEPER: SEE_STANDING | {"standing.answer_assessment"},
}

# --- What citizens say -----------------------------------------------------------------

SEE_OPINIONS = _rights("opinions", "view", ("opinion", "suggestion", "phrase"))
# Whoever has to call an author may open the contact; each look is an event.
HANDLE_OPINIONS = SEE_OPINIONS | {"opinions.handle_opinion", "opinions.view_contact_opinion"}
PUBLISH_OPINIONS = {"opinions.publish_opinion"}
KEEP_SUGGESTIONS = _rights("opinions", "add change", ("suggestion",))
KEEP_PHRASES = _rights("opinions", "add change delete", ("phrase",))
OPINIONS: dict[str, set[str]] = {
    Role.CITY_EDITOR: HANDLE_OPINIONS | PUBLISH_OPINIONS | KEEP_SUGGESTIONS | KEEP_PHRASES,
    Role.CITY_REVIEWER: SEE_OPINIONS | PUBLISH_OPINIONS,
    Role.AUDITOR: SEE_OPINIONS,
    Role.COUNTY_OFFICER: HANDLE_OPINIONS | PUBLISH_OPINIONS | KEEP_SUGGESTIONS,
    Role.COUNTY_LEADER: SEE_OPINIONS | PUBLISH_OPINIONS,
    Role.KEEPER: HANDLE_OPINIONS - {"opinions.view_suggestion"},
}

# --- Grass-roots duties: what townships owe; their keepers have no part in it ---------------

DUTIES_KEPT = ("townshipsession", "presidiummeeting", "trainingclass", "partyreport")
SEE_DUTIES = _rights("duties", "view", DUTIES_KEPT)
# A session noted twice must go again; its history and the trail remember it.
KEEP_DUTIES = SEE_DUTIES | _rights("duties", "add change delete", DUTIES_KEPT)
DUTIES: dict[str, set[str]] = {
    Role.CITY_EDITOR: KEEP_DUTIES,
    Role.CITY_REVIEWER: SEE_DUTIES,
    Role.AUDITOR: SEE_DUTIES,
    Role.COUNTY_OFFICER: KEEP_DUTIES,
    Role.COUNTY_LEADER: SEE_DUTIES,
}

# --- All together --------------------------------------------------------------------

TABLES = (
    *(RECORDS, RECEPTIONS, CAMPAIGNS, ACTIVITIES, BULLETINS, AWARDS),
    *(STANDING, OPINIONS, DUTIES, PROGRESS),
)
ROLES: dict[str, frozenset[str]] = {
    role: frozenset().union(*(table.get(role, set()) for table in TABLES)) for role in Role.values
}
