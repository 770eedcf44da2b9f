"""Ledgers made for tests. All names and numbers are fictional."""

from datetime import datetime
from pathlib import Path
from typing import Any

from liaison.lib.sheets import read_tables
from stations.ledger import VOCABULARY, Ledger, read_ledger
from tests.lib.workbooks import xlsx

SAMPLE = Path(__file__).resolve().parents[3] / "shared/data/messy/02_联络站台账_新乡市.xlsx"

HEADING = [
    *(
        "县（市、区）",
        "序号",
        "联络站名称",
        "站点类型",
        "所在乡镇\n（街道）",
        "详细地址",
        "面积（㎡）",
        "建成时间",
    ),
    *("站长", "站长职务", "联络员", "联系电话", "进站代表数", "其中：市代表", "接待日", "状态"),
]
MENGZHUANG = [
    *(
        "辉县市",
        1,
        "辉县市孟庄镇人大代表联络站",
        "中心站",
        "孟庄镇",
        "孟庄镇政府院内一楼",
        "约300㎡",
        "2023年6月",
    ),
    *("郭某某", "人大主席", "杨某某", "15400000077/0373-6200001", "８８", 1, "每周一", "正常"),
]
POINT = [
    *(None, 2, "孟庄镇示例村 人大代表联络点", "村级联络点", "孟庄", "示例村村室", 60, datetime(2019, 1, 5)),
    *("邓某某", None, "钟某某", 15400800472, 60, 4, "每月15日", "正常"),
]
YUANWU = [
    *("原阳县", 3, "原武镇人大代表联络站", "中心站", "原武镇", "原武镇政府院内", 80, "—"),
    *("周某某", "人大主席", "熊某某", "0373－6200002", 64, None, "无", "建设中"),
]
AGAIN = ["辉县市", None, "孟庄镇人大代表联络站", None, "孟庄镇", *[None] * 11]
SUM = ["辉县市小计", *[None] * 11, 148, None, None, None]
TOTAL = ["合计", None, "3个", *[None] * 13]

CITY = [["某市联络站台账"], ["（截至六月底）"], HEADING, MENGZHUANG, POINT, SUM, YUANWU, AGAIN, TOTAL]
CITY_MERGES = ("A1:P1", "A2:P2", "A4:A5", "A6:B6")


def city_ledger() -> bytes:
    """A small ledger with everything that makes ledgers hard."""
    return xlsx(CITY, merges=CITY_MERGES)


def read(content: Any, scope: Any) -> Ledger:
    """A ledger read for a city or county; rows may be given instead of a file."""
    if isinstance(content, list):
        content = xlsx(content)
    return read_ledger(read_tables(content, VOCABULARY).tables, scope)
