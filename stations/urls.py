"""Addresses of the stations app: for the public, for staff tasks, for programs."""

from django.urls import path

from liaison.lib.opendata import addresses
from stations import views
from stations import work as tasks
from stations.api import STATIONS, map_view

public: list = [
    path("stations/", views.StationListView.as_view(), name="list"),
    path("stations/<str:code>/", views.StationView.as_view(), name="detail"),
    path("stations/<str:code>/poster/", views.PosterView.as_view(), name="poster"),
    path("stations/<str:code>/qr.svg", views.QrView.as_view(), name="qr"),
    path("s/<str:code>/", views.ShortView.as_view(), name="short"),
]
work: list = [
    path("imports/", tasks.ImportListView.as_view(), name="imports"),
    path("imports/<int:pk>/", tasks.ImportColumnsView.as_view(), name="import_columns"),
    path("imports/<int:pk>/preview/", tasks.ImportPreviewView.as_view(), name="import_preview"),
    path("imports/<int:pk>/apply/", tasks.ImportApplyView.as_view(), name="import_apply"),
    path("imports/<int:pk>/discard/", tasks.ImportDiscardView.as_view(), name="import_discard"),
    path("imports/<int:pk>/result/", tasks.ImportResultView.as_view(), name="import_result"),
]
api: list = [*addresses(STATIONS), path("stations.geojson", map_view, name="geojson")]
