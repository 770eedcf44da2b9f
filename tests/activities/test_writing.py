"""The keeper's form over HTTP: saved, saved of itself, submitted; with and without scripts."""

import uuid
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from activities import actions
from activities.models import Activity
from tests import make
from tests.activities import drafts

NEW = "/work/activities/new/"


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.keeper)
    return client


def test_the_only_station_and_today_are_filled_in(keeper, station):
    form = keeper.get(NEW).context["form"]
    assert form["station"].value() == station.pk
    assert form["day"].value()


def test_a_form_sent_twice_makes_one_activity_that_waits_for_review(keeper, station):
    sent = drafts.typed(station, intent="submit")
    first, second = keeper.post(NEW, sent), keeper.post(NEW, sent)
    activity = Activity.objects.get()
    assert activity.state == "submitted"
    assert first["Location"] == second["Location"] == f"/work/activities/{activity.pk}/"


def test_all_at_once_without_scripts_photos_included(keeper, station):
    photos = [make.photo_file(), make.photo_file(size=(80, 60))]
    answer = keeper.post(NEW, drafts.typed(station, intent="submit", photos=photos))
    activity = Activity.objects.get()
    assert activity.state == "draft"
    assert activity.photos.count() == 2
    form = answer.context["form"]
    assert [name for name in form.errors if name.startswith("alt_")]
    asked = drafts.typed(station, intent="submit", token=activity.token, version=activity.version)
    for photo in activity.photos.all():
        asked |= {f"alt_{photo.pk}": "代表在听群众说话", "photo": [p.pk for p in activity.photos.all()]}
    keeper.post(f"/work/activities/{activity.pk}/", asked)
    activity.refresh_from_db()
    assert activity.state == "submitted"


def test_the_same_file_sent_again_is_one_photo(keeper, station):
    token = str(uuid.uuid4())
    for _ in range(2):
        keeper.post(NEW, drafts.typed(station, token=token, photos=[make.photo_file()]))
    assert Activity.objects.get().photos.count() == 1


def test_it_saves_itself_half_written(keeper, station):
    sent = drafts.typed(station, intent="auto", kind="", title="", text="写到一半")
    said = keeper.post(NEW, sent).json()
    activity = Activity.objects.get()
    assert said["version"] == activity.version == 1
    assert urlsplit(said["address"]).path == f"/work/activities/{activity.pk}/"
    sent |= {"version": 1, "page": sent["token"], "text": "写完了"}
    assert keeper.post(said["address"], sent).json()["version"] == 2
    # The answer was lost on the way; the page sends what it had.
    assert keeper.post(said["address"], sent).status_code == 200
    activity.refresh_from_db()
    assert activity.text == "写完了"


