"""Writes opinions, with a photo each third, as fast as it can; prints each number that was acknowledged."""

import itertools
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
django.setup()

from liaison.lib.images import prepare_photo  # noqa: E402
from opinions.actions import submit  # noqa: E402
from stations.models import Station  # noqa: E402
from tests import make  # noqa: E402


def main(most: int) -> None:
    """Until `most` are written or nobody listens any more."""
    station = Station.objects.first() or make.station(make.city()["mengzhuang"])
    picture = make.photo_file().read()
    numbers = itertools.count() if most == 0 else range(most)
    for number in numbers:
        photos = [prepare_photo(picture)] if number % 3 == 0 else []
        submit(
            station,
            f"第{number}件：村口到学校那段路没有灯",
            photos=photos,
            contact={"name": "示例", "phone": ""},
        )
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
