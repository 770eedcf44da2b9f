"""Addresses of the stations app: for the public, for staff tasks, for programs."""

from django.urls import path

from stations import views

public: list = [
    path("stations/", views.StationListView.as_view(), name="list"),
    path("stations/<str:code>/", views.StationView.as_view(), name="detail"),
    path("stations/<str:code>/poster/", views.PosterView.as_view(), name="poster"),
    path("stations/<str:code>/qr.svg", views.QrView.as_view(), name="qr"),
    path("s/<str:code>/", views.ShortView.as_view(), name="short"),
]
work: list = []
api: list = []
