"""A template and the month's facts become a Word file, in a process with limits (`worker`)."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from liaison.lib.office import FileError, FileKind, kind_of
from liaison.lib.room import NO_ROOM, has_room
from progress.papers import faults, sample
from progress.papers.facts import NAMES

LARGEST = 2 * 1024 * 1024
WORKER = Path(__file__).with_name("worker.py")
SECONDS = 5
"""How long the worker may use the processor."""
PATIENCE = 2 * SECONDS
"""Seconds by the clock."""


class TemplateFaultError(ValueError):
    """A template that cannot be used; the message is for the person who chose it."""


def fill(template: bytes, facts: dict[str, Any]) -> bytes:
    """The finished document. Raises TemplateFaultError where the template asks for what there is not."""
    return base64.b64decode(_ask("fill", template, [facts])["filled"][0])


def check(template: bytes) -> None:
    """Raise TemplateFaultError unless the template opens, asks for known names only, and can be filled.

    It is tried on invented months, one full and one of which nothing was reported: whether a
    template is good does not hang on the month in which it is brought.
    """
    if not has_room():
        raise TemplateFaultError(NO_ROOM)
    if len(template) > LARGEST:
        raise TemplateFaultError("模板不能超过 2 MB")
    try:
        if kind_of(template, "模板.docx") != FileKind.DOCX:
            raise TemplateFaultError("模板应是 .docx 文件")
    except FileError as problem:
        raise TemplateFaultError(str(problem)) from problem
    strange = sorted(set(_ask("names", template, [])["names"]) - NAMES)
    if strange:
        raise TemplateFaultError(
            f"模板里有不认识的名称：{'、'.join(strange)}。能用的有：{'、'.join(sorted(NAMES))}"
        )
    _ask("fill", template, sample.months())


def _ask(do: str, template: bytes, facts: list[dict[str, Any]]) -> dict[str, Any]:
    """One question to a worker that sees nothing of ours: no settings, no environment."""
    request = {"do": do, "template": base64.b64encode(template).decode(), "facts": facts}
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, and the request goes in as text
            [sys.executable, "-I", str(WORKER), str(SECONDS)],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as problem:
        raise TemplateFaultError(faults.SLOW) from problem
    said: dict[str, Any] = json.loads(done.stdout)
    if "fault" in said:
        raise TemplateFaultError(faults.in_words(said["fault"], said.get("message", "")))
    return said
