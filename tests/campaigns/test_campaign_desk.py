"""The city keeps the plan in the admin: parts below it, documents by content, decisions beside it."""

import pytest
from django.urls import reverse

from campaigns.models import Campaign, CampaignDocument
from liaison.audit.models import Event
from tests.campaigns import making

PREFIXES = ("steps", "documents", "targets")


@pytest.fixture
def campaign(cast):
    return making.campaign(cast.city, state="draft")


def address(campaign, page="change"):
    return reverse(f"admin:campaigns_campaign_{page}", args=[campaign.pk])


def typed(client, campaign, **more):
    """The form as the desk shows it, with one row of each part left empty."""
    form = client.get(address(campaign)).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    for prefix in PREFIXES:
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return sent | {"documents-0-position": "0"} | more


def test_a_document_is_uploaded_below_the_plan(client, cast, campaign):
    client.force_login(cast.city_editor)
    parts = {"documents-0-title": "活动方案", "documents-0-file": making.pdf()}
    assert client.post(address(campaign), typed(client, campaign, **parts)).status_code == 302
    document = CampaignDocument.objects.get()
    assert document.size == len(b"%PDF-1.4\n%%EOF\n")
    assert document.file.name.startswith("private/campaigns/")
    kept = reverse("admin:campaigns_campaign_document", args=[campaign.pk, document.pk])
    assert client.get(kept).status_code == 200
    client.logout()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_page_that_calls_itself_a_pdf_is_refused(client, cast, campaign):
    client.force_login(cast.city_editor)
    file = making.pdf()
    file.file.seek(0)
    file.file.write(b"<html>")
    file.file.seek(0)
    parts = {"documents-0-title": "方案", "documents-0-file": file}
    answer = client.post(address(campaign), typed(client, campaign, **parts))
    assert "只支持 PDF、Word 文件" in answer.content.decode()
    assert not CampaignDocument.objects.exists()


def test_a_target_and_a_step_stand_below_the_plan(client, cast, campaign):
    client.force_login(cast.city_editor)
    parts = {
        "targets-0-county": cast.huixian.pk,
        "targets-0-contributions": "20",
        "steps-0-title": "动员部署",
        "steps-0-since": f"{campaign.year}-02-10",
    }
    assert client.post(address(campaign), typed(client, campaign, **parts)).status_code == 302
    assert campaign.targets.get().county == cast.huixian
    assert campaign.steps.get().title == "动员部署"
    odd = {"targets-0-county": cast.mengzhuang.pk, "targets-0-contributions": "0"}
    answer = client.post(address(campaign), typed(client, campaign, **odd))
    assert answer.status_code == 200


def test_it_is_proclaimed_and_concluded_beside_the_form(client, cast, campaign):
    client.force_login(cast.city_editor)
    assert "公布启动" in client.get(address(campaign)).content.decode()
    client.post(address(campaign, "proclaim"))
    campaign.refresh_from_db()
    assert campaign.state == "running"
    answer = client.post(address(campaign, "conclude"), {"summary": ""})
    assert "请填写年度总结" in answer.content.decode()
    client.post(address(campaign, "conclude"), {"summary": "办成实事 300 件"})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.summary) == ("concluded", "办成实事 300 件")
    verbs = set(Event.objects.about(campaign).values_list("verb", flat=True))
    assert {"双岗建功公布启动", "双岗建功总结结束"} <= verbs
    assert client.get(address(campaign, "conclude")).status_code == 404


def test_a_plan_without_aims_is_not_proclaimed(client, cast):
    bare = making.campaign(cast.city, state="draft", aims="")
    client.force_login(cast.city_editor)
    assert "先填写活动目标" in client.post(address(bare, "proclaim")).content.decode()
    assert Campaign.objects.get().state == "draft"


def test_a_county_looks_and_does_not_decide(client, cast, campaign):
    client.force_login(cast.huixian_officer)
    assert client.get(address(campaign)).status_code == 200
    assert client.post(address(campaign, "proclaim")).status_code == 403
