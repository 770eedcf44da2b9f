"""Is anything lost or doubled that was acknowledged, when everything dies under load?

    .venv/bin/python -m tests.bench.durability [--rounds 50] [--on sqlite|postgres] [--seed 1]

In each round citizens send opinions with a photo and a county officer saves the monthly report,
until signal 9 ends gunicorn with all its workers, and on PostgreSQL every process of the database,
at a random moment. Whoever got no answer presses the button again in the next round. After each
round every acknowledged letter must be there once, whole, with a photo that opens; at the end every
letter sent must be there exactly once, and history and audit chain must be whole. Needs no prepared
data; a PostgreSQL of its own, with fsync on, is made for it.
"""

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from typing import Any

import django

from tests.bench.deputies import say
from tests.servers import EDGE, TOKEN, Upload, free_port, multipart, signed_in

CITIZENS = 3
PATIENCE = 60


@dataclass
class Letter:
    """One opinion as its author knows it."""

    text: str
    stamp: str
    token: str
    is_acknowledged: bool = False


@dataclass
class Report:
    """The monthly report as the officer knows it."""

    version: int = 0
    typed: dict[str, Any] = field(default_factory=dict)


def main() -> None:
    """Make a city, break it as often as asked, count."""
    said = options()
    with tempfile.TemporaryDirectory(prefix="liaison-durability-") as folder:
        if said.on == "sqlite":
            Trial(said, Path(folder), None).run()
            return
        from liaison.backups.cluster import Cluster

        place = Path(folder) / "postgres"
        Path(folder).chmod(0o755)
        cluster = Cluster(place, port=free_port(), options=("listen_addresses=127.0.0.1",))
        cluster.create()
        cluster.start()
        try:
            Trial(said, Path(folder), cluster).run()
        finally:
            cluster.stop("immediate")


def options() -> argparse.Namespace:
    """What may be asked."""
    asked = argparse.ArgumentParser(description="断电试验：反复杀死全部进程，看有没有丢失或重复")
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--on", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--seed", type=int, default=1)
    return asked.parse_args()


