"""The privacy lens: for each field of a deputy, who may see it. One table, read everywhere.

Sources: 代表法 §58, 河南省实施办法, 个人信息保护法; domain.md "Deputy, mandate, assignment".
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from liaison.accounts.models import User


class Reach(StrEnum):
    """How far a field may travel."""

    PUBLIC = "公开"
    OPTIONAL = "本人同意才公开"
    INTERNAL = "只供工作人员"
    NEVER = "不存储"


DEPUTY = {
    "name": Reach.PUBLIC,
    "pinyin": Reach.PUBLIC,
    "division": Reach.PUBLIC,
    "interests": Reach.PUBLIC,
    "photo": Reach.OPTIONAL,
    "duty": Reach.OPTIONAL,
    "photo_consent": Reach.INTERNAL,
    "duty_is_public": Reach.INTERNAL,
    "gender": Reach.INTERNAL,
    "birth_month": Reach.INTERNAL,
    "ethnicity": Reach.INTERNAL,
    "party": Reach.INTERNAL,
    "education": Reach.INTERNAL,
    "phone": Reach.INTERNAL,
    "office_phone": Reach.INTERNAL,
    "remark": Reach.INTERNAL,
}
MANDATE = {
    "term": Reach.PUBLIC,
    "level": Reach.PUBLIC,
    "electing_body": Reach.PUBLIC,
    "constituency": Reach.PUBLIC,
    "delegation": Reach.PUBLIC,
    "status": Reach.PUBLIC,
    "since": Reach.PUBLIC,
    "until": Reach.PUBLIC,
    "end": Reach.INTERNAL,
    "end_note": Reach.INTERNAL,
}
CONSENT = {"photo": "photo_consent", "duty": "duty_is_public"}
"""For each optional field, the one that says whether the person agreed."""

NEVER_STORED = {
    "id_number": "身份证号",
    "bank_account": "银行账号",
    "password": "密码",
    "account": "登录账号",
    "address": "家庭住址",
}
"""Columns of rosters that are dropped while reading and reported by name."""


def internal_fields(registry: dict[str, Reach]) -> list[str]:
    """Fields that leave the house only with a recorded right."""
    return [name for name, reach in registry.items() if reach == Reach.INTERNAL]


def readable(fields: Iterable[str], user: User) -> list[str]:
    """Those of a deputy's `fields` that this member of staff may read or export."""
    if user.has_perm("deputies.view_internal_deputy"):
        return list(fields)
    hidden = set(internal_fields(DEPUTY)) | set(internal_fields(MANDATE))
    return [name for name in fields if name not in hidden]


def public_fields(registry: dict[str, Reach]) -> list[str]:
    """Fields that everybody may read."""
    return [name for name, reach in registry.items() if reach == Reach.PUBLIC]


def asked_fields(registry: dict[str, Reach]) -> list[str]:
    """What a public page may fetch: public and optional fields, and the consents that open these."""
    optional = [name for name, reach in registry.items() if reach == Reach.OPTIONAL]
    return [*public_fields(registry), *optional, *(CONSENT[name] for name in optional)]


def shown(row: Mapping[str, Any], registry: dict[str, Reach] = DEPUTY) -> dict[str, Any]:
    """`row` cut down to what the world may read; a field not in the registry never passes."""
    kept = {}
    for name, value in row.items():
        reach = registry.get(name)
        agreed = reach == Reach.OPTIONAL and row.get(CONSENT[name])
        if reach == Reach.PUBLIC or agreed:
            kept[name] = value
    return kept