def test_a_second_editor_gets_409_with_what_the_other_wrote_and_keeps_the_own_text(client, cast, station):
    activity = drafts.written(station, by=cast.keeper, title="甲写的标题")
    client.force_login(cast.huixian_officer)
    address = f"/work/activities/{activity.pk}/"
    sent = drafts.typed(station, title="乙写的标题", version=0, page=str(uuid.uuid4()))
    assert client.post(address, sent | {"intent": "auto"}).status_code == 409
    answer = client.post(address, sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "甲写的标题" in page
    assert 'value="乙写的标题"' in page
    assert client.post(address, sent | {"version": activity.version}).status_code == 302
    activity.refresh_from_db()
    assert activity.title == "乙写的标题"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day", "上周二", "日期应为日期"),
        ("day", "", "请填写日期"),
        ("station", "999999999999999999999999", "联络站"),
        ("title", "长" * 61, "标题最多 60 个字"),
        ("text", "长" * 5001, "内容最多 5000 个字"),
        ("text", "不可见\x01字符", "无法识别"),
        ("kind", "party", "类型"),
        ("campaign", "x", "双岗建功"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(keeper, station, field, value, said):
    answer = keeper.post(NEW, drafts.typed(station) | {field: value})
    assert answer.status_code == 200
    assert said in " ".join(answer.context["form"].errors[field])
    assert not Activity.objects.exists()
    assert "代表入户走访" in answer.content.decode() or field == "text"


def test_odd_tokens_versions_and_people_are_no_error_of_ours(keeper, station):
    odd = {"deputy": ["x", "9" * 30, "-1", "٣"], "photo": ["9" * 30], "token": "nonsense", "page": ""}
    assert keeper.post(NEW, drafts.typed(station, **odd)).status_code == 302
    assert keeper.post(NEW, drafts.typed(station, version="x")).status_code == 200
    assert keeper.get(f"/work/activities/{2**70}/").status_code == 404
    assert keeper.get(f"/work/activities/people/?station={2**70}").status_code == 404


def test_a_name_is_looked_for_without_scripts_and_what_was_typed_stays(keeper, cast, station):
    held = make.term(cast.huixian)
    make.deputy(cast.huixian, held, name="赵秀兰")
    other = make.deputy(cast.yuanyang, make.term(cast.yuanyang), name="赵秀英")
    answer = keeper.post(NEW, drafts.typed(station, intent="find", find="zxl", day=""))
    page = answer.content.decode()
    assert "赵秀兰" in page
    assert "代表走访困难户" in page
    assert "esum" not in page
    assert [tick.name for tick in answer.context["ticks"]] == ["赵秀兰"]
    keeper.post(NEW, drafts.typed(station, deputy=[other.pk]))
    assert not Activity.objects.get().participations.exists()


def test_the_stations_deputies_come_first_and_a_name_is_found_in_the_county(keeper, cast, station):
    from deputies.actions import assign

    held = make.term(cast.huixian)
    ours = make.deputy(cast.huixian, held, name="王建国")
    assign(ours, station, since=drafts.DAY, by=None)
    make.deputy(cast.huixian, held, name="赵秀兰")
    assert [tick.name for tick in keeper.get(NEW).context["ticks"]] == ["王建国"]
    found = keeper.get(reverse("work:activity_people"), {"station": station.pk, "q": "赵秀"}).json()["html"]
    assert "赵秀兰" in found
    assert "王建国" not in found


def test_photos_arrive_one_by_one_each_once(keeper, cast, station):
    activity = drafts.written(station, by=cast.keeper)
    address, token = f"/work/activities/{activity.pk}/photos/", str(uuid.uuid4())
    first = keeper.post(address, {"token": token, "photo": make.photo_file()}).json()
    second = keeper.post(address, {"token": token, "photo": make.photo_file()}).json()
    assert first["photo"] == second["photo"]
    assert f"alt_{first['photo']}" in first["html"]
    assert keeper.post(address, {"token": token}).status_code == 200
    bad = keeper.post(address, {"token": str(uuid.uuid4()), "photo": make.photo_file(kind="GIF")})
    assert (bad.status_code, bad.json()["error"]) == (400, "只支持 JPG、PNG、WEBP 照片")
    assert keeper.post(address, {"token": "x", "photo": make.photo_file()}).status_code == 400
    assert activity.photos.count() == 1


def test_photos_are_moved_and_removed_without_scripts(keeper, cast, station):
    activity = drafts.with_photo(drafts.with_photo(drafts.written(station, by=cast.keeper), "甲"), "乙")
    first, second = activity.photos.all()
    address = f"/work/activities/{activity.pk}/"
    words = {f"alt_{first.pk}": "甲", f"alt_{second.pk}": "乙", "photo": [first.pk, second.pk]}
    keeper.post(address, drafts.typed(station, version=1, intent=f"up:{second.pk}", **words))
    assert [photo.alt for photo in activity.photos.all()] == ["乙", "甲"]
    keeper.post(address, drafts.typed(station, version=2, intent=f"remove:{first.pk}", **words))
    assert [photo.alt for photo in activity.photos.all()] == ["乙"]
    keeper.post(address, drafts.typed(station, version=3, intent="remove:nobody", **words))
    assert activity.photos.count() == 1


def test_a_hidden_photo_is_shown_to_staff_in_scope_only(client, cast, station):
    activity = drafts.with_photo(drafts.written(station, by=cast.keeper))
    photo = activity.photos.get()
    address = reverse("work:activity_photo", args=[activity.pk, photo.pk, "small"])
    assert client.get(address).status_code == 302
    assert client.get(photo.image.url).status_code == 404
    for who, status in (("keeper", 200), ("auditor", 200), ("yuanyang_officer", 404)):
        client.force_login(getattr(cast, who))
        assert client.get(address).status_code == status, who
    assert client.get(f"/work/activities/{activity.pk}/photos/{2**70}/small/").status_code == 404


def test_a_submitted_activity_is_looked_at_and_taken_back(keeper, cast, station):
    activity = drafts.submitted(station, by=cast.keeper)
    address = f"/work/activities/{activity.pk}/"
    page = keeper.get(address).content.decode()
    assert "撤回修改" in page
    assert "<textarea" not in page
    refused = keeper.post(address, drafts.typed(station, title="偷偷改"))
    assert "不能再改" in refused.content.decode()
    keeper.post(f"{address}recall/")
    activity.refresh_from_db()
    assert activity.state == "draft"
    assert "<textarea" in keeper.get(address).content.decode()


def test_the_county_reviews(client, cast, station):
    activity = drafts.submitted(station, by=cast.keeper)
    client.force_login(cast.huixian_leader)
    address = f"/work/activities/{activity.pk}/review/"
    assert "发布活动" in client.get(address).content.decode()
    refused = client.post(address, {"step": "return", "note": "", "version": 1})
    assert "请填写退回原因" in refused.content.decode()
    outdated = client.post(address, {"step": "publish", "version": 0})
    assert outdated.status_code == 409
    assert client.post(address, {"step": "publish", "version": 1}).status_code == 302
    activity.refresh_from_db()
    assert activity.state == "published"
    assert client.post(address, {"step": "nonsense"}).status_code == 200


def test_what_keeps_it_from_being_published_is_told_to_the_reviewer(client, cast, station):
    activity = drafts.submitted(station, by=cast.keeper)
    Activity.objects.filter(pk=activity.pk).update(text="联系\n13812345678")
    client.force_login(cast.huixian_leader)
    answer = client.post(f"/work/activities/{activity.pk}/review/", {"step": "publish", "version": 1})
    assert "内容第2行有手机号 138****5678" in answer.content.decode()
    assert actions.S(Activity.objects.get().state) == "submitted"


@pytest.mark.parametrize(
    ("who", "listed", "form", "review"),
    [
        ("city_editor", 200, 200, 200),
        ("city_reviewer", 200, 200, 200),
        ("auditor", 200, 200, 403),
        ("huixian_officer", 200, 200, 200),
        ("huixian_leader", 200, 200, 200),
        ("keeper", 200, 200, 403),
        ("yuanyang_officer", 200, 404, 404),
    ],
)
def test_who_sees_what(client, cast, station, who, listed, form, review):
    activity = drafts.submitted(station, by=cast.keeper)
    client.force_login(getattr(cast, who))
    assert client.get("/work/activities/").status_code == listed
    assert client.get(f"/work/activities/{activity.pk}/").status_code == form
    assert client.get(f"/work/activities/{activity.pk}/review/").status_code == review


def test_the_list_stands_by_state_and_ignores_nonsense(client, cast, station):
    drafts.written(station, by=cast.keeper, title="还在写")
    drafts.submitted(station, by=cast.keeper, title="等着审")
    client.force_login(cast.huixian_officer)
    page = client.get("/work/activities/").content.decode()
    assert "等着审" in page
    assert "还在写" not in page
    page = client.get("/work/activities/?state=draft&q=还在&page=99&kind=party&county=1").content.decode()
    assert "还在写" in page
    assert "筛选条件无效，已忽略" in page


def test_a_draft_is_thrown_away(keeper, cast, station):
    activity = drafts.written(station, by=cast.keeper)
    assert keeper.post(f"/work/activities/{activity.pk}/discard/").status_code == 302
    assert not Activity.objects.exists()
