"""The two commands, as a person meets them on a machine that lacks something."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from liaison.portal import local

ROOT = Path(__file__).resolve().parent.parent
UNNAMED = {"NAME": "", "ENGINE": "django.db.backends.postgresql"}


def dev(*arguments: str, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """dev.py with these arguments; it must end by itself."""
    return subprocess.run(
        [sys.executable, str(root / "dev.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of dev.py alone, where nothing has been made yet."""
    shutil.copy(ROOT / "dev.py", tmp_path)
    return tmp_path


def test_a_port_in_use_gets_one_sentence_before_anything_slow(bare: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = dev("run", "--port", str(port), root=bare)
    assert told.returncode == 1
    assert told.stderr.strip() == f"端口 {port} 不能用，多半已被占用：请换一个，例如 --port 8000。"
    assert not (bare / ".venv").exists()


def test_a_missing_venv_module_gets_one_sentence(bare: Path) -> None:
    (bare / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'ensurepip' else found(name, *rest)\n"
    )
    told = dev("test", root=bare, PYTHONPATH=str(bare), PATH="/nowhere")
    assert told.returncode == 1
    assert told.stderr.strip().splitlines()[-1].startswith("这个 Python 缺少 venv 模块")
    assert "apt install python3-venv" in told.stderr
    assert "Traceback" not in told.stderr


def test_no_command_and_unknown_arguments_are_refused() -> None:
    assert dev().returncode == 2
    assert dev("run", "--loud").returncode == 2
    assert "--port" in dev("run", "--help").stdout


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 6))


# --- The data folder --------------------------------------------------------------


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A data folder somewhere else, holding a file of somebody's."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "私人笔记.txt").write_text("别删")
    return folder


def fill(var: Path, *, is_ours: bool) -> dict[str, str]:
    """Lay what a start makes; only ours carries the stamp."""
    (var / local.DATABASE).write_text("")
    (var / "media").mkdir()
    (var / "media" / "a.jpg").write_text("")
    if is_ours:
        (var / local.STAMP).write_text("{}")
    return {"NAME": str(var / local.DATABASE)}


def test_fresh_deletes_what_a_start_made_and_nothing_else(var: Path) -> None:
    local.empty(ROOT, var, fill(var, is_ours=True))
    assert [path.name for path in var.iterdir()] == ["私人笔记.txt"]


def test_fresh_leaves_a_folder_alone_that_no_start_made(var: Path) -> None:
    database = fill(var, is_ours=False)
    with pytest.raises(SystemExit, match=r"不是 dev\.py run 建立的"):
        local.empty(ROOT, var, database)
    assert (var / "media" / "a.jpg").exists()


def test_fresh_does_not_touch_another_database(var: Path) -> None:
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        local.empty(ROOT, var, UNNAMED)


def test_fresh_removes_a_link_but_not_what_it_points_to(var: Path, tmp_path: Path) -> None:
    database = fill(var, is_ours=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.jpg").write_text("")
    (var / "static").symlink_to(tmp_path / "elsewhere")
    local.empty(ROOT, var, database)
    assert (tmp_path / "elsewhere" / "b.jpg").exists()
    assert not (var / "static").exists()


def test_what_was_prepared_is_remembered_only_for_the_same_database_file(var: Path) -> None:
    database = fill(var, is_ours=True)
    stamp = var / local.STAMP
    stamp.write_text(f'{{"identity": "{local.identity(database)}", "static": "abc"}}')
    assert local.remembered(stamp, database)["static"] == "abc"
    (var / local.DATABASE).rename(var / "old")
    (var / local.DATABASE).write_text("")
    assert local.remembered(stamp, database) == {}
    assert local.remembered(stamp, UNNAMED) == {}


def test_a_changed_file_makes_its_step_due_again(tmp_path: Path) -> None:
    part = tmp_path / "static" / "site.css"
    part.parent.mkdir()
    part.write_text("a{}")
    before = local.fingerprint(tmp_path, tmp_path / "var", ["static/**/*"])
    part.write_text("a{}b{}")
    assert local.fingerprint(tmp_path, tmp_path / "var", ["static/**/*"]) != before


def test_what_a_start_makes_itself_does_not_make_a_step_due_again(tmp_path: Path) -> None:
    before = local.fingerprint(tmp_path, tmp_path / "var", ["*/static/**/*"])
    made = tmp_path / "var" / "static" / "site.1234.css"
    made.parent.mkdir(parents=True)
    made.write_text("a{}")
    assert local.fingerprint(tmp_path, tmp_path / "var", ["*/static/**/*"]) == before
