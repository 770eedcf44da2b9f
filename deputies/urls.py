"""Addresses of the deputies app: for the public, for staff tasks, for programs."""

from django.urls import path

from deputies import views
from deputies.api import DEPUTIES
from liaison.lib.opendata import addresses

public: list = [
    path("deputies/", views.DeputyListView.as_view(), name="list"),
    path("deputies/<int:pk>/", views.DeputyView.as_view(), name="detail"),
]
work: list = []
api: list = addresses(DEPUTIES)
