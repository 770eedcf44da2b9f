"""Find mobile, identity and plate numbers in running text, and cover them.

Used before anything is published and on everything that is imported: none of them
belongs on a public page, and identity numbers belong nowhere.
"""

import re
from dataclasses import dataclass
from datetime import date

MOBILE = "mobile"
ID_NUMBER = "id_number"
PLATE = "plate"
KINDS = {MOBILE: "手机号", ID_NUMBER: "身份证号", PLATE: "车牌号"}

_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－＋　", "0123456789Xx-+ ")
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[ -]?)?(1[3-9]\d(?:[ -]?\d{4}){2})(?!\d)")
_LONG_ID = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)")
_SHORT_ID = re.compile(r"(?<!\d)[1-8]\d{14}(?!\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.]?"
    r"(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警](?![A-Z0-9])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True)
class Finding:
    """One personal number: its kind and where it stands in the text (`end` is past it)."""

    kind: str
    start: int
    end: int


def find_personal(text: str) -> list[Finding]:
    """Mobile numbers, valid identity numbers and number plates in `text`, in reading order."""
    plain = text.translate(_HALF_WIDTH)
    found = [
        Finding(ID_NUMBER, match.start(), match.end())
        for pattern, is_valid in ((_LONG_ID, _is_long_id), (_SHORT_ID, _is_short_id))
        for match in pattern.finditer(plain)
        if is_valid(match.group())
    ]
    found += [
        Finding(MOBILE, match.start(1), match.end(1))
        for match in _MOBILE.finditer(plain)
        if not any(one.start <= match.start(1) < one.end for one in found)
    ]
    found += [Finding(PLATE, match.start(), match.end()) for match in _PLATE.finditer(plain.upper())]
    return sorted(found, key=lambda one: one.start)


def mask(text: str) -> str:
    """`text` with the middle of every personal number covered: 138****5678."""
    for one in reversed(find_personal(text)):
        number = re.sub(r"[\s-]", "", text[one.start : one.end])
        text = text[: one.start] + _covered(number, one.kind) + text[one.end :]
    return text


def _covered(number: str, kind: str) -> str:
    """Enough to recognise one's own number by, not enough to use it."""
    head, tail = {MOBILE: (3, 4), PLATE: (2, 1)}.get(kind, (3, 2))
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def _is_long_id(found: str) -> bool:
    """Whether eighteen characters hold a date of birth and the right check digit."""
    number = re.sub(r"[ -]", "", found).upper()
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17] == _CHECK_DIGITS[total % 11] and _is_day(number[6:14])


def _is_short_id(number: str) -> bool:
    """Whether fifteen digits hold a date of birth; the old form has no check digit."""
    return _is_day("19" + number[6:12])


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day a living person can be born on."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= 1880
