"""What a role may do stands in one table, and only there."""

import pytest
from django.contrib.auth.models import Permission

from liaison.accounts.roles import ROLES


def test_every_right_in_the_table_exists(db):
    known = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert not set().union(*ROLES.values()) - known


@pytest.mark.parametrize(
    ("who", "right", "may"),
    [
        ("city_editor", "stations.change_station", True),
        ("city_editor", "portal.change_sitesettings", True),
        ("city_reviewer", "stations.change_station", False),
        ("auditor", "audit.view_event", True),
        ("huixian_officer", "stations.establish_station", True),
        ("huixian_officer", "audit.view_event", False),
        ("huixian_leader", "stations.change_station", False),
        ("keeper", "stations.change_station", True),
        ("keeper", "stations.add_station", False),
        ("keeper", "stations.delete_station", False),
    ],
)
def test_roles_give_rights(cast, who, right, may):
    assert getattr(cast, who).has_perm(right) is may


def test_the_auditor_changes_nothing():
    verbs = {right.split(".")[1].split("_")[0] for right in ROLES["auditor"]}
    assert verbs == {"view"}


def test_nobody_may_edit_the_trail():
    rights = set().union(*ROLES.values())
    assert not rights & {"audit.add_event", "audit.change_event", "audit.delete_event"}


def test_a_dismissed_account_has_no_rights(cast):
    cast.city_editor.is_active = False
    assert not cast.city_editor.has_perm("stations.view_station")
