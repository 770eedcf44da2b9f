"""The city's own records: divisions, checklists, settings."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from liaison.audit.models import Event
from liaison.divisions.models import Division
from liaison.portal.models import SiteSettings
from stations.models import RoadmapYear, Standard
from tests import make
from tests.admin.conftest import form_of


@pytest.fixture
def desk(cast, enter):
    return enter(cast.city_editor)


def test_a_new_alias_is_found_at_once(cast, desk):
    address = f"/admin/divisions/division/{cast.mengzhuang.pk}/change/"
    sent = form_of(desk.get(address)) | {
        "aliases-TOTAL_FORMS": 1,
        "aliases-0-kind": "alias",
        "aliases-0-value": "大孟庄",
    }
    assert desk.post(address, sent).status_code == 302
    for word in ("大孟庄", "dmz", "孟庄"):
        assert cast.mengzhuang.name in desk.get("/admin/divisions/division/", {"q": word}).content.decode()
    assert Division.objects.named("大孟庄").get() == cast.mengzhuang


def test_a_new_township_knows_its_county(cast, desk):
    sent = {
        "name": "新设镇",
        "code": "410782199",
        "level": "township",
        "kind": "镇",
        "parent": cast.huixian.pk,
        "is_real": "on",
        "aliases-TOTAL_FORMS": 0,
        "aliases-INITIAL_FORMS": 0,
    }
    assert desk.post("/admin/divisions/division/add/", sent).status_code == 302
    made = Division.objects.get(code="410782199")
    assert (made.county, made.city) == (cast.huixian, cast.city)
    wrong = desk.post("/admin/divisions/division/add/", sent | {"code": "410782198", "level": "city"})
    assert "上级应高于市级" in wrong.content.decode()


def test_changing_the_city_keeps_its_place_in_the_tree(cast, desk):
    address = f"/admin/divisions/division/{cast.huixian.pk}/change/"
    assert desk.post(address, form_of(desk.get(address)) | {"note": "说明"}).status_code == 302
    cast.huixian.refresh_from_db()
    assert cast.huixian.parent == cast.city
    assert cast.huixian.county == cast.huixian


def test_checklists_are_read_by_counties_and_changed_by_the_city(cast, desk, enter):
    standard = Standard.objects.create(city=cast.city, name="标准", since="2026-01-01")
    RoadmapYear.objects.create(city=cast.city, year=2026, phase="foundation", coverage_target=95)
    county = enter(cast.huixian_officer)
    assert "标准" in county.get("/admin/stations/standard/").content.decode()
    address = f"/admin/stations/standard/{standard.pk}/change/"
    assert county.post(address, {"name": "改"}).status_code == 403
    sent = form_of(desk.get(address)) | {"name": "新标准"}
    assert desk.post(address, sent).status_code == 302
    assert Event.objects.filter(verb="修改建站标准").exists()


@pytest.fixture
def settings_page(cast, desk):
    answer = desk.get("/admin/portal/sitesettings/")
    assert answer.status_code == 302
    return answer.url


def test_settings_are_one_row_and_every_change_is_recorded(desk, settings_page):
    sent = form_of(desk.get(settings_page)) | {"phone": "0373-6200001", "organiser": "某市人大常委会"}
    assert desk.post(settings_page, sent).status_code == 302
    assert SiteSettings.objects.get().phone == "0373-6200001"
    event = Event.objects.get(verb="设置变更")
    assert set(event.detail["fields"]) == {"联系电话", "主办单位"}
    assert desk.get("/admin/portal/sitesettings/add/").status_code == 403
    history = desk.get(settings_page.replace("change", "history")).content.decode()
    assert "0373-6200001" in history


def test_marks_are_pictures_written_anew(desk, settings_page):
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    sent = form_of(desk.get(settings_page))
    good = SimpleUploadedFile("mark.png", out.getvalue())
    assert desk.post(settings_page, sent | {"gov_mark": good}).status_code == 302
    assert SiteSettings.objects.get().gov_mark.name.endswith(".png")
    assert "mark.png" not in SiteSettings.objects.get().gov_mark.name


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a....", b"\x89PNG\r\n\x1a\nxx"]
)
def test_anything_else_is_refused_at_the_field(desk, settings_page, content):
    sent = form_of(desk.get(settings_page)) | {"emblem": SimpleUploadedFile("a.png", content)}
    page = desk.post(settings_page, sent)
    assert page.status_code == 200
    assert "只支持 PNG、JPG 图片" in page.content.decode()


def test_a_reset_password_ends_the_sessions_of_the_account(cast, desk, enter):
    theirs = enter(cast.keeper)
    assert theirs.get("/admin/").status_code == 200
    page = desk.post(f"/admin/accounts/user/{cast.keeper.pk}/reset/")
    cast.keeper.refresh_from_db()
    assert cast.keeper.check_password(page.context["password"])
    assert theirs.get("/admin/").status_code == 302
    assert Event.objects.filter(verb="重置密码", target_name=str(cast.keeper)).exists()


def test_a_change_of_rights_is_recorded_with_what_it_became(cast, desk):
    address = f"/admin/accounts/user/{cast.keeper.pk}/change/"
    sent = form_of(desk.get(address)) | {"role": "county_officer", "name": "站长"}
    assert desk.post(address, sent).status_code == 302
    assert Event.objects.get(verb="调整账号权限").detail["role"] == "县级填报"


def test_the_first_page_names_what_is_missing(cast, desk):
    make.station(cast.mengzhuang)
    page = desk.get("/admin/").content.decode()
    assert "<b>1</b> 个站点没有照片" in page
    assert "?missing=photo" in page


def test_a_wrong_address_is_told_from_a_right_one_in_plain_words(cast, desk):
    SiteSettings.objects.create(pk=1, site_name="某市人大代表联络站", city=cast.city)
    page = "/admin/portal/sitesettings/1/change/"
    sent = form_of(desk.get(page)) | {"icp_url": "不是网址", "email": "不是邮箱", "site_name": ""}
    told = desk.post(page, sent).content.decode()
    assert "ICP 备案链接应为完整网址" in told
    assert "电子邮箱应为邮箱地址" in told
    assert "请填写网站名称" in told


def test_a_record_s_past_is_called_the_same_everywhere(cast, desk):
    page = desk.get(f"/admin/accounts/user/{cast.keeper.pk}/change/").content.decode()
    assert ">修改记录</a>" in page
    assert "不再使用的账号去掉勾选，不删除" in page
