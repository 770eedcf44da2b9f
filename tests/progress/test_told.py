"""What a month looks back at is what the county sent, not what it happens to be writing."""

import pytest
from django.utils import timezone

from progress import actions, figures, sheet
from progress.actions import Draft
from progress.models import MonthlyReport
from progress.months import previous
from tests.progress import reports

OPINIONS = {"opinions_carried": 4, "opinions_received": 10, "opinions_closed": 6}


@pytest.fixture
def before(month):
    return previous(month)


@pytest.fixture
def sent(cast, before):
    """The month before was confirmed: 30 visitors, eight opinions left open."""
    return reports.confirmed(
        cast.huixian, before, cast, visitors=30, reasons={"visitors": "漏登"}, **OPINIONS, spent=2
    )


def corrected(cast, sent) -> MonthlyReport:
    """A correction with other figures, saved and not sent."""
    actions.revise(sent, "数错了", by=cast.huixian_officer, now=timezone.now())
    open_one = MonthlyReport.objects.get(county=sent.county, month=sent.month, revision=2)
    said = reports.values(sent.county, sent.month, visitors=90, opinions_received=50, spent=9)
    said |= {"opinions_carried": 4, "opinions_closed": 6}
    draft = Draft(said, {"visitors": "数错了", **dict.fromkeys(OPINIONS, "没有登记")}, reports.WORDS)
    return actions.save(
        sent.county, sent.month, draft, seen=open_one.version, by=cast.huixian_officer, now=timezone.now()
    )


def carried(cast, month) -> int | None:
    return figures.opinions_carried(cast.huixian, month, month).get("opinions_carried")


def test_an_unfinished_correction_changes_neither_last_month_nor_the_year(cast, month, sent):
    corrected(cast, sent)
    last, earlier = sheet.before(cast.huixian, month)
    assert (last["visitors"], last["spent"]) == (30, 2)
    assert earlier.get("spent", 0) == (2 if sent.month.year == month.year else 0)
    assert carried(cast, month) == 8


def test_it_counts_from_the_moment_it_is_sent(cast, month, sent):
    made = corrected(cast, sent)
    reports.walked(made, ("sign", None))
    assert carried(cast, month) == 8
    reports.walked(made, ("submit", cast.huixian_leader))
    assert carried(cast, month) == 48
    assert sheet.before(cast.huixian, month)[0]["visitors"] == 90


def test_a_month_that_was_never_sent_is_no_month_to_look_back_at(cast, month, before):
    made = reports.draft(cast.huixian, before, by=cast.huixian_officer, **OPINIONS)
    assert sheet.before(cast.huixian, month) == ({}, {})
    assert carried(cast, month) == 0
    reports.walked(made, ("sign", None), ("submit", cast.huixian_leader))
    assert carried(cast, month) == 8


def test_the_form_shows_what_was_sent(client, cast, month, sent):
    corrected(cast, sent)
    client.force_login(cast.huixian_officer)
    form = client.get(f"/work/reports/410782/{month:%Y-%m}/").context["form"]
    assert form["opinions_carried"].value() == 8
