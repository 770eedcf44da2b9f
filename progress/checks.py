"""What a set of figures must hold, told as sentences that the clerk can reckon again (look.md §6, §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from progress.indicators import BY_CODE, INDICATORS, Bound, Indicator

Values = Mapping[str, int | None]
MOST_UP, MOST_DOWN = 100, -50
SMALLEST = 10
"""Below this both figures are too small for a percentage to mean anything."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one figure; `is_reason` when only its explanation is missing."""

    code: str
    message: str
    is_reason: bool = False


@dataclass(frozen=True)
class Month:
    """The words for the month and the one before it: 11 月, 10 月."""

    this: str
    last: str


def faults(
    values: Values, last: Values, known: Values, reasons: Mapping[str, str], month: Month
) -> list[Fault]:
    """Everything that keeps the figures from being signed, in the order of the form."""
    found: list[Fault] = []
    for one in INDICATORS:
        value = values.get(one.code)
        if value is None:
            found.append(Fault(one.code, f"请填写 {month.this}{one.label}"))
            continue
        if sentence := contradiction(one, values):
            found.append(Fault(one.code, sentence))
        elif not reasons.get(one.code, "").strip() and (why := question(one, values, last, known, month)):
            found.append(Fault(one.code, why, is_reason=True))
    return found


def contradiction(one: Indicator, values: Values) -> str:
    """How a figure contradicts the others; empty when it does not, or the others are missing."""
    value = values[one.code] or 0
    most = total(one.at_most.parts, one.at_most.less, values) if one.at_most else None
    if one.at_most and most is not None and value > most:
        return f"{one.label}不能大于 {most:,}（{spelt(one.at_most, values)}）"
    if one.equals:
        plus = tuple(code for code in one.equals if code[0] != "-")
        less = tuple(code[1:] for code in one.equals if code[0] == "-")
        due = total(plus, less, values)
        if due is not None and value != due:
            return f"{one.label}应等于 {due:,}（{spelt(Bound(plus, less), values)}）"
    return ""


def total(parts: tuple[str, ...], less: tuple[str, ...], values: Values) -> int | None:
    """The sum, never below zero; None while one of its parts is missing."""
    plus, minus = [values.get(c) for c in parts], [values.get(c) for c in less]
    if None in plus or None in minus:
        return None
    return max(sum(filter(None, plus)) - sum(filter(None, minus)), 0)


def spelt(bound: Bound, values: Values) -> str:
    """上月结转 31 + 收到意见 118."""
    plus = " + ".join(f"{BY_CODE[c].label} {values[c]:,}" for c in bound.parts)
    return plus + "".join(f" − {BY_CODE[c].label} {values[c]:,}" for c in bound.less)


def question(one: Indicator, values: Values, last: Values, known: Values, month: Month) -> str:
    """Why a reason is needed: changed by hand, or leapt against last month; empty when it is not."""
    value, recorded = values.get(one.code), known.get(one.code)
    if recorded is not None and value != recorded:
        return f"台账是 {recorded:,}，填写的是 {value:,}。请填写{one.label}的差异说明"
    if sentence := leap(one, value, last.get(one.code), month):
        return f"{one.label}{sentence}，请核对。数据无误请填写说明"
    return ""


def leap(one: Indicator, value: int | None, before: int | None, month: Month) -> str:
    """比 10 月增加 210%; empty when the change is ordinary."""
    if not one.jumps or value is None or not before or max(value, before) < SMALLEST:
        return ""
    change = round(100 * (value - before) / before)
    if change > MOST_UP:
        return f"比 {month.last}增加 {change}%"
    if change < MOST_DOWN:
        return f"比 {month.last}减少 {-change}%"
    return ""
