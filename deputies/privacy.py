"""The privacy lens: for each field of a deputy, who may see it. One table, read everywhere.

Sources: 代表法 §58, 河南省实施办法, 个人信息保护法; domain.md "Deputy, mandate, assignment".
"""

from collections.abc import Iterable
from enum import StrEnum

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
