"""Fills a template in a process of its own: `worker.py SECONDS`, a request on stdin, an answer on stdout.

A template is a small program of somebody else's. The sandbox keeps it from reaching for anything;
it does not keep it from looping for ever or writing gigabytes. A process can be given limits and
ended; a thread cannot. This file imports nothing of ours, so that it starts in a tenth of a second.
"""

import base64
import io
import json
import resource
import sys
import zipfile
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

MEMORY = 768 * 1024 * 1024
LARGEST_RESULT = 20 * 1024 * 1024


def environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: they name facts, choose and repeat, and reach nothing else."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def names(template: bytes) -> list[str]:
    """What the template takes from outside: text, headers and footers."""
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    return sorted(document.get_undeclared_template_variables(jinja_env=environment()))


def fill(template: bytes, facts: dict[str, Any]) -> bytes:
    """The finished document."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(facts, jinja_env=environment(), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The names, or the documents of all facts that were sent."""
    template = base64.b64decode(request["template"])
    if request["do"] == "names":
        return {"names": names(template)}
    filled = [fill(template, facts) for facts in request["facts"]]
    if any(len(one) > LARGEST_RESULT for one in filled):
        return {"fault": "large"}
    return {"filled": [base64.b64encode(one).decode() for one in filled]}


KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (MemoryError, "large"),
    (RecursionError, "large"),
    (UndefinedError, "undefined"),
    (SecurityError, "unsafe"),
    (TemplateSyntaxError, "syntax"),
    (TemplateError, "other"),
    (zipfile.BadZipFile, "broken"),
    (KeyError, "broken"),
    (OSError, "broken"),
)
"""Which word tells which error; the first that fits."""


def main() -> None:
    """One request, one answer, within limits of time and memory."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        said = answer(json.load(sys.stdin))
    except Exception as problem:
        kind = next((kind for error, kind in KINDS if isinstance(problem, error)), "other")
        said = {"fault": kind, "message": str(problem)[:300]}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