class Trial:
    """One database, one folder of photos, many deaths."""

    def __init__(self, said: argparse.Namespace, folder: Path, cluster: Any) -> None:
        self.rounds, self.chance, self.cluster = said.rounds, random.Random(said.seed), cluster
        self.folder, self.port = folder / "var", free_port()
        self.letters: list[Letter] = []
        self.report = Report()
        self.faults: list[str] = []
        database = f"sqlite:///{folder}/var/liaison.sqlite3"
        if cluster:
            database = f"postgresql://postgres@127.0.0.1:{cluster.port}/postgres"
        os.environ.update(
            LIAISON_VAR=str(self.folder), LIAISON_ENV="local", DATABASE_URL=database,
            SECRET_KEY="durability-" + "x" * 50, OPINION_LIMIT="1000000", LOG_LEVEL="CRITICAL",
            STATIC_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
            DJANGO_SETTINGS_MODULE="liaison.settings",
        )  # fmt: skip

    def run(self) -> None:
        """All rounds, then the account."""
        self.prepare()
        repeats = 0
        for turn in range(1, self.rounds + 1):
            again = [one for one in self.letters if not one.is_acknowledged]
            repeats += len(again)
            self.live_and_die(again)
            self.look()
            silent = sum(not one.is_acknowledged for one in self.letters)
            sent, version = len(self.letters), self.report.version
            say(f"第 {turn} 轮：意见 {sent} 件，{silent} 件没有得到答复，月报第 {version} 版")
        with self.served():
            self.send_again()
        self.account(repeats)

    def prepare(self) -> None:
        """A small city, its officer signed in, a picture to send."""
        (self.folder / "static").mkdir(parents=True)
        django.setup()
        from django.core.management import call_command
        from django.urls import reverse

        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        from tests import make
        from tests.progress import reports

        places = make.city()
        officer = make.user("huixian", role="county_officer", division=places["huixian"])
        self.station = make.station(places["mengzhuang"])
        self.officer, month = signed_in(officer), reports.last_month()
        self.report.typed = reports.posted(places["huixian"], month)
        self.address = reverse("work:report", args=[places["huixian"].code, month])
        picture = io.BytesIO()
        from PIL import Image

        Image.effect_noise((640, 480), 60).convert("RGB").save(picture, "JPEG")
        self.picture = ("photos", "路灯.jpg", picture.getvalue())

    # --- A round --------------------------------------------------------------------

    def live_and_die(self, again: list[Letter]) -> None:
        """Serve, let people write, and cut the power after a while that only chance knows."""
        before = sum(one.is_acknowledged for one in self.letters)
        with self.served() as server:
            begun = [self.begin(self.citizen, server, again[n::CITIZENS]) for n in range(CITIZENS)]
            begun.append(self.begin(self.save, server))
            end = time.monotonic() + PATIENCE
            while sum(one.is_acknowledged for one in self.letters) == before and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(self.chance.random())
            self.kill(server)
            for one in begun:
                one.join()
        must(not self.faults, "；".join(self.faults))

    def begin(self, task: Callable[..., None], *arguments: Any) -> Thread:
        """Somebody at work beside the others; what is wrong is told when all have ended."""

        def work() -> None:
            try:
                task(*arguments)
            except SystemExit as fault:
                self.faults.append(str(fault))

        thread = Thread(target=work)
        thread.start()
        return thread

    def kill(self, server: "subprocess.Popen[bytes]") -> None:
        """Everything at once, the database first."""
        database = self.processes_of_database() if self.cluster else []
        for pid in database:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        from django.db import connection

        connection.close()
        while any(is_alive(pid) for pid in database):
            time.sleep(0.02)
        if self.cluster:
            # A zombie that nobody buries holds its number, and the server would believe its lock files.
            (self.cluster.data / "postmaster.pid").unlink(missing_ok=True)
            for lock in self.cluster.folder.glob(".s.PGSQL.*.lock"):
                lock.unlink()
            self.cluster.start()

    def processes_of_database(self) -> list[int]:
        """The postmaster and everyone it has started."""
        postmaster = (self.cluster.data / "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [int(postmaster), *map(int, children)]

    def citizen(self, server: "subprocess.Popen[bytes]", waiting: list[Letter]) -> None:
        """Press again what was not answered, then write on, until nobody answers."""
        queue = list(waiting)
        while server.poll() is None:
            letter = queue.pop() if queue else self.write()
            if not self.send(letter):
                return

    def write(self) -> Letter:
        """A letter nobody has written before, on a page that was opened a minute ago."""
        from django.core import signing

        from opinions.forms import SALT

        token = f"{random.getrandbits(128):032x}"
        signer = signing.TimestampSigner(salt=SALT)
        signer.timestamp = lambda: signing.b62_encode(int(time.time()) - 60)  # type: ignore[method-assign]
        letter = Letter(f"路灯不亮了，第 {token} 盏。", signer.sign(token), token)
        self.letters.append(letter)
        return letter

    def send(self, letter: Letter) -> bool:
        """Whether an answer came; any but "received" is a fault of this script."""
        fields = {"text": letter.text, "stamp": letter.stamp, "agrees": "on", "csrfmiddlewaretoken": TOKEN}
        status = self.post(
            f"/opinions/new/?station={self.station.code}", {"csrftoken": TOKEN}, fields, self.picture
        )
        letter.is_acknowledged = status == 302
        must(status in (None, 302, 503), f"意见没有被收下：{status}")
        return status is not None

    def save(self, server: "subprocess.Popen[bytes]") -> None:
        """The officer saves again and again; each version says which it is."""
        while server.poll() is None:
            after = self.report.version + 1
            typed = self.report.typed | {"version": after - 1, "spent": after, "csrfmiddlewaretoken": TOKEN}
            status = self.post(self.address, self.officer, typed)
            must(status in (None, 302, 503), f"月报没有保存：{status}")
            if status != 302:
                return
            self.report.version = after

    def post(
        self, path: str, cookies: dict[str, str], fields: dict[str, Any], photo: Upload | None = None
    ) -> int | None:
        """The status that came back; None when the line broke."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        heads = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
        }
        try:
            line.request("POST", path, multipart(fields, photo), heads)
            answer = line.getresponse()
            answer.read()
            return answer.status
        except (OSError, HTTPException):
            return None
        finally:
            line.close()

    # --- What is left ---------------------------------------------------------------

    def look(self) -> None:
        """Every acknowledged letter once and whole; the report is the last one acknowledged, or the next."""
        from PIL import Image

        from opinions.models import Opinion
        from progress.models import Figure

        found = {one.token: one for one in Opinion.objects.prefetch_related("photos", "moves")}
        for letter in self.letters:
            kept = found.get(letter.token)
            if kept is None:
                must(not letter.is_acknowledged, f"丢失了已答复的意见 {letter.token}")
                continue
            must(kept.raw_text == letter.text and len(kept.photos.all()) == 1, f"意见不完整 {kept}")
            must(len(kept.moves.all()) <= 1, f"步骤重复 {kept}")
            with kept.photos.all()[0].image.open() as stream:
                Image.open(stream).load()
        spent = list(Figure.objects.filter(code="spent").values_list("report__version", "value"))
        version = spent[0][0] if spent else 0
        must(
            version in (self.report.version, self.report.version + 1),
            f"月报应是第 {self.report.version} 版：{spent}",
        )
        must(not spent or spent == [(version, version)], f"月报不完整：{spent}")
        self.report.version = version

    def send_again(self) -> None:
        """Whoever is still without an answer presses once more; then everybody presses once too often."""
        for letter in [one for one in self.letters if not one.is_acknowledged] + self.letters[-20:]:
            must(self.send(letter) and letter.is_acknowledged, "重新提交没有得到答复")

    def account(self, repeats: int) -> None:
        """Nothing lost, nothing doubled, history and audit chain whole."""
        from django.core.management import call_command
        from django.db import connection

        from opinions.models import Opinion, OpinionPhoto

        self.look()
        many = len(self.letters)
        counts = {
            "意见": Opinion.objects.count(),
            "照片": OpinionPhoto.objects.count(),
            "意见的第一条修改记录": Opinion.history.filter(history_type="+").count(),
        }
        for name, count in counts.items():
            must(count == many, f"{name}应有 {many}，实有 {count}")
        call_command("verify_audit")
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                must(cursor.fetchone() == ("ok",), "数据库不完整")
        say(f"{connection.vendor}：{self.rounds} 轮，{many} 件意见各有一份，重新提交过 {repeats} 次")
        say(f"月报保存 {self.report.version} 次；丢失 0，重复 0；修改记录和操作记录完整")

    @contextmanager
    def served(self) -> "Iterator[subprocess.Popen[bytes]]":
        """gunicorn as deployed, with two workers; killed at the end if nobody did it before."""
        serve = [sys.executable, "-m", "gunicorn", "liaison.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        serve += ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "critical"]
        server = subprocess.Popen(serve, start_new_session=True)
        try:
            self.wait()
            yield server
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()

    def wait(self) -> None:
        """Return once it answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                line.request("GET", "/healthz")
                line.getresponse().read()
                return
            except (OSError, HTTPException):
                time.sleep(0.05)
            finally:
                line.close()
        raise SystemExit("服务没有起来")


def is_alive(pid: int) -> bool:
    """Whether a process still runs, rather than waits to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def must(holds: bool, otherwise: str) -> None:
    """End with one sentence when something was lost."""
    if not holds:
        raise SystemExit(f"不对：{otherwise}")


if __name__ == "__main__":
    main()
