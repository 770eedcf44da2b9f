"""Where uploads lie in a store of the S3 kind, an archive holds them all the same and gives them back."""

import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.backups.conftest import Site
from tests.stores import Store, running

pytestmark = [pytest.mark.xdist_group("backups"), pytest.mark.django_db]
SENT, PHOTOS = 7, 3
"""Opinions written, and the photos among them: one with each third."""


@pytest.fixture(scope="module")
def make_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Store]]:
    """Make stores, each with a bucket of its own."""
    with ExitStack() as stores:
        yield lambda: stores.enter_context(running(tmp_path_factory.mktemp("bucket")))


@pytest.fixture(scope="module")
def store(make_store: Callable[[], Store]) -> Store:
    """Where the site's uploads are."""
    return make_store()


@pytest.fixture(scope="module")
def site(make_site: Callable[..., Site], store: Store) -> Site:
    """A site whose opinions and photos have been written; nobody is at work now."""
    site = make_site()
    site.told = store.env
    written = site.start("-m", "tests.backups.writer", str(SENT)).communicate()[0]
    assert written.split() == [str(number) for number in range(SENT)]
    return site


@pytest.fixture(scope="module")
def archive(site: Site) -> Path:
    """A backup of it."""
    done = site.manage("backup")
    assert done.returncode == 0, done.stderr
    assert "备份成功并已验证" in done.stdout
    assert "注意" not in done.stderr
    return site.archives()[0]


def empty_site(make_site: Callable[..., Site], store: Store) -> Site:
    """A new machine that knows a store."""
    site = make_site(empty=True)
    site.told = store.env
    return site


def test_the_archive_holds_what_the_store_holds(archive, store):
    with tarfile.open(archive) as tar:
        names = {name.removeprefix("media/") for name in tar.getnames() if name.startswith("media/")}
    assert len(names) >= PHOTOS
    assert names == store.files().keys()


def test_a_new_machine_with_an_empty_store_gets_both_back(archive, site, store, make_site, make_store):
    new = make_store()
    other = empty_site(make_site, new)
    done = other.manage("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert new.files() == store.files()
    assert other.rows("opinions_opinionphoto") == site.rows("opinions_opinionphoto")
    assert other.files() == {}, "nothing is left on the disk"
    assert "都在" in other.manage("check_health").stdout


def test_what_else_a_store_holds_stays_and_what_it_lost_comes_back(archive, store, make_site, make_store):
    used = make_store()
    kept, damaged = sorted(store.files())[:2]
    there = {"later.jpg": b"after the backup", kept: store.files()[kept], damaged: b"half"}
    for name, content in there.items():
        (used.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (used.folder / name).write_bytes(content)
    done = empty_site(make_site, used).manage("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "存储里另有 1 个文件不在这份备份里" in done.stderr
    assert used.files() == store.files() | {"later.jpg": b"after the backup"}


def test_while_the_store_is_away_nothing_is_called_a_backup(site, archive, make_store):
    away = make_store()
    away.stop()
    site.told, told = away.env, site.told
    done = site.manage("backup")
    site.told = told
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有备份：存放文件的存储没有应答" in done.stderr
    assert site.archives() == [archive]


def test_while_the_store_is_away_nothing_is_restored(archive, make_site, make_store):
    away = make_store()
    away.stop()
    other = empty_site(make_site, away)
    done = other.manage("restore", str(archive))
    assert done.returncode == 1
    assert "没有恢复，这里的数据没有动：存放文件的存储没有应答" in done.stderr
    assert other.everything() == {}
    assert other.files() == {}
