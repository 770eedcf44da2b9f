"""Pages over all counties ask as many questions of the database for twelve as for three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liaison.accounts.models import Role
from liaison.divisions.loader import Loader, Row
from liaison.divisions.models import Division
from liaison.portal.models import SiteSettings
from progress.indicators import INDICATORS
from progress.models import Figure, MonthlyReport
from progress.months import back
from tests import make

pytestmark = pytest.mark.django_db


def grow(since, until, month):
    """Counties with a year of confirmed reports."""
    codes = [f"9901{n:02}" for n in range(since + 1, until + 1)]
    rows = [Row(code, f"示例{code}县", "county", "县", "990100") for code in codes]
    Loader(rows + [Row(f"{code}101", f"示例{code}镇", "township", "镇", code) for code in codes]).load()
    now = timezone.now()
    for county in Division.objects.filter(code__in=codes):
        for one in back(month, 12):
            report = MonthlyReport.objects.create(
                county=county, month=one, state="confirmed", due_at=now, submitted_at=now + timedelta(days=1)
            )
            Figure.objects.bulk_create(Figure(report=report, code=i.code, value=7) for i in INDICATORS)


def test_three_counties_and_twelve_cost_the_same_number_of_queries(client, month):
    Loader([Row("990100", "示例市", "city", "市", "")]).load()
    city = Division.objects.get(code="990100")
    SiteSettings.objects.create(city=city, site_name="示例站")
    client.force_login(make.user("reviewer", role=Role.CITY_REVIEWER, division=city))
    shown = f"{month:%Y-%m}"
    pages = ("/work/reports/", f"/work/reports/{shown}/", "/progress/", f"/progress/{shown}/",
             f"/progress/{shown}.csv")  # fmt: skip
    asked = {}
    for since, until in ((0, 3), (3, 12)):
        grow(since, until, month)
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(page)
            assert f"示例9901{until:02}县" in answer.content.decode(), (page, until)
            asked.setdefault(page, []).append(len(queries))
    assert all(few == many for few, many in asked.values()), asked
