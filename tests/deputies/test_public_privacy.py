"""Nothing internal about a deputy reaches the world: planted words are looked for on every address."""

from datetime import date
from unittest.mock import patch

import pytest

from deputies import faces, privacy
from deputies.actions import assign, elect, end_mandate
from deputies.models import Deputy, Mandate
from tests import make

PLANTED = {
    "duty": "没有同意公开的单位",
    "photo": "deputies/photos/secret.webp",
    "gender": "女",
    "birth_month": "1971-09",
    "ethnicity": "示例族",
    "party": "示例党员",
    "education": "示例学历",
    "phone": "15400987654",
    "office_phone": "0373-0000987",
    "remark": "内部备注一二三",
}
END_NOTE = "内部终止原因四五六"


@pytest.fixture
def planted(cast):
    """One who serves and one who left, both with every internal field filled."""
    county, municipal = make.term(cast.huixian), make.term(cast.city, 14)
    serving = make.deputy(cast.huixian, county, name="示例在任", **PLANTED)
    former = make.deputy(cast.huixian, municipal, name="示例离任", elected_by="辉县市人大", **PLANTED)
    end_mandate(former.mandates.get(), date(2026, 3, 1), "removed", note=END_NOTE, by=None)
    past = elect(serving, municipal, elected_by="辉县市人大", by=None)
    end_mandate(past, date(2026, 4, 1), "resigned", note=END_NOTE, by=None)
    station = make.station(cast.mengzhuang)
    assign(serving, station, since=date(2025, 7, 1), by=None)
    return serving, former, station


def public_answers(client, serving, former, station) -> dict[str, str]:
    """Every address of ours where a deputy could show."""
    asked = [
        "/",
        "/deputies/",
        "/deputies/?county=410782&level=county",
        f"/deputies/?station={station.code}",
        "/deputies/?q=示例",
        serving.get_absolute_url(),
        former.get_absolute_url(),
        station.get_absolute_url(),
        f"{station.get_absolute_url()}poster/",
        "/find/?q=示例在任",
        "/find/?q=孟庄镇",
        "/search/?q=示例",
        "/search/?q=示例&kind=deputy",
        "/sitemap.xml",
        "/progress/",
        "/api/",
        "/api/openapi.json",
        "/api/deputies.json",
        "/api/deputies.csv",
        "/api/stations.json",
        "/api/stations.csv",
        "/api/stations.geojson",
    ]
    found = {}
    for address in asked:
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = (b"".join(response) if response.streaming else response.content).decode()
    return found


def leaks(pages: dict[str, str]) -> list[tuple[str, str]]:
    """Planted words and where they showed; 女 alone stands in everyday pages, so its label is looked for."""
    words = [*(v for f, v in PLANTED.items() if f != "gender"), "1971", END_NOTE, "罢免", "辞职", "性别"]
    return [(address, word) for address, page in pages.items() for word in words if word in page]


def test_nothing_planted_shows_anywhere(client, planted):
    pages = public_answers(client, *planted)
    assert sum("示例在任" in page for page in pages.values()) >= 9
    # The dictionary of the open data names what it does not hold.
    assert not leaks({a: p.replace("出生年月", "") for a, p in pages.items()})


def test_the_search_does_not_answer_to_internal_words(client, planted):
    for word in (PLANTED["phone"], PLANTED["remark"], PLANTED["duty"], PLANTED["birth_month"]):
        for address in ("/deputies/", "/find/", "/search/"):
            assert "示例在任" not in client.get(address, {"q": word}).content.decode(), (address, word)


def test_the_guard_sees_a_leak(client, planted):
    """The guard itself, proved: with a door opened on purpose it finds what came through."""
    with patch.dict(privacy.DEPUTY, {"duty": privacy.Reach.PUBLIC}):
        assert leaks(public_answers(client, *planted))


def test_every_column_of_a_person_and_a_mandate_has_its_reach():
    own = {"id", "folded", "search_text", "search_tokens", "created_at", "updated_at", "deputy"}
    for model, registry in ((Deputy, privacy.DEPUTY), (Mandate, privacy.MANDATE)):
        columns = {field.name for field in model._meta.concrete_fields} - own
        assert columns == set(registry)


def test_a_public_page_does_not_even_fetch_internal_columns(planted):
    fetched = Deputy.objects.with_public_parts().first()
    internal = set(privacy.internal_fields(privacy.DEPUTY)) - set(privacy.CONSENT.values())
    assert internal <= fetched.get_deferred_fields()
    assert not internal & set(faces.FIELDS)


def test_what_the_registry_does_not_name_never_passes():
    assert privacy.shown({"name": "示例", "nickname": "小示", "duty": "单位", "duty_is_public": False}) == {
        "name": "示例"
    }
