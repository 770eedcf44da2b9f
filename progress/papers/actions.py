"""Taking a template into use and out of it again; whatever is done is on the trail."""

from typing import Any

from django.db import transaction

from liaison.audit import record
from liaison.divisions.models import Division
from liaison.lib.text import tidy
from progress.models import PaperTemplate
from progress.papers.filling import check
from progress.papers.kinds import PaperKind


def template_of(city: Division, kind: str) -> bytes:
    """The template in force: the city's own, or the built-in one."""
    own = PaperTemplate.objects.filter(city=city, kind=kind).values_list("content", flat=True).first()
    if own is not None:
        return bytes(own)
    from progress.papers import builtin

    return builtin.template(kind)


def use(city: Division, kind: str, content: bytes, name: str, *, by: Any) -> None:
    """Take `content` into use; raises TemplateFaultError where it cannot be filled, and the old one stays."""
    check(content)
    _take(city, kind, content, tidy(name)[-120:], by=by)


@transaction.atomic
def _take(city: Division, kind: str, content: bytes, name: str, *, by: Any) -> None:
    """Checked before: a worker may take seconds, and no transaction waits for it."""
    PaperTemplate.objects.update_or_create(
        city=city, kind=kind, defaults={"content": content, "name": name, "uploaded_by": by}
    )
    record(by, "更换文件模板", city, kind=str(PaperKind(kind).label), name=name)


@transaction.atomic
def give_up(city: Division, kind: str, *, by: Any) -> bool:
    """Back to the built-in template; whether there was another."""
    gone, _ = PaperTemplate.objects.filter(city=city, kind=kind).delete()
    if gone:
        record(by, "恢复内置文件模板", city, kind=str(PaperKind(kind).label))
    return bool(gone)
