"""A real Redis as the cache of all workers: what waits in it is found, and its death is no error of ours."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from liaison.settings import env
from stations.models import Station
from tests import make
from tests.admin.test_exchange import CONFIRM, IMPORT, xlsx
from tests.servers import free_port

pytestmark = pytest.mark.django_db
PATIENCE = 30
ROW = {"乡镇（街道）": "百泉镇", "名称": "百泉镇站"}


@pytest.fixture
def redis(tmp_path: Path, settings: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A server that the site uses as its cache; ended by its own number."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("没有找到 redis-server，共用缓存的测试跳过；apt-get install redis-server 后再试")
    port = free_port()
    serve = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(serve, stdout=subprocess.DEVNULL)
    settings.CACHES = {"default": env.cache_url_config(f"redis://127.0.0.1:{port}/0")}
    try:
        wait()
        yield process
    finally:
        process.kill()
        process.wait()


def wait() -> None:
    """Return once it answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            cache.set("asked", 1)
            return
        except RedisError:
            time.sleep(0.05)
    pytest.fail(f"Redis 没有在 {PATIENCE} 秒内应答")


@pytest.fixture
def editor(cast: Any) -> Client:
    """The city editor, signed in; an error is answered as a page."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.city_editor)
    return client


def test_an_import_waits_in_redis_for_its_confirmation(editor: Client, redis: Any) -> None:
    page = editor.post(IMPORT, {"import_file": xlsx(ROW)})
    assert not Station.objects.exists()
    editor.post(CONFIRM, {"token": page.context["token"]})
    assert Station.objects.get().name == "百泉镇站"


def test_without_redis_staff_are_told_and_public_pages_go_on(editor: Client, redis: Any, cast: Any) -> None:
    station = make.station(cast.mengzhuang)
    redis.kill()
    redis.wait()
    assert editor.post(IMPORT, {"import_file": xlsx(ROW)}).status_code == 503
    assert Client().get(station.get_absolute_url()).status_code == 200
