#!/usr/bin/env python3
"""The two commands of this house: `run` starts it, `test` checks it.

Needs nothing but Python 3.11 or newer: it makes `.venv`, installs what the lock
names and skips whatever has not changed since the last start. Only the standard
library, and syntax that an old Python can still read in order to be told.
"""

import argparse
import hashlib
import http.client
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
if sys.version_info < NEEDED:
    sys.exit(
        f"需要 Python 3.11 或更新的版本，现在运行的是 {sys.version_info[0]}.{sys.version_info[1]}；"
        "请换一个再试，例如 python3.11 dev.py run。\nLiaison needs Python 3.11 or newer."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

ACCOUNTS = (
    ("city", "市级编辑"),
    ("reviewer", "市级审核"),
    ("auditor", "审计"),
    ("huixian", "辉县市填报"),
    ("huixian-leader", "辉县市审签"),
    ("yuanyang", "原阳县填报"),
    ("mengzhuang", "孟庄镇站点管理员"),
)


# --- Speaking and starting programs -----------------------------------------------


def say(sentence):
    print(sentence, flush=True)


def give_up(sentence):
    """End with one sentence that says what is wrong and what to do."""
    sys.exit(sentence)


def begin(*command, **options):
    """Start a program from the top of the repository."""
    return subprocess.Popen([str(part) for part in command], cwd=str(ROOT), **options)


def end(child):
    """End a program we started, by its own number, and wait until it is gone."""
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(30)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def start(*command, **options):
    """Run a program to its end and answer its exit code; it never outlives this one."""
    child = begin(*command, **options)
    try:
        return child.wait()
    finally:
        end(child)


# --- The environment: .venv and the lock ------------------------------------------


def venv_works():
    """Whether `.venv` holds a Python that starts and is new enough."""
    question = f"import sys; sys.exit(sys.version_info < {NEEDED})"
    try:
        return start(PYTHON, "-c", question, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv():
    """A new `.venv` beside this file; uv makes it where Python's own tools are missing."""
    shutil.rmtree(str(VENV), ignore_errors=True)
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", VENV]
    elif shutil.which("uv"):
        command = ["uv", "venv", "--quiet", "--python", sys.executable, VENV]
    else:
        give_up("这个 Python 缺少 venv 模块：请先运行 apt install python3-venv（需要管理员权限），再重试。")
    if start(*command):
        give_up(f"没能建立 {VENV}，原因见上。")


def installers():
    """The ways to install, best first. uv is faster; pip knows the mirror that is configured here."""
    if shutil.which("uv"):
        yield ["uv", "pip", "install", "--quiet", "--python", PYTHON]
    if start(PYTHON, "-c", "import pip", stderr=subprocess.DEVNULL):
        start(PYTHON, "-m", "ensurepip", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def ensure_installed(lock):
    """Bring `.venv` to exactly this lock; nothing happens when it is there already.

    The development lock holds everything of the product's, so it also vouches for it.
    """
    if not venv_works():
        say("建立虚拟环境 .venv …")
        make_venv()
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = VENV / (lock + ".sha256")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"安装 {lock} 中锁定的依赖（第一次约需一分钟）…")
    for installer in installers():
        if not start(*installer, "--require-hashes", "-r", lock):
            stamp.write_text(wanted)
            return
    give_up("依赖没有装上，原因见上；请检查网络，或用 pip config set global.index-url 换一个镜像后重试。")


# --- The server -------------------------------------------------------------------


def check_port(port):
    """One sentence when nobody could serve there, before anything slow begins."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            give_up(f"没有权限使用端口 {port}：请换一个 1024 以上的端口，例如 --port 8000。")
        except OverflowError:
            give_up("端口应是 1 到 65535 之间的数，例如 --port 8000。")
        except OSError:
            other = 8001 if port == 8000 else 8000
            give_up(f"端口 {port} 不能用，多半已被占用：请换一个，例如 --port {other}。")


def server_command(port):
    if os.name == "nt":
        return [PYTHON, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    return [
        *(PYTHON, "-m", "gunicorn", "liaison.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--threads", "8", "--no-control-socket"),
        *("--graceful-timeout", "3", "--log-level", "warning"),
    ]


def answers(port):
    """Whether the site answers /healthz; asked directly, past any proxy of this machine."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False


def greet(port):
    say(f"\n  已启动：http://127.0.0.1:{port}/    后台：http://127.0.0.1:{port}/admin/")
    say("  演示账号（口令都是 demo-liaison）：")
    for username, role in ACCOUNTS:
        say(f"    {username:<16}{role}")
    say("  按 Ctrl-C 停止。\n")


def wait_for_answer(child, port):
    """Whether the server came up; half a minute is plenty even on a slow machine."""
    deadline = time.monotonic() + 30
    while child.poll() is None and time.monotonic() < deadline:
        if answers(port):
            return True
        time.sleep(0.1)
    return False


def serve(port):
    """Serve until Ctrl-C."""
    child = begin(*server_command(port))
    try:
        if wait_for_answer(child, port):
            greet(port)
            child.wait()
        give_up("服务没有起来或自己停了，原因见上。")
    except KeyboardInterrupt:
        say("\n正在停止 …")
    finally:
        end(child)
    say("已停止，数据都保留着。")


# --- The two commands -------------------------------------------------------------


def run(options):
    check_port(options.port)
    ensure_installed("requirements.txt")
    code = start(PYTHON, "-m", "liaison.portal.local", *(["--fresh"] if options.fresh else []))
    if code:
        sys.exit(code)
    serve(options.port)


def test(arguments):
    ensure_installed("requirements-dev.txt")
    sys.exit(start(PYTHON, "-m", "tests.suite", *arguments))


def parser():
    described = argparse.ArgumentParser(
        prog="dev.py", description="两条命令：run 启动，test 检查。", allow_abbrev=False
    )
    commands = described.add_subparsers(dest="command", metavar="{run,test}")
    runs = commands.add_parser("run", help="准备好一切并在本机启动，数据在 var/", allow_abbrev=False)
    runs.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    runs.add_argument("--fresh", action="store_true", help="先清空 var/ 里的数据，重新生成演示数据")
    commands.add_parser(
        "test",
        help="运行全部检查和测试；后面可跟 pytest 的参数，那就只运行 pytest",
        allow_abbrev=False,
        usage="dev.py test [pytest 的参数]",
    )
    return described


def interrupt(number, frame):
    raise KeyboardInterrupt


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace", line_buffering=True)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)
    described = parser()
    options, rest = described.parse_known_args()
    try:
        if options.command == "test":
            test(rest)
        elif rest or options.command is None:
            described.error(f"不认识的参数：{' '.join(rest)}" if rest else "请写 run 或 test")
        run(options)
    except KeyboardInterrupt:
        sys.exit("\n已停止。")
    except PermissionError as error:
        give_up(f"没有权限写入 {error.filename}：请换一个可写的目录，或用 LIAISON_VAR 指定数据目录。")


if __name__ == "__main__":
    main()
