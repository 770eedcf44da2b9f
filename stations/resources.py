"""Stations as a table: what goes out, and what a table may change when it comes back in.

A row is recognised by its 站点码, else by county, township and name. An empty cell
leaves what is recorded; stages, closing and photos have their own pages.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.dateparse import parse_date
from import_export import fields, resources, widgets

from liaison.divisions.models import Division, Level
from liaison.lib.text import tidy
from stations.actions import settle
from stations.keeping import begin_record
from stations.models import Equipment, Grade, Kind, Room, Stage, Station, Status

CODE, COUNTY, TOWNSHIP, NAME, PARENT = "站点码", "县（市、区）", "乡镇（街道）", "名称", "所属联络站"
LISTED = "、"
COLUMNS = (
    *("code", "county", "township", "name", "kind", "parent", "status", "stage", "opened_on"),
    *("address", "directions", "longitude", "latitude", "phone", "contact_phone", "shared_with"),
    *("area", "step_free", "video_reception", "rooms", "equipment", "reception_note"),
    *("reported_deputies", "is_focus", "focus_reason", "grade", "grade_until", "overview"),
    *("bridge", "refuel", "duty", "window"),
)


class Text(widgets.Widget):
    """Words as they stand; a leading ' that guarded against formulas is taken off again."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value).strip()
        return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class Choice(widgets.Widget):
    """One of a fixed set, written by its Chinese word."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        word = str(value).strip()
        for code, label in self.choices.choices:
            if word == label:
                return str(code)
        raise ValueError(f"“{word}”不在可选范围内，可填：{LISTED.join(self.choices.labels)}")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return dict(self.choices.choices).get(value, "")


class Choices(Choice):
    """Several of a fixed set, separated by 、"""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        words = str(value).replace("，", LISTED).replace(",", LISTED).split(LISTED)
        chosen = [super(Choices, self).clean(word) for word in words if word.strip()]
        return [code for code in self.choices.values if code in chosen]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return LISTED.join(label for code, label in self.choices.choices if code in (value or []))


class YesNo(widgets.Widget):
    """是 or 否."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        words = {"是": True, "有": True, "1": True, "否": False, "无": False, "没有": False, "0": False}
        if str(value).strip() not in words:
            raise ValueError(f"“{value}”应填“是”或“否”")
        return words[str(value).strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return {True: "是", False: "否"}.get(value, "")


class Day(widgets.Widget):
    """A day as 2024-06-01; slashes, dots and 年月日 are understood."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        text = str(value).strip().rstrip("日号")
        for mark in "年月/.":
            text = text.replace(mark, "-")
        parts = text.split("-")
        text = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise ValueError(f"“{value}”不是有效日期，应写成 2024-06-01")
        return day

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class Number(widgets.Widget):
    """A figure with at most `places` decimals."""

    def __init__(self, places: int = 0) -> None:
        super().__init__()
        self.places = places

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str(value).replace(",", "").replace("，", "").strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or round(number, self.places) != number:
            kind = f"不超过 {self.places} 位小数的数" if self.places else "整数"
            raise ValueError(f"“{value}”应为{kind}")
        return round(number, self.places) if self.places else int(number)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if value is None:
            return ""
        return value.normalize() if isinstance(value, Decimal) else value


class Changes:
    """Stands in for the library's HTML diff: what was and what will be, column by column."""

    def __init__(self, resource: "StationResource", instance: Station, new: bool) -> None:
        self.names = resource.get_diff_headers()
        self.before = [""] * len(self.names) if new else self._words(resource, instance)
        self.after = self.before

    def compare_with(self, resource: "StationResource", instance: Station) -> None:
        self.after = self._words(resource, instance)

    def as_html(self) -> list[tuple[str, str, str]]:
        """Only what differs: column, before, after."""
        rows = zip(self.names, self.before, self.after, strict=True)
        return [row for row in rows if row[1] != row[2]]

    @staticmethod
    def _words(resource: "StationResource", instance: Station) -> list[str]:
        return [str(column.export(instance)) for column in resource.get_import_fields()]


def column(attribute: str, name: str, widget: widgets.Widget | None = None, **more: Any) -> fields.Field:
    """A column of the table."""
    return fields.Field(attribute, name, widget or Text(), **more)


class StationResource(resources.ModelResource):
    """The table of stations. `user` decides which rows may be read and written."""

    code = column("code", CODE, readonly=True)
    county = column("division__county__name", COUNTY, readonly=True)
    township = column("division__name", TOWNSHIP, readonly=True)
    name = column("name", NAME)
    kind = column("kind", "类型", Choice(Kind))
    parent = column("parent__name", PARENT, readonly=True)
    status = column("status", "状态", Choice(Status))
    stage = column("stage", "建设阶段", Choice(Stage), readonly=True)
    opened_on = column("opened_on", "挂牌日期", Day())
    address = column("address", "地址")
    directions = column("directions", "怎么找到")
    longitude = column("longitude", "经度", Number(6))
    latitude = column("latitude", "纬度", Number(6))
    phone = column("phone", "站内电话")
    contact_phone = column("contact_phone", "内部联系电话")
    shared_with = column("shared_with", "与谁共用")
    area = column("area", "面积（平方米）", Number(1))
    step_free = column("step_free", "无障碍通道", YesNo())
    video_reception = column("video_reception", "可视频接待", YesNo())
    rooms = column("rooms", "功能室", Choices(Room))
    equipment = column("equipment", "设备", Choices(Equipment))
    reception_note = column("reception_note", "接待日")
    reported_deputies = column("reported_deputies", "台账登记代表数", Number())
    is_focus = column("is_focus", "重点站", YesNo())
    focus_reason = column("focus_reason", "列为重点站的理由")
    grade = column("grade", "等次", Choice(Grade))
    grade_until = column("grade_until", "等次有效期至", Day())
    overview = column("overview", "站点简介")
    bridge = column("bridge", "连心桥")
    refuel = column("refuel", "加油站")
    duty = column("duty", "履职所")
    window = column("window", "展示窗")

    class Meta:
        model = Station
        fields = COLUMNS
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def __init__(self, *, user: Any, with_internal: bool = True) -> None:
        super().__init__()
        self.user = user
        if not with_internal:
            del self.fields["contact_phone"]
        self._counties: dict[str, Division] | None = None

    # --- what the library asks

    @classmethod
    def get_diff_class(cls) -> type[Changes]:
        return Changes

    def _check_import_id_fields(self, headers: Any) -> None:
        """The code may be missing: township and name identify a row as well."""

    def get_export_order(self) -> list[str]:
        return [name for name in COLUMNS if name in self.fields]

    get_import_order = get_export_order

    def get_queryset(self) -> Any:
        return Station.objects.for_staff(self.user).with_place()

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Station | None:
        """The row's station in scope; None for a new one."""
        code = _cell(row, CODE).upper()
        if code:
            return self._by_code(code, row)
        place = self._division(row)
        return self.get_queryset().filter(division=place, name=_cell(row, NAME)).first()

    def init_instance(self, row: dict[str, Any] | None = None) -> Station:
        row = row or {}
        station = Station(division=self._division(row))
        if not _cell(row, NAME):
            raise ValidationError({"name": "请填写名称"})
        return station

    def import_field(
        self, field: fields.Field, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any
    ) -> None:
        """An empty cell changes nothing; line breaks that a table cannot carry are no change."""
        if not _cell(row, field.column_name) or field.readonly:
            return
        before = field.get_value(instance)
        if isinstance(before, str) and tidy(before) == _cell(row, field.column_name):
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)

    def import_instance(self, instance: Station, row: dict[str, Any], **kwargs: Any) -> None:
        was_closed = instance.status == Status.CLOSED
        self._set_parent(instance, row)
        super().import_instance(instance, row, **kwargs)
        if (instance.status == Status.CLOSED) != was_closed:
            raise ValidationError({"status": "停用和恢复要说明原因，请在联络站页面办理"})

    def after_save_instance(self, instance: Station, row: Any, **kwargs: Any) -> None:
        begin_record(instance, by=self.user)
        settle(instance)

    # --- where a row belongs

    def _by_code(self, code: str, row: dict[str, Any]) -> Station:
        station = self.get_queryset().filter(code=code).first()
        if station is None:
            raise ValidationError({"code": f"没有站点码为 {code} 的联络站，或不在您负责的区划内"})
        if _cell(row, TOWNSHIP) and self._division(row) != station.division:
            place = station.division.full_name
            raise ValidationError({"code": f"站点码 {code} 在{place}，与表中的乡镇（街道）不一致"})
        return station

    def _division(self, row: dict[str, Any]) -> Division:
        """The row's township in scope; a county or city for sector and online stations."""
        county = self._county(_cell(row, COUNTY))
        name = _cell(row, TOWNSHIP)
        if not name:
            raise ValidationError({"township": "请填写乡镇（街道）"})
        places = Division.objects.current().exclude(level=Level.VILLAGE).for_staff(self.user)
        if county is not None:
            places = places.within(county)
        found = list((places.filter(code=name) if name.isdigit() else places.named(name))[:2])
        if len(found) == 1:
            return found[0]
        told = f"“{name}”有不止一个，请填写县（市、区）" if found else f"没有“{name}”，或不在您负责的区划内"
        raise ValidationError({"township": told})

    def _county(self, name: str) -> Division | None:
        """By code or name, far faster than a query for every row."""
        if not name or name == "市直":
            return None
        if self._counties is None:
            counties = Division.objects.current().filter(level=Level.COUNTY)
            self._counties = {key: one for one in counties for key in (one.name, one.code)}
        if name not in self._counties:
            raise ValidationError({"county": f"没有“{name}”这个县（市、区）"})
        return self._counties[name]

    def _set_parent(self, instance: Station, row: dict[str, Any]) -> None:
        name = _cell(row, PARENT)
        if not name or (instance.parent and instance.parent.name == name):
            return
        hosts = self.get_queryset().stations().filter(name=name)
        parent = hosts.filter(division=instance.division).first() or hosts.first()
        if parent is None:
            raise ValidationError({"parent": f"没有名为“{name}”的联络站"})
        instance.parent = parent


LABELS = {field.attribute: field.column_name for field in StationResource.fields.values()}
LABELS |= {"division": TOWNSHIP, "township": TOWNSHIP, "county": COUNTY, "parent": PARENT}
LABELS |= {NON_FIELD_ERRORS: ""}


def _cell(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()
