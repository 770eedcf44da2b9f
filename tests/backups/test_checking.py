"""What monitoring is told: one sentence for each thing, and whether all is well."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from liaison.audit import record
from liaison.audit.models import Event
from liaison.backups import checking, shelf
from liaison.lib import room
from stations.models import Photo
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    """A data folder of the test's own, with a backup an hour old."""
    settings.VAR_DIR = tmp_path
    shelf.remember(shelf.Last(timezone.now() - timedelta(hours=1), "x.tar", 1, []))


def told(capsys) -> tuple[int, str]:
    """How the command ends, and what it says."""
    try:
        call_command("check_health")
        code = 0
    except SystemExit as end:
        code = int(end.code)
    return code, capsys.readouterr().out


def well(name: str) -> bool:
    """Whether this thing is well."""
    return next(one.is_well for one in checking.examine() if one.name == name)


def test_a_whole_site_is_well(cast, capsys, monkeypatch):
    monkeypatch.setattr(checking, "POSTGRES", ())  # a test server may run without fsync
    record(cast.city_editor, "登录", cast.city_editor)
    Photo.objects.create(station=make.station(cast.mengzhuang), image=make.photo_file())
    code, said = told(capsys)
    assert code == 0, said
    assert "看了 1 个，都在" in said
    assert said.count("正常") == 9
    assert "最近一次验证过的备份在 1 小时前" in said


def test_an_altered_trail_a_missing_file_and_an_old_backup_are_named(cast, capsys):
    record(cast.city_editor, "登录", cast.city_editor)
    Event.objects.filter(verb="登录").update(verb="退出")
    station = make.station(cast.mengzhuang)
    photo = Photo.objects.create(station=station, image=make.photo_file())
    Photo.objects.filter(pk=photo.pk).update(image="stations/gone.jpg")
    shelf.remember(shelf.Last(timezone.now() - timedelta(hours=27), "x.tar", 1, []))
    code, said = told(capsys)
    assert code == 1
    assert "操作记录：从第 " in said
    assert "stations/gone.jpg" in said
    assert "有问题　备份" in said


def test_a_site_that_was_never_backed_up_is_told_how(settings, tmp_path, capsys):
    (tmp_path / "last_backup.json").unlink()
    assert "运行 manage.py backup" in told(capsys)[1]


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(room, "LEAST_FOR_UPLOADS", 1 << 62)
    assert not well("磁盘")


def test_without_a_database_the_rest_is_still_looked_at(monkeypatch, capsys):
    def gone():
        raise OperationalError("connection refused")

    monkeypatch.setitem(checking.IN_DATABASE, "数据库", gone)
    code, said = told(capsys)
    assert code == 1
    assert "数据库没有应答：connection refused" in said
    assert "备份：" in said
    assert "表结构" not in said


@pytest.mark.sqlite
def test_a_database_that_does_not_wait_for_the_disk_is_told():
    assert well("写入保障")
    with connection.cursor() as cursor:
        level = cursor.execute("PRAGMA synchronous").fetchone()[0]
    assert level >= 2


@pytest.mark.parametrize(
    ("hours", "told", "is_red"),
    [(3, "备份在 3 小时前", False), (27, "已经太久", True), (None, "还没有做过备份", True)],
)
def test_the_desk_tells_the_citys_people_how_old_the_last_backup_is(
    client, cast, settings, tmp_path, hours, told, is_red
):
    settings.PRODUCTION = True
    (tmp_path / "last_backup.json").unlink()
    if hours is not None:
        shelf.remember(shelf.Last(timezone.now() - timedelta(hours=hours), "x.tar", 1, []))
    for person in (cast.city_editor, cast.auditor):
        client.force_login(person)
        page = client.get("/admin/").text
        assert told in page
        assert ('class="errornote"' in page) is is_red
    client.force_login(cast.huixian_officer)
    assert "备份" not in client.get("/admin/").text
