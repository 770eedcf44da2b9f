"""Rights of the person whose data it is: a copy of everything, and erasure (PIPL §45, §47; trust.md R40).

Both are done by the command of an operator on behalf of a member of staff who has checked who
asks; both leave an audit event.
"""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from deputies.models import Deputy
from deputies.privacy import DEPUTY, Reach
from liaison.accounts.models import User
from liaison.audit import record
from opinions.models import Contact, Opinion
from opinions.models.opinion import DONE

ERASED = "（应本人要求删除）"
HIDDEN = {"token", "digest", "sealed", "folded", "search_text", "search_tokens"}
"""Columns that say nothing about a person beyond what the others say."""
KEPT_OF_DEPUTY = (Reach.INTERNAL, Reach.OPTIONAL)


@transaction.atomic
def export(row: Opinion | Deputy, *, by: User) -> dict[str, Any]:
    """Everything held about the author of an opinion, or about a deputy; JSON-ready, labels in Chinese."""
    told = {"类别": row._meta.verbose_name, "登记": _columns(row), "相关记录": _around(row)}
    record(by, "导出本人资料", row)
    return told


@transaction.atomic
def erase_author(opinion: Opinion, *, by: User, reason: str) -> None:
    """Contact, photos and own words of the author go; what a reviewer published and the steps stay.

    ValidationError while the matter is open: nobody could handle it any more.
    """
    opinion = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if opinion.state not in DONE:
        raise ValidationError("这件意见还没有办完，办结以后才能删除原文；只删除联系方式请先办结")
    Contact.objects.filter(opinion=opinion).delete()
    for photo in opinion.photos.all():
        _delete_files(photo.image, photo.thumbnail)
        photo.delete()
    words = {"place": "", "rating_note": "", "reopen_note": "", "answer": ""}
    Opinion.objects.filter(pk=opinion.pk).update(raw_text=ERASED, digest="", **words)
    kept = {name: value for name, value in words.items() if name != "place"}
    Opinion.history.filter(id=opinion.pk).update(**kept)
    record(by, "应要求删除反映人资料", opinion, reason=reason)


@transaction.atomic
def erase_deputy(deputy: Deputy, *, by: User, reason: str) -> None:
    """What is internal or needs consent goes, from the record and its history; the public office stays.

    ValidationError for a serving deputy: the roster of those in office is kept by law.
    """
    deputy = Deputy.objects.select_for_update().get(pk=deputy.pk)
    if Deputy.objects.serving().filter(pk=deputy.pk).exists():
        raise ValidationError("在任代表的名册资料依法保存，离任以后才能删除")
    names = [name for name, reach in DEPUTY.items() if reach in KEPT_OF_DEPUTY]
    if deputy.photo:
        _delete_files(deputy.photo)
    blank = {name: Deputy._meta.get_field(name).get_default() or "" for name in names}
    blank |= {name: False for name in names if isinstance(Deputy._meta.get_field(name), models.BooleanField)}
    Deputy.objects.filter(pk=deputy.pk).update(**blank)
    Deputy.history.filter(id=deputy.pk).update(**blank)
    deputy.mandates.update(end_note="")
    for mandate in deputy.mandates.all():
        mandate.history.update(end_note="")
    record(by, "应要求删除代表内部资料", deputy, reason=reason)


def _columns(row: models.Model) -> dict[str, Any]:
    """Each column by its label, in words where it has choices."""
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in HIDDEN or (value := field.value_from_object(row)) in (None, ""):
            continue
        label = str(field.verbose_name)
        if field.is_relation:
            told[label] = str(getattr(row, field.name))
        elif field.choices:
            told[label] = str(dict(field.flatchoices).get(value, value))
        else:
            told[label] = value if isinstance(value, bool | int) else str(value)
    return told | _opened(row)


def _opened(row: models.Model) -> dict[str, str]:
    """A sealed contact, opened for the person it belongs to."""
    if not isinstance(row, Contact):
        return {}
    found = row.opened()
    return {"姓名": found.get("name", ""), "电话": found.get("phone", "")}


def _around(row: models.Model) -> dict[str, list[dict[str, Any]]]:
    """Every record that points at the row, earlier versions included."""
    told: dict[str, list[dict[str, Any]]] = {}
    for relation in row._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).order_by("pk")
        if found := [_columns(one) for one in rows]:
            told[str(relation.related_model._meta.verbose_name)] = found
    if found := [_columns(one) for one in row.history.order_by("history_date")]:  # type: ignore[attr-defined]
        told["修改记录"] = found
    return told


def _delete_files(*files: Any) -> None:
    """Once the rows are certainly gone."""
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))
