"""What the style guide shows: sample rows for every component, none of them real."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from liaison.ui import charts
from liaison.ui.hexmap import Hexagon
from liaison.ui.icons import SHAPES

WHITE = "#FFFFFF"
COLOURS = (
    ("红 700", "#960E18", WHITE, "8.9:1", "首屏、主按钮、红字"),
    ("红 600", "#C8102E", WHITE, "5.9:1", "文武线、图表目标线"),
    ("红 50", "#FCF3F2", "#960E18", "8.1:1", "浅底"),
    ("金 300", "#F2D9A6", "#7A0A13", "8.1:1", "红底上的强调"),
    ("墨蓝 700", "#17456E", WHITE, "9.9:1", "工作端"),
    ("墨蓝 600", "#1A5286", WHITE, "8.1:1", "链接"),
    ("墨 900", "#1C1E22", WHITE, "16.7:1", "正文"),
    ("墨 700", "#454A52", WHITE, "8.9:1", "次要文字"),
    ("墨 500", "#4D535B", WHITE, "7.8:1", "辅助文字"),
    ("绿", "#15532F", "#EAF4EE", "8.1:1", "完成"),
    ("琥珀", "#7D4400", "#FFF4E0", "7.1:1", "提醒"),
    ("灰底", "#F6F6F4", "#4D535B", "7.2:1", "分区"),
)
HEAT = (
    ("h0", "#F1F4F7", "#1C1E22", "15.1:1", "0—14"),
    ("h1", "#D5E4EF", "#1C1E22", "12.9:1", "15—29"),
    ("h2", "#A9CAE0", "#1C1E22", "9.7:1", "30—49"),
    ("h3", "#659FC5", "#1C1E22", "5.8:1", "50—69"),
    ("h4", "#2B668F", WHITE, "6.2:1", "70—84"),
    ("h5", "#123A5C", WHITE, "11.8:1", "85—100"),
)


class SampleForm(forms.Form):
    """One field of each shape."""

    village = forms.CharField(label="村、社区", required=False, help_text="写到村或社区即可")
    phone = forms.RegexField(r"^1\d{10}$", label="手机号", error_messages={"invalid": "手机号应为 11 位数字"})
    how = forms.ChoiceField(
        label="接待方式", choices=[("face", "当面"), ("video", "视频")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(
        label="我同意联络站为办理和回复本次意见使用以上信息",
        error_messages={"required": "请选择是否同意"},
    )


def samples(today: date) -> dict[str, Any]:
    """Everything that `public/portal/styleguide.html` needs."""
    form = SampleForm({"phone": "1390000", "how": "face"}, auto_id="x-%s")
    cells = [("示例甲县", 0, 0), ("示例乙县", 2, 0), ("示例丙区", 1, 1), ("示例丁市", 3, 1)]
    return {
        "colours": COLOURS,
        "heat": HEAT,
        "icons": SHAPES,
        "form": form,
        "sample_page": Paginator(range(200), 10).page(5),
        "cells": [Hexagon(n, f"{6 + c} 站", "#k6", c, r, c == 2) for n, c, r in cells],
        "stages": [
            charts.stage(name, today.year + shift, today)
            for name, shift in (("一年打基础", -1), ("两年上台阶", 0), ("三年见成效", 1))
        ],
        "bars": [
            charts.Bar("示例甲县", 100, "12/12", 95, "100%"),
            charts.Bar("示例乙县", 82.4, "14/17", 95, "82.4%"),
            charts.Bar("示例丙区", 61, "11/18", 95, "61%"),
        ],
        "day": today + timedelta(days=2),
    }
