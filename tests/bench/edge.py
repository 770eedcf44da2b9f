"""Does a finished page through nginx cost what a file costs?

    .venv/bin/python deploy/rehearse.py --database postgresql://… --folder DIR --demo --seconds 900
    .venv/bin/python -m tests.bench.edge DIR [--seconds 3] [--rounds 5]

Needs `wrk`, from the distribution's packages. Eight connections over TLS ask for a page as a browser
does, compressed, and for a static file, in turns; medians of requests a second and of the CPU that
nginx spent on one. The file is the style sheet, about as long as a page.
"""

import argparse
import os
import re
import subprocess
from pathlib import Path
from statistics import median

from tests.bench.deployed import Deployed
from tests.bench.deputies import say

TICK = os.sysconf("SC_CLK_TCK")
PAGES = {"首页": "/", "站点列表": "/stations/", "代表列表": "/deputies/", "进展": "/progress/"}


def main() -> None:
    """Every page against the file."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seconds", type=int, default=3)
    asked.add_argument("--rounds", type=int, default=5)
    said = asked.parse_args()
    site = Edge(said.folder, said.seconds)
    words = site.line.ask("/").content.decode()  # type: ignore[attr-defined]
    style = re.search(r'href="(/static/[^"]+\.css)"', words)
    station = re.search(r'href="(/stations/[2-9A-Z]{6}/)"', site.line.ask("/stations/").content.decode())  # type: ignore[attr-defined]
    if style is None or station is None:
        raise SystemExit("没有找到样式或站点")
    for name, path in (PAGES | {"站点页": station[1]}).items():
        say(compare(site, name, path, style[1], said.rounds))


class Edge:
    """nginx of the rehearsal."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self.line, self.seconds = Deployed(folder), seconds
        self.first = (folder / "nginx.pid").read_text().strip()

    def cpu(self) -> float:
        """Seconds that nginx's workers have worked so far."""
        workers = Path(f"/proc/{self.first}/task/{self.first}/children").read_text().split()
        fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in workers]
        return sum(int(one[11]) + int(one[12]) for one in fields) / TICK

    def block(self, path: str) -> tuple[float, float]:
        """Requests a second, and CPU milliseconds of each; every answer has to be a good one."""
        before = self.cpu()
        command = ["wrk", "-t1", "-c8", f"-d{self.seconds}s", "-H", "Accept-Encoding: gzip"]
        told = subprocess.run(
            [*command, f"https://localhost:{self.line.port}{path}"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        if "Non-2xx" in told:
            raise SystemExit(f"{path}: {told}")
        count, rate = re.search(r"(\d+) requests in", told), re.search(r"Requests/sec:\s+([\d.]+)", told)
        if count is None or rate is None:
            raise SystemExit(told)
        return float(rate[1]), (self.cpu() - before) * 1000 / int(count[1])


def compare(site: Edge, name: str, path: str, file: str, rounds: int) -> str:
    """One line of the table in docs/speed.md."""
    site.block(path)
    turns = [(site.block(file), site.block(path)) for _ in range(rounds)]
    rates, costs = ([median(one[side][n] for one in turns) for side in (0, 1)] for n in (0, 1))
    rate, cost = rates[1] / rates[0], costs[1] / costs[0]
    return f"| {name} | {rates[1]:.0f} | {rates[0]:.0f} | {rate:.2f} | {cost:.2f} |"


if __name__ == "__main__":
    main()
