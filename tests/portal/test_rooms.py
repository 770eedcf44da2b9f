"""The navigation of the staff side leads where a person has work, and says where one is."""

from django.urls import reverse

from liaison.portal.rooms import VISIBLE, places


def labels(user, path="/work/"):
    visible, folded = places(user, path)
    return [place.label for place in visible], [place.label for place in folded]


def test_what_the_city_wants_less_often_folds_away(cast):
    visible, folded = labels(cast.city_editor)
    assert len(visible) == VISIBLE
    assert visible[0] == "待办"
    assert "台账导入" in folded
    assert "建站覆盖" in folded


def test_a_keeper_sees_neither_coverage_nor_imports(cast):
    visible, folded = labels(cast.keeper)
    assert "联络站" in visible
    assert not {"建站覆盖", "台账导入"} & {*visible, *folded}


def test_the_room_one_is_in_is_marked_and_only_that(cast, client):
    client.force_login(cast.city_editor)
    page = client.get(reverse("work:bulletins")).text
    assert '<summary aria-current="true">更多</summary>' in page
    assert f'<a href="{reverse("work:bulletins")}" aria-current="page">专题公告</a>' in page
    visible, folded = places(cast.city_editor, reverse("admin:stations_station_coverage"))
    assert [place.label for place in (*visible, *folded) if place.mark] == ["建站覆盖"]


def test_a_page_below_a_room_belongs_to_it(cast):
    visible, _ = places(cast.city_editor, reverse("admin:stations_station_add"))
    assert [(place.label, place.mark) for place in visible if place.mark] == [("联络站", "true")]
