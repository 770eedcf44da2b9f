"""Everything the test command checks, in order, with the time each step took.

    python -m tests.suite [pytest arguments]

`dev.py test` installs what this needs and starts it. Whatever this machine lacks is
skipped aloud; with `CI=true` a skip is a failure. With pytest arguments only pytest
runs, with these.
"""

import base64
import getpass
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TEMPLATES = ("templates", "liaison", "stations")
SECOND_ROUND = "database and not once and not browser and not sqlite"
"""What another database might answer otherwise; `tests/conftest.py` sees who asks one."""
OK, FAILED, SKIPPED = "通过", "失败", "跳过"


@dataclass(frozen=True)
class Result:
    """How one step went."""

    name: str
    outcome: str
    seconds: float
    remark: str = ""


def find_chromium() -> str | None:
    """The browser of this machine, if it has one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


# --- PostgreSQL: is there one we may make databases on? ---------------------------


def candidates() -> Iterator[str]:
    """Where a PostgreSQL may answer: the address given, or the usual ones of this machine."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    for user in ("postgres", getpass.getuser()):
        yield f"postgresql://{quote(user)}@127.0.0.1:5432/postgres"


def lets_us_in(url: str) -> bool:
    """Whether the server answers and lets this user make databases."""
    question = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(question).fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


def find_postgres() -> str | None:
    """Address of a database of our own on the first server that lets us in.

    The name is new each time, so two runs on one machine do not meet.
    """
    url = next(filter(lets_us_in, candidates()), None)
    return url and urlunsplit(urlsplit(url)._replace(path=f"/liaison_{secrets.token_hex(3)}"))


# --- Steps ------------------------------------------------------------------------


def environment(var: str, **extra: str) -> dict[str, str]:
    """The surroundings of a step: nothing of this machine's own settings or data.

    What is compiled is written down whatever the machine says: tests start this program a hundred times.
    """
    ours = {
        "LIAISON_ENV": "local",
        "LIAISON_VAR": var,
        "DATABASE_URL": f"sqlite:///{var}/liaison.sqlite3",
        "SECRET_KEY": "",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "DEBUG": "false",
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **ours, **extra}


def python(*arguments: str) -> list[str]:
    """A module run by this very Python."""
    return [sys.executable, *arguments]


def tool(name: str) -> str:
    """A program installed beside this Python."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


def production() -> dict[str, str]:
    """What a safe production configuration looks like, to be checked as such."""
    return {
        "LIAISON_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "llz.example.gov.cn",
        "CONTACT_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def checks() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """The checks that run no test: name, command, extra environment."""
    yield "写法 ruff check", python("-m", "ruff", "check", "."), {}
    yield "格式 ruff format", python("-m", "ruff", "format", "--check", "."), {}
    yield "模板缩进 djhtml", python("-m", "djhtml", "--tabwidth", "2", "--check", *TEMPLATES), {}
    yield "层次 import-linter", [tool("lint-imports")], {}
    yield "类型 mypy", python("-m", "mypy"), {}
    yield "迁移齐全", python("manage.py", "makemigrations", "--check", "--dry-run"), {}
    deploy = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    yield "生产配置 check --deploy", deploy, production()


def begin(command: list[str], env: dict[str, str], *, is_loud: bool) -> int:
    """Run a step to its end and answer its exit code; a quiet one speaks only when it fails."""
    pipe = None if is_loud else subprocess.PIPE
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=pipe, stderr=pipe and subprocess.STDOUT)
    try:
        words, _ = child.communicate()
    except SystemExit:  # told to end from outside: let it put away its databases
        child.send_signal(signal.SIGINT)
        child.wait(25)
        raise
    if child.returncode and words:
        sys.stdout.buffer.write(words)
        sys.stdout.flush()
    return child.returncode


def carry_out(name: str, command: list[str], env: dict[str, str], *, is_loud: bool = False) -> Result:
    """One step, announced and timed."""
    print(f"── {name}", flush=True)
    start = time.monotonic()
    code = begin(command, env, is_loud=is_loud)
    return Result(name, FAILED if code else OK, time.monotonic() - start)


def skip(name: str, how: str) -> Result:
    """A step this machine cannot run, and how to enable it; a failure where all must run."""
    return Result(name, FAILED if CI else SKIPPED, 0, how)


def pytest(*arguments: str) -> list[str]:
    """pytest on all cores; what shares a demo city or a browser stays on one of them."""
    cores = str(os.cpu_count() or 2)
    return python("-m", "pytest", "-q", "-n", cores, "--dist", "loadgroup", *arguments)


def everything(var: str) -> Iterator[Result]:
    """Every check, then the tests on SQLite (with the browser) and on PostgreSQL."""
    for name, command, extra in checks():
        yield carry_out(name, command, environment(var, **extra))
    has_browser = find_chromium() is not None
    marks = "not postgres" if has_browser else "not postgres and not browser"
    yield carry_out("测试 SQLite", pytest("-m", marks), environment(var), is_loud=True)
    if not has_browser:
        yield skip("浏览器测试", "没有找到 Chromium：apt install chromium fonts-noto-cjk")
    yield on_postgres(var)


def on_postgres(var: str) -> Result:
    """The tests that ask a database once more, on PostgreSQL; the browser has seen the pages already."""
    name = "测试 PostgreSQL"
    if url := find_postgres():
        command = pytest("-m", SECOND_ROUND)
        return carry_out(name, command, environment(var, DATABASE_URL=url), is_loud=True)
    if os.environ.get("TEST_POSTGRES_URL"):
        return Result(name, FAILED, 0, "TEST_POSTGRES_URL 指向的服务器没有应答，或不允许建库")
    return skip(name, "没有应答的 PostgreSQL：apt install postgresql，或设置 TEST_POSTGRES_URL")


def only_pytest(var: str, arguments: list[str]) -> Iterator[Result]:
    """pytest with these arguments, on SQLite, and on PostgreSQL where one is named."""
    command = python("-m", "pytest", *arguments)
    yield carry_out("测试 SQLite", command, environment(var), is_loud=True)
    if os.environ.get("TEST_POSTGRES_URL") and (url := find_postgres()):
        yield carry_out("测试 PostgreSQL", command, environment(var, DATABASE_URL=url), is_loud=True)


# --- The account of it ------------------------------------------------------------


def width(text: str) -> int:
    """Columns on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def tell(results: list[Result]) -> None:
    """A table of what ran and how long, and what was skipped, said aloud."""
    print()
    for result in results:
        padding = " " * (26 - width(result.name))
        print(f"  {result.name}{padding}{result.outcome}{result.seconds:8.1f} 秒  {result.remark}".rstrip())
    skipped = [result for result in results if result.outcome == SKIPPED]
    if skipped:
        print(f"\n  有 {len(skipped)} 步没有运行：{'、'.join(result.name for result in skipped)}")
    print(flush=True)


def main(arguments: list[str]) -> int:
    """Run, tell, and answer 0 only if nothing failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="liaison-test-") as var:
        results = list(only_pytest(var, arguments) if arguments else everything(var))
    tell(results)
    return int(any(result.outcome == FAILED for result in results))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
