"""A real browser in front of the real server with the demo city, once for all journeys.

The server runs beside the tests on its own database and its own files, as
`dev.py run` starts it; nothing a journey does can touch another test.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.journeys.pages import STATION

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 90


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives a browser; one worker looks at the public pages, one goes on all others.

    Each has a server, a demo city and a browser of its own, so neither waits for the other.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            group = "pages" if item.path.stem == "test_every_page" else "journeys"
            item.add_marker(pytest.mark.xdist_group(group))


def chromium() -> str:
    """The browser on PATH; without one the journeys are skipped aloud (and fail in CI)."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("没有找到 Chromium，浏览器测试跳过")
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly prepared demo city."""
    chromium()
    var = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared_once(tmp_path_factory), var, dirs_exist_ok=True)
    env = environment(var)
    port = free_port()
    serve = [sys.executable, "-m", "gunicorn", "liaison.wsgi", "--bind", f"127.0.0.1:{port}"]
    serve += ["--threads", "4", "--no-control-socket", "--log-level", "error"]
    server = subprocess.Popen(serve, cwd=ROOT, env=env)
    try:
        wait_for(f"http://127.0.0.1:{port}/robots.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def environment(var: Path) -> dict[str, str]:
    """The surroundings of a demo city that lies in `var`."""
    return os.environ | {
        "LIAISON_VAR": str(var),
        "LIAISON_ENV": "local",
        "DATABASE_URL": f"sqlite:///{var / 'liaison.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
        "LOG_LEVEL": "ERROR",
    }


def prepared_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo city to copy, made by whichever worker of this run needs it first; the other waits."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    city, is_made = shared / "demo-city", shared / "demo-city-made"
    try:
        city.mkdir()
    except FileExistsError:
        return waited_for(city, is_made)
    prepare = [sys.executable, "-m", "liaison.portal.local"]
    subprocess.run(prepare, cwd=ROOT, env=environment(city), check=True, stdout=subprocess.DEVNULL)
    is_made.touch()
    return city


def waited_for(city: Path, is_made: Path) -> Path:
    """The city once another worker has made it."""
    end = time.monotonic() + 2 * PATIENCE
    while not is_made.exists():
        if time.monotonic() > end:
            pytest.fail("演示城市没有准备好")
        time.sleep(0.2)
    return city


def wait_for(address: str) -> None:
    """Return once the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own server
                answer.read()
                return
        except OSError:  # refused, reset, or too slow in waking
            time.sleep(0.1)
    pytest.fail(f"服务没有在 {PATIENCE} 秒内应答")


@pytest.fixture(scope="package")
def browser() -> Iterator["object"]:
    """One Chromium for all journeys. Its driver keeps a loop running, in which no database may be asked."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield chrome
        chrome.close()


@pytest.fixture(scope="package")
def places(site: str, browser: Any) -> dict[str, str]:
    """The demo city's best known station, one who can be met there, and one who serves no longer."""
    page = browser.new_context().new_page()
    page.goto(f"{site}/search/?q={STATION}")
    station = urlsplit(page.locator(".hits a").first.get_attribute("href")).path
    page.goto(site + station)
    deputy = page.locator("#deputies .person a").first.get_attribute("href")
    numbered = (f"/deputies/{number}/" for number in range(1, 999))
    former = next(path for path in numbered if "曾任" in page.request.get(site + path).text())
    page.goto(f"{site}/activities/?station={station.split('/')[2]}")
    activity = page.locator(".hits a").first.get_attribute("href")
    page.goto(f"{site}/awards/")
    case = page.locator("a.case").first.get_attribute("href")
    page.goto(f"{site}/bulletins/?series=topics")
    issue = page.locator(".issue h3 a").first.get_attribute("href")
    # The demo city withdrew the issue after its newest.
    withdrawn = re.sub(r"(\d+)/$", lambda found: f"{int(found[1]) + 1}/", issue)
    told = {"issue": issue, "withdrawn": withdrawn, "case": case, "activity": activity}
    page.goto(f"{site}/progress/")
    told["month"] = page.get_by_role("link", name="全部指标").get_attribute("href")
    page.context.close()
    return {"station": station, "code": station.split("/")[2], "deputy": deputy, "former": former} | told
