"""A backup is an equal site: taken while people write, proved, and refused when it is not whole."""

import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.backups.conftest import Site

pytestmark = pytest.mark.xdist_group("backups")
WRITER = "tests/backups/writer.py"


@pytest.fixture(scope="module")
def live(make_site: Callable[..., Site]) -> Site:
    """A site in use: a backup was taken while somebody wrote; the writer is gone now."""
    site = make_site()
    writer = site.start("-m", "tests.backups.writer", "0")
    assert writer.stdout
    try:
        site.facts_before = [int(writer.stdout.readline()) for _ in range(20)]  # type: ignore[attr-defined]
        site.taken = site.manage("backup")  # type: ignore[attr-defined]
        assert writer.poll() is None, "it wrote all the while"
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    return site


@pytest.fixture(scope="module")
def quiet(live: Site) -> Path:
    """A backup of the same site with nobody at work: the second archive."""
    done = live.manage("backup", "--keep", "0,0,0")
    assert done.returncode == 0, done.stderr
    return live.archives()[-1]


@pytest.fixture(scope="module")
def busy(live: Site) -> Path:
    """The archive that was taken under load."""
    return live.archives()[0]


def opinions(site: Site) -> set[int]:
    """The numbers of the opinions there."""
    return {int(number) for row in site.rows("opinions_opinion") for number in re.findall(r"第(\d+)件", row)}


@pytest.mark.django_db
def test_a_backup_under_load_holds_every_write_acknowledged_before_it(live, busy, make_site):
    assert live.taken.returncode == 0, live.taken.stderr
    assert "备份成功并已验证" in live.taken.stdout
    other = make_site(empty=True)
    done = other.manage("restore", str(busy))
    assert done.returncode == 0, done.stderr
    found = opinions(other)
    assert set(live.facts_before) <= found <= opinions(live)
    assert found == set(range(len(found))), "no hole: it is one moment"
    assert len(other.rows("opinions_opinionphoto")) == len(range(0, len(found), 3))
    for table in ("opinions_opinion", "opinions_opinionphoto", "opinions_opinionmove", "opinions_contact"):
        assert set(other.rows(table)) <= set(live.rows(table)), table
    pictures = {
        name for row in other.rows("opinions_opinionphoto") for name in re.findall(r"'(private/[^']+)'", row)
    }
    assert pictures
    assert pictures <= set(other.files())
    assert other.files().items() <= live.files().items()
    assert "条操作记录完整" in other.manage("verify_audit").stdout


def test_a_quiet_backup_restores_to_an_equal_database_and_equal_uploads(live, quiet, make_site):
    other = make_site(empty=True)
    assert other.manage("restore", str(quiet)).returncode == 0
    there, here = other.everything(), live.everything()
    assert there.keys() - {"liaison_cache"} == here.keys() - {"liaison_cache"}, "what is cached is made anew"
    # One event more: that it was restored.
    events = [row for row in there["audit_event"] if "恢复备份" in row]
    assert len(events) == 1
    there["audit_event"].remove(events[0])
    changed = {table for table in here if here[table] != there[table]}
    assert changed <= {"audit_chainhead", "sqlite_sequence", "pages_change"}
    assert other.files() == live.files()


def test_the_archive_tells_what_it_is_and_no_secret(live, quiet):
    with tarfile.open(quiet) as tar:
        facts = json.load(tar.extractfile("manifest.json"))
        told = json.load(tar.extractfile("settings.json"))
    assert facts["format"] == 1
    assert facts["rows"]["opinions_opinion"] == len(opinions(live))
    assert ["opinions", "0001_opinions"] in facts["migrations"]
    assert told["LIAISON_VAR"] == str(live.var)
    content = quiet.read_bytes()
    for secret in ("k" * 50, "A" * 43):
        assert secret.encode() not in content
    if live.facts and live.facts["password"]:
        assert live.facts["password"] not in told["DATABASE_URL"]
    assert quiet.stat().st_mode & 0o077 == 0, "only the owner reads it"


def test_what_was_cut_or_changed_is_refused_and_nothing_is_touched(live, quiet, make_site, tmp_path):
    other = make_site(empty=True)
    whole = quiet.read_bytes()
    middle = whole.index(b"WEBP") + 40
    bad = {
        "cut": whole[: len(whole) // 2],
        "shorn": whole[:-1],
        "photo": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    }
    for name, content in bad.items():
        path = tmp_path / f"{name}.tar"
        path.write_bytes(content)
        done = other.manage("restore", str(path))
        assert done.returncode == 1, name
        assert "没有恢复，这里的数据没有动" in done.stderr
        assert "Traceback" not in done.stderr
    assert other.everything() == {}
    assert {path.name for path in other.var.iterdir()} <= {"liaison.sqlite3"}


def test_data_that_are_there_stay_or_are_kept_aside(live, quiet, make_site):
    other = make_site()
    (other.var / "media").mkdir()
    (other.var / "media/old.jpg").write_bytes(b"old")
    refused = other.manage("restore", str(quiet))
    assert "--replace" in refused.stderr
    assert other.files().keys() == {"old.jpg"}
    assert other.rows("opinions_opinion") == []

    done = other.manage("restore", str(quiet), "--replace")
    assert done.returncode == 0, done.stderr
    assert opinions(other) == opinions(live)
    assert other.files() == live.files()
    (aside,) = other.var.glob("before-restore-*")
    assert (aside / "media/old.jpg").read_bytes() == b"old"
    assert str(aside) in done.stdout
