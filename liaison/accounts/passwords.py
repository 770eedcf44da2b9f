"""What a password must be, and until when it is good (`PASSWORD_POLICY`, trust.md R13)."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison.accounts.models import User
from liaison.divisions.models import Division, Level
from liaison.lib.text import pinyin

FIRST = timedelta(hours=72)
"""A password that somebody else has seen dies when its owner does not replace it."""
FIRST_DEAD = "这个初始密码超过 72 小时没有换成自己的密码，已经失效，请联系管理员重置"
FIRST_DUE = "这是管理员给的密码，请先换成只有自己知道的"
OLD_DUE = "密码用了 {days} 天，按规定请换一个新的"
OWN_PART = 8
"""Characters a password needs beside the words that anybody would try first."""
SUFFIXES = "市县区省旗州盟"
TRIED_FIRST = ("联络站", "人大", "代表", "人民代表大会", "lianluozhan", "renda", "daibiao", "liaison")


@dataclass(frozen=True)
class Policy:
    """How long, of how many of the four kinds of character, good for how many days (0: for ever)."""

    length: int
    kinds: int
    days: int


POLICIES = {"djbh": Policy(10, 3, 90), "asvs": Policy(15, 1, 0)}
"""djbh: what assessors of 等保 2.0 score; asvs: OWASP's, long and never forced to change."""


def policy() -> Policy:
    """The one this installation chose."""
    return POLICIES[settings.PASSWORD_POLICY]


def rules() -> str:
    """The rules as they stand beside the field."""
    wanted = policy()
    kinds = f"，大写字母、小写字母、数字、符号里至少有 {wanted.kinds} 种" if wanted.kinds > 1 else ""
    return f"至少 {wanted.length} 个字符{kinds}。不要用姓名、单位、地名或常见密码；可以用一句话"


def is_dead(person: User, *, now: datetime | None = None) -> bool:
    """Whether the password was given by somebody else too long ago to be used."""
    given = person.password_given_at
    return bool(given and (now or timezone.now()) - given >= FIRST)


def why_change(person: User, *, now: datetime | None = None) -> str:
    """Why this person must choose a new password before anything else; empty when they need not."""
    if person.password_given_at:
        return FIRST_DUE
    days = policy().days
    since = person.password_at or person.date_joined
    is_old = days and (now or timezone.now()) - since >= timedelta(days=days)
    return OLD_DUE.format(days=days) if is_old else ""


class LongEnough:
    """As long as the policy says."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when it is shorter."""
        if len(password) < policy().length:
            raise ValidationError(f"密码至少 {policy().length} 个字符", code="password_too_short")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return f"至少 {policy().length} 个字符"


class EnoughKinds:
    """Of as many kinds of character as the policy says; a Chinese character is a sign."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when there are fewer."""
        if len({_kind(sign) for sign in password}) < policy().kinds:
            said = f"大写字母、小写字母、数字、符号里至少要有 {policy().kinds} 种"
            raise ValidationError(said, code="password_too_simple")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return f"大写字母、小写字母、数字、符号里至少有 {policy().kinds} 种"


class NotObvious:
    """More than the place, the office or one's own name with a year behind it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when too little remains without the words that anybody would try first."""
        rest = folded = _folded(password)
        found = [word for word in obvious_words(user) if word in folded]
        for word in sorted(found, key=len, reverse=True):
            rest = rest.replace(word, "")
        if found and len(rest) < OWN_PART:
            said = f"密码里有“{max(found, key=len)}”，太容易猜到；去掉它以后还要有 {OWN_PART} 个字符"
            raise ValidationError(said, code="password_too_obvious")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return "不要用单位、地名和用户名"


def obvious_words(user: Any = None) -> set[str]:
    """The office, the province, city and counties (in characters and in pinyin), and the person's names."""
    places = Division.objects.filter(level__in=(Level.PROVINCE, Level.CITY, Level.COUNTY))
    words = {spelling for name in places.values_list("name", flat=True) for spelling in _spellings(name)}
    own = (getattr(user, "username", ""), getattr(user, "name", ""))
    words |= {spelling for name in own for spelling in _spellings(name)}
    return {word for word in words | set(TRIED_FIRST) if len(word) > 1}


@cache
def _spellings(name: str) -> tuple[str, ...]:
    """新乡市: 新乡 and xinxiang."""
    short = name[:-1] if len(name) > 2 and name[-1] in SUFFIXES else name
    return _folded(short), _folded(pinyin(short))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _kind(sign: str) -> str:
    if sign.isascii() and sign.isalpha():
        return "capital" if sign.isupper() else "letter"
    return "digit" if sign.isdigit() else "sign"
