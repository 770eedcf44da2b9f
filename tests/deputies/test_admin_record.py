"""The record of a deputy on the desk: what each role sees, what leaves a trace, what is refused where."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deputies.actions import assign
from deputies.models import Deputy
from deputies.privacy import DEPUTY, internal_fields
from liaison.audit.models import Event
from tests import make
from tests.admin.conftest import form_of

SECRET = {
    "gender": "男",
    "birth_month": "1971-03",
    "ethnicity": "示例族",
    "party": "示例党派",
    "education": "示例学历",
    "phone": "15400001234",
    "office_phone": "0373-0001234",
    "remark": "示例备注",
}
LOOKS = "查看代表内部信息"


@pytest.fixture
def person(cast):
    made = make.deputy(cast.huixian, make.term(cast.huixian), name="曾国营", duty="示例单位主任", **SECRET)
    station = make.station(cast.mengzhuang)
    station.keepers.add(cast.keeper)
    assign(made, station, since=date(2025, 7, 1), by=None)
    return made


def page_of(person, name: str = "change") -> str:
    return reverse(f"admin:deputies_deputy_{name}", args=[person.pk])


def read(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words() -> list[str]:
    """Values that only a few may read; one character is no proof."""
    return [value for value in SECRET.values() if len(value) > 1]


@pytest.mark.parametrize("who", ["huixian_leader", "city_reviewer", "keeper"])
@pytest.mark.parametrize("page", ["change", "history"])
def test_without_the_right_nothing_internal_is_on_any_page(cast, enter, person, who, page):
    person.phone = "15400009999"
    person.save()
    text = read(enter(getattr(cast, who)), page_of(person, page))
    assert "曾国营" in text
    assert not [word for word in [*words(), "15400009999"] if word in text]
    assert not Event.objects.filter(verb=LOOKS).exists()


@pytest.mark.parametrize("who", ["city_editor", "huixian_officer", "auditor"])
def test_a_look_at_internal_data_leaves_one_trace(cast, enter, person, who):
    text = read(enter(getattr(cast, who)), page_of(person))
    assert all(word in text for word in words())
    trace = Event.objects.get(verb=LOOKS)
    assert (trace.actor, trace.target_id) == (getattr(cast, who), str(person.pk))
    assert "15400001234" not in str(trace.detail)


def test_the_lens_says_beside_every_field_how_far_it_goes(cast, enter, person):
    text = read(enter(cast.huixian_officer), page_of(person))
    for name, reach in DEPUTY.items():
        row = text.split(f'field-{name}"')[1].split("form-row")[0]
        assert f">{reach}</span>" in row, name


def test_the_public_face_is_one_click_away(cast, enter, person):
    text = read(enter(cast.huixian_officer), page_of(person))
    assert f'href="{person.get_absolute_url()}">看作群众' in text
    unknown = make.deputy(cast.huixian)
    assert "看作群众" not in read(enter(cast.huixian_officer), page_of(unknown))


@pytest.mark.parametrize("field", internal_fields(DEPUTY))
def test_nobody_asks_for_internal_values_in_the_address(cast, enter, person, field):
    for who in (cast.huixian_leader, cast.huixian_officer):
        answer = enter(who).get("/admin/deputies/deputy/", {f"{field}__startswith": "1"}, follow=True)
        assert "筛选条件无效，已忽略" in answer.content.decode()


def test_saving_settles_the_record_and_warns_the_second_editor(cast, enter, person):
    mine, theirs = enter(cast.huixian_officer), enter(cast.city_editor)
    first, other = form_of(mine.get(page_of(person))), form_of(theirs.get(page_of(person)))
    assert theirs.post(page_of(person), other | {"name": "单国营"}).status_code == 302
    person.refresh_from_db()
    assert person.pinyin == "shanguoying"
    assert list(Deputy.objects.matching("sgy")) == [person]
    answer = mine.post(page_of(person), first | {"interests": "养老服务"})
    assert answer.status_code == 409
    assert "养老服务" in answer.content.decode()


def test_a_reading_corrected_by_hand_stays(cast, enter, person):
    browser = enter(cast.huixian_officer)
    sent = form_of(browser.get(page_of(person))) | {"pinyin": "cengguoying"}
    assert browser.post(page_of(person), sent).status_code == 302
    person.refresh_from_db()
    assert person.pinyin == "cengguoying"


def test_a_photo_is_stripped_and_removed(cast, enter, person, django_capture_on_commit_callbacks):
    browser = enter(cast.huixian_officer)
    sent = form_of(browser.get(page_of(person))) | {"photo": make.photo_file((2400, 1800))}
    assert browser.post(page_of(person), sent).status_code == 302
    person.refresh_from_db()
    assert person.photo.width == 480
    assert person.public_photo == ""
    storage, name = person.photo.storage, person.photo.name
    sent = form_of(browser.get(page_of(person))) | {"remove_photo": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(page_of(person), sent).status_code == 302
    person.refresh_from_db()
    assert not person.photo
    assert not storage.exists(name)
    assert "有文件" in read(browser, page_of(person, "history"))


def test_a_bad_photo_is_refused_at_its_field(cast, enter, person):
    browser = enter(cast.huixian_officer)
    broken = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    answer = browser.post(page_of(person), form_of(browser.get(page_of(person))) | {"photo": broken})
    assert "只支持 JPG、PNG、WEBP 照片" in str(answer.context["adminform"].form.errors["photo"])


def test_a_second_record_of_one_person_is_refused_at_the_name(cast, enter, person):
    browser = enter(cast.huixian_officer)
    sent = form_of(browser.get("/admin/deputies/deputy/add/"))
    sent |= {"name": "曾 国营", "birth_month": "1971-03"}
    answer = browser.post("/admin/deputies/deputy/add/", sent)
    assert "已有同名、同出生年月" in str(answer.context["adminform"].form.errors["name"])
    assert browser.post("/admin/deputies/deputy/add/", sent | {"birth_month": "1980-01"}).status_code == 302


def test_a_month_of_birth_is_explained(cast, enter, person):
    browser = enter(cast.huixian_officer)
    sent = form_of(browser.get(page_of(person))) | {"birth_month": "75年3月"}
    answer = browser.post(page_of(person), sent)
    assert "出生年月应写成 1975-03" in str(answer.context["adminform"].form.errors["birth_month"])


def test_the_list_finds_by_name_and_reading_and_narrows(cast, enter, person):
    away = make.deputy(cast.huixian, make.term(cast.mengzhuang), name="示例乙")
    former = make.deputy(cast.huixian, name="示例丙")
    browser = enter(cast.huixian_officer)

    def found(query: str) -> set[str]:
        text = read(browser, f"/admin/deputies/deputy/?{query}")
        return {one.name for one in (person, away, former) if f">{one.name}</a>" in text}

    assert found("") == {"曾国营", "示例乙", "示例丙"}
    assert found("q=zgy") == found("q=曾") == {"曾国营"}
    assert found("placed=no") == {"示例乙"}
    assert found("placed=yes") == found("level=county") == {"曾国营"}
    assert found("serving=never") == {"示例丙"}
    assert "筛选条件无效" in browser.get("/admin/deputies/deputy/?level=x", follow=True).content.decode()


def test_the_list_costs_the_same_for_few_and_many(cast, enter, person, django_assert_max_num_queries):
    browser = enter(cast.huixian_officer)
    with django_assert_max_num_queries(9):
        read(browser, "/admin/deputies/deputy/")
    for _ in range(12):
        made = make.deputy(cast.huixian, make.term(cast.huixian), make.term(cast.mengzhuang))
        assign(made, person.assignments.get().station, since=date(2025, 7, 1), by=None)
    with django_assert_max_num_queries(9):
        read(browser, "/admin/deputies/deputy/")
