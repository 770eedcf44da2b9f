"""The index of the open data: the dictionary for people, and the description for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from activities.api import ACTIVITIES
from bulletins.api import BULLETINS
from deputies.api import DEPUTIES
from liaison.divisions.api import DIVISIONS
from liaison.lib.opendata import COUNTED, LARGEST_ID, MOST, PER_PAGE, Column, DataSet, guarded, origin, told
from liaison.portal.context import site_of
from liaison.portal.monthly import PROGRESS
from liaison.portal.views import CityView
from stations.api import STATIONS

SETS = (STATIONS, DEPUTIES, ACTIVITIES, BULLETINS, DIVISIONS, PROGRESS)
VERSION = "1.1"
COUNT_MEANS = f"符合条件的总数；超过 {COUNTED} 时只数到 {COUNTED}，这时 count_is_exact 为 false"


class IndexView(CityView):
    """What data there is, where, and what each field means."""

    template_name = "public/portal/api.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sets=SETS, per_page=PER_PAGE, most=MOST, counted=COUNTED, **kwargs)


def describe(request: HttpRequest) -> HttpResponseBase:
    """The same in OpenAPI 3."""
    paths: dict[str, Any] = {}
    for data in SETS:
        paths[f"/api/{data.name}.json"] = _operation(data, "application/json", _page(data), paging=True)
        paths[f"/api/{data.name}.csv"] = _operation(data, "text/csv", {"type": "string"})
    paths["/api/stations.geojson"] = _operation(STATIONS, "application/geo+json", {"type": "object"})
    title = f"{site_of(request).site_name}开放数据"
    return told(
        request,
        {
            "openapi": "3.0.3",
            "info": {"title": title, "version": VERSION, "description": "只读；只含可以公开的内容。"},
            "servers": [{"url": origin(request)}],
            "paths": paths,
        },
    )


openapi = guarded(describe)


def _operation(data: DataSet, kind: str, schema: dict[str, Any], *, paging: bool = False) -> dict[str, Any]:
    asked = [_parameter(one, _shape(one)) for one in data.filters]
    if paging:
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PER_PAGE}
        asked.append(_parameter(Column("limit", "每页条数"), limit))
        after = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
        asked.append(_parameter(Column("after", "从这一条之后", "照 next 给出的地址取"), after))
    answers = {
        "200": {"description": data.title, "content": {kind: {"schema": schema}}},
        "304": {"description": "与 If-None-Match 相同，没有变化"},
        "400": {"description": "参数有误，error 说明原因"},
    }
    return {
        "get": {"summary": data.title, "description": data.about, "parameters": asked, "responses": answers}
    }


def _parameter(one: Column, schema: dict[str, Any]) -> dict[str, Any]:
    words = "；".join(filter(None, (one.title, one.meaning)))
    return {"name": one.name, "in": "query", "required": False, "description": words, "schema": schema}


def _shape(one: Column) -> dict[str, Any]:
    """What may be written in a filter, as JSON Schema says it."""
    shape: dict[str, Any] = {"type": "string"}
    if one.choices:
        shape["enum"] = list(one.choices)
    if one.pattern:
        shape["pattern"] = one.pattern
    return shape


def _page(data: DataSet) -> dict[str, Any]:
    fields = {one.name: _words(one) for one in data.columns if "[]" not in one.name}
    return {
        "type": "object",
        "properties": {
            "count": {"type": "integer", "maximum": COUNTED, "description": COUNT_MEANS},
            "count_is_exact": {"type": "boolean", "description": "count 是不是准确的总数"},
            "next": {"type": "string", "nullable": True, "description": "下一页的地址"},
            "results": {"type": "array", "items": {"type": "object", "properties": fields}},
        },
    }


def _words(one: Column) -> dict[str, str]:
    return {"description": "；".join(filter(None, (one.title, one.meaning)))}
