"""The roster of another county is not written without a word: by its title, or by the townships it names."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from deputies.models import Deputy, RosterImport
from deputies.roster import desk
from liaison.lib.sheets import ROSTER, read_tables
from tests.lib.workbooks import xlsx

from .rosters import VOCABULARY, bring_in, person, read, sheet

HUIXIAN = {"选区（选举单位）": "孟庄镇第6选区", "所在联络站": None}


@pytest.fixture
def foreign():
    """People of 辉县市 under a title that names nobody."""
    people = [person(f"{one}某某", 出生年月=f"197{n}.03", **HUIXIAN) for n, one in enumerate("甲乙丙")]
    return sheet(*people, title="人大代表名册")


def test_townships_of_another_county_are_noticed(cast, foreign):
    assert read(foreign, cast.yuanyang).doubt == (
        "名册里的乡镇（街道）有3行属于辉县市，选的是原阳县，请核对是不是选错了"
    )
    assert not read(foreign, cast.huixian).doubt


def test_one_stranger_among_ones_own_is_no_doubt(cast):
    own = [person(f"{one}某某", 出生年月=f"197{n}.03") for n, one in enumerate("乙丙")]
    assert not read(sheet(person(**HUIXIAN), *own, title="名册"), cast.yuanyang).doubt


def test_it_is_written_only_when_somebody_is_sure(cast, foreign):
    with pytest.raises(ValidationError, match="确认是原阳县的名册"):
        bring_in(foreign, cast.yuanyang)
    assert not Deputy.objects.exists()
    bring_in(foreign, cast.yuanyang, is_sure=True)
    assert Deputy.objects.count() == 3


def test_the_page_asks_for_a_tick(cast, enter, foreign):
    reading = read_tables(xlsx(foreign), VOCABULARY, ROSTER)
    kept = desk.receive(
        reading, "名册.xlsx", county=cast.yuanyang, on=None, token="", by=cast.yuanyang_officer
    )
    browser = enter(cast.yuanyang_officer)
    page = browser.get(reverse("work:roster_preview", args=[kept.pk])).content.decode()
    assert 'name="sure"' in page
    answer = browser.post(reverse("work:roster_apply", args=[kept.pk]), follow=True)
    assert "确认是原阳县的名册" in answer.content.decode()
    assert not Deputy.objects.exists()
    browser.post(reverse("work:roster_apply", args=[kept.pk]), {"sure": "1"})
    assert RosterImport.objects.get().state == "applied"


def test_the_command_asks_for_it_too(cast, foreign, tmp_path):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(xlsx(foreign))
    with pytest.raises(CommandError, match="--sure"):
        call_command("read_roster", str(file), county="410725", apply=True)
    assert not Deputy.objects.exists()
