"""Any city starts by loading its divisions and one command."""

import re

import pytest
from django.core.management import CommandError, call_command

from bulletins.models import Series
from liaison.accounts.models import User
from liaison.portal.models import SiteSettings
from stations.models import RoadmapYear, Standard


@pytest.fixture
def jiaozuo(db, tmp_path):
    file = tmp_path / "jiaozuo.csv"
    file.write_text(
        "code,name,level,kind,parent_code\n410800,焦作市,city,市,\n410825,温县,county,县,410800\n"
    )
    call_command("load_divisions", str(file))


def test_another_city_is_ready_for_its_first_sign_in(jiaozuo, client, capsys):
    call_command("set_up", "--city", "410800", "--account", "xrw", "--first-year", "2026")
    password = re.search(r"密码 (\S+)（", capsys.readouterr().out)[1]
    assert SiteSettings.load().site_name == "焦作市人大代表联络站"
    assert (Standard.objects.count(), RoadmapYear.objects.count()) == (1, 3)
    assert [one.name for one in Series.objects.all()] == ["专题活动", "通知公告"]
    user = User.objects.get(username="xrw")
    assert user.check_password(password)
    assert user.has_perm("stations.add_station")
    assert "焦作市人大代表联络站" in client.get("/").content.decode()


@pytest.mark.parametrize(("city", "message"), [("410825", "没有代码为"), ("999999", "没有代码为")])
def test_only_a_known_city_can_be_set_up(jiaozuo, city, message):
    with pytest.raises(CommandError, match=message):
        call_command("set_up", "--city", city, "--account", "xrw")


def test_an_account_is_not_made_twice(jiaozuo):
    call_command("set_up", "--city", "410800", "--account", "xrw")
    with pytest.raises(CommandError, match="已经存在"):
        call_command("set_up", "--city", "410800", "--account", "xrw")
    assert SiteSettings.objects.count() == 1
