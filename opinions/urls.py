"""Addresses of the opinions app: for the public, for staff tasks, for programs."""

from django.urls import path, register_converter

from opinions import views
from opinions import work as tasks
from opinions.codes import CodeConverter

register_converter(CodeConverter, "opinioncode")

public: list = [
    path("opinions/", views.ListView.as_view(), name="list"),
    path("opinions/new/", views.NewView.as_view(), name="new"),
    path("opinions/find/", views.FindView.as_view(), name="find"),
    path("opinions/<opinioncode:code>/", views.FollowView.as_view(), name="follow"),
    path("opinions/<opinioncode:code>/rate/", views.RateView.as_view(), name="rate"),
    path("opinions/<opinioncode:code>/reopen/", views.ReopenView.as_view(), name="reopen"),
    path("opinions/<opinioncode:code>/qr.svg", views.QrView.as_view(), name="qr"),
]
work: list = [
    path("opinions/", tasks.OpinionListView.as_view(), name="opinions"),
    path("opinions/new/", tasks.RegisterView.as_view(), name="opinion_new"),
    path("opinions/<int:pk>/", tasks.OpinionView.as_view(), name="opinion"),
    path("opinions/<int:pk>/move/", tasks.MoveView.as_view(), name="opinion_move"),
    path("opinions/<int:pk>/publish/", tasks.PublishView.as_view(), name="opinion_publish"),
    path("opinions/<int:pk>/open/", tasks.OpenView.as_view(), name="opinion_open"),
    path("opinions/<int:pk>/photos/<int:photo>/", tasks.PhotoView.as_view(), name="opinion_photo"),
]
api: list = []
