"""A county's people see their own county's deputies, terms and posts, through every address of the desk."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from deputies.actions import assign
from deputies.models import Deputy, Post, RosterImport, Term
from tests import make
from tests.admin.conftest import form_of


@pytest.fixture
def theirs(cast):
    """What belongs to 辉县市: one of each."""
    term = make.term(cast.huixian)
    person = make.deputy(cast.huixian, term, name="辉县甲")
    assign(person, make.station(cast.mengzhuang), since=date(2025, 7, 1), by=None)
    return {
        "deputy": person,
        "term": term,
        "post": Post.objects.create(division=cast.mengzhuang, kind="chair", name="辉县乙"),
        "rosterimport": RosterImport.objects.create(division=cast.huixian, file_name="辉县名册.xlsx"),
    }


@pytest.fixture
def mine(cast):
    """A deputy of 原阳县."""
    return make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="原阳甲")


PAGES = [
    *(("deputy", page) for page in ("change", "history", "delete", "elect", "assign", "release")),
    *(("term", page) for page in ("change", "history", "delete", "close", "compare", "release")),
    *(("post", page) for page in ("change", "history", "delete")),
    *(("rosterimport", page) for page in ("change", "history", "delete")),
]


@pytest.mark.parametrize(("model", "page"), PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_neighbours_record_does_not_exist(cast, enter, theirs, model, page, method):
    address = reverse(f"admin:deputies_{model}_{page}", args=[theirs[model].pk])
    answer = getattr(enter(cast.yuanyang_officer), method)(address)
    expected = 405 if (page, method, model) == ("release", "get", "term") else 404
    assert answer.status_code == expected


@pytest.mark.parametrize("page", ["correct", "end"])
def test_nor_does_a_neighbours_mandate(cast, enter, theirs, mine, page):
    held = theirs["deputy"].mandates.get()
    browser = enter(cast.yuanyang_officer)
    for person in (theirs["deputy"], mine):
        address = reverse(f"admin:deputies_deputy_{page}", args=[person.pk, held.pk])
        assert browser.get(address).status_code == browser.post(address).status_code == 404


def test_a_neighbours_post_is_not_filled(cast, enter):
    address = reverse("admin:deputies_post_fill", args=[cast.baiquan.code])
    browser = enter(cast.yuanyang_officer)
    assert browser.get(address).status_code == browser.post(address).status_code == 404


@pytest.mark.parametrize("model", ["deputy", "term", "post", "rosterimport", "deputy/gaps", "post/vacancies"])
def test_lists_stop_at_the_border(cast, enter, theirs, mine, model):
    text = enter(cast.yuanyang_officer).get(f"/admin/deputies/{model}/").content.decode()
    for name in ("辉县", "孟庄"):
        assert name not in text


def test_no_choice_leads_over_the_border(cast, enter, theirs, mine):
    browser = enter(cast.yuanyang_officer)
    change = reverse("admin:deputies_deputy_change", args=[mine.pk])
    page = browser.get(change)
    fields = page.context["adminform"].form.fields
    assert list(fields["division"].queryset) == [cast.yuanyang]
    moved = form_of(page) | {"division": cast.huixian.pk}
    assert "division" in browser.post(change, moved).context["adminform"].form.errors
    elect = browser.get(reverse("admin:deputies_deputy_elect", args=[mine.pk])).context["form"]
    assert not elect.fields["term"].queryset.filter(pk=theirs["term"].pk).exists()
    place = browser.get(reverse("admin:deputies_deputy_assign", args=[mine.pk])).context["form"]
    assert not place.fields["station"].queryset.filter(division=cast.mengzhuang).exists()


@pytest.mark.parametrize("model", ["term", "post"])
def test_autocompletes_do_not_leak(cast, enter, theirs, model):
    asked = {"app_label": "deputies", "model_name": model, "field_name": "division", "term": "孟庄"}
    assert enter(cast.yuanyang_officer).get("/admin/autocomplete/", asked).json()["results"] == []
    assert len(enter(cast.huixian_officer).get("/admin/autocomplete/", asked).json()["results"]) == 1


def test_no_autocomplete_hands_out_deputies_or_terms(cast, enter, theirs):
    for model, field in (("mandate", "deputy"), ("mandate", "term"), ("assignment", "deputy")):
        asked = {"app_label": "deputies", "model_name": model, "field_name": field, "term": "辉"}
        answer = enter(cast.yuanyang_officer).get("/admin/autocomplete/", asked)
        assert answer.status_code == 403 or answer.json()["results"] == []


def test_a_keeper_sees_the_deputies_of_the_own_station(cast, enter, theirs):
    other = make.deputy(cast.huixian, theirs["term"], name="辉县丙")
    browser = enter(cast.keeper)
    assert "辉县甲" not in browser.get("/admin/deputies/deputy/").content.decode()
    theirs["deputy"].assignments.get().station.keepers.add(cast.keeper)
    text = browser.get("/admin/deputies/deputy/").content.decode()
    assert "辉县甲" in text
    assert other.name not in text
    assert browser.get("/admin/deputies/term/").status_code == 403


def test_every_model_of_the_desk_knows_scope(cast, theirs):
    for model in (Deputy, Term, Post, RosterImport):
        assert model in admin.site._registry
        assert not model.objects.for_staff(cast.yuanyang_officer).exists()
        assert model.objects.for_staff(cast.huixian_officer).exists()
