"""Does the time of a refusal tell whether a name exists?

    .venv/bin/python -m tests.bench.guessing [--rounds 60]

Wrong passwords for names that exist and for names that do not, in turns, each name once and each
from an address of its own, so that no limit is met. Tells both medians, their difference, and the
noise: the middle half of the times of one kind. Ends with 1 when the difference is not below it.
"""

import argparse
import os
import tempfile
import time
from statistics import median, quantiles

from tests.bench.deputies import say

LOGIN = "/accounts/login/"


def set_up(folder: str) -> None:
    """Django on an empty database with the hasher of a real installation."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "liaison.settings", "LIAISON_VAR": folder, "LIAISON_ENV": "local",
        "DATABASE_URL": f"sqlite:///{folder}/liaison.sqlite3", "LOG_LEVEL": "CRITICAL",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "TRUSTED_PROXIES": "",
    }  # fmt: skip
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    os.makedirs(f"{folder}/static", exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")


def refusal(name: str, number: int) -> float:
    """Milliseconds until a wrong password was refused."""
    from django.test import Client

    client, begun = Client(REMOTE_ADDR=f"198.18.{number // 250}.{number % 250 + 1}"), time.perf_counter()
    answer = client.post(LOGIN, {"login": name, "password": "wrong-password-here"})
    spent = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200 or "用户名或密码错误" not in answer.text:
        raise SystemExit(f"{name}: {answer.status_code}")
    return spent


def main() -> int:
    """Measure in turns, tell, judge."""
    asked = argparse.ArgumentParser(description="从被拒绝的快慢能不能看出有没有这个人")
    asked.add_argument("--rounds", type=int, default=60)
    rounds = asked.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        from tests import make

        places = make.city()
        for number in range(rounds + 5):
            make.user(f"known{number}", role="county_officer", division=places["huixian"])
        known, unknown = [], []
        for number in range(rounds + 5):
            known.append(refusal(f"known{number}", 2 * number))
            unknown.append(refusal(f"nobody{number}", 2 * number + 1))
    known, unknown = known[5:], unknown[5:]
    low, _, high = quantiles(known, n=4)
    difference, noise = abs(median(known) - median(unknown)), high - low
    say(f"有这个人：中位数 {median(known):.1f} 毫秒；没有：{median(unknown):.1f} 毫秒")
    say(f"相差 {difference:.2f} 毫秒，噪声（中间一半的宽度）{noise:.2f} 毫秒")
    return int(difference >= noise)


if __name__ == "__main__":
    raise SystemExit(main())
