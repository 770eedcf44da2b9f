"""Addresses of the bulletins app: for the public, for staff tasks, for programs."""

from django.urls import path
from django.views.generic import RedirectView

from bulletins import views
from bulletins import work as tasks
from bulletins import work_parts as parts
from bulletins.api import BULLETINS
from bulletins.feeds import BulletinFeed
from liaison.lib.opendata import addresses

public: list = [
    path("bulletins/", views.BulletinListView.as_view(), name="list"),
    path("bulletins/feed/", BulletinFeed(), name="feed"),
    path(
        "bulletins/photos/<int:pk>.jpg", RedirectView.as_view(pattern_name="bulletins:photo", permanent=True)
    ),
    path("bulletins/photos/<int:pk>/", views.photo, name="photo"),
    path("bulletins/photos/<int:pk>/small/", views.photo, {"small": True}, name="thumbnail"),
    path("bulletins/files/<int:pk>/", views.attachment, name="attachment"),
    path("bulletins/<int:year>/<int:number>/", views.BulletinView.as_view(), name="issue"),
    path("bulletins/<slug:slug>/<int:year>/<int:number>/", views.BulletinView.as_view(), name="detail"),
]
work: list = [
    path("bulletins/", tasks.BulletinListView.as_view(), name="bulletins"),
    path("bulletins/new/", tasks.BulletinNewView.as_view(), name="bulletin_new"),
    path("bulletins/<int:pk>/", tasks.BulletinEditView.as_view(), name="bulletin"),
    path("bulletins/<int:pk>/preview/", tasks.BulletinPreviewView.as_view(), name="bulletin_preview"),
    path("bulletins/<int:pk>/publish/", tasks.BulletinPublishView.as_view(), name="bulletin_publish"),
    path("bulletins/<int:pk>/review/", tasks.BulletinReviewView.as_view(), name="bulletin_review"),
    path(
        "bulletins/<int:pk>/unschedule/", tasks.BulletinUnscheduleView.as_view(), name="bulletin_unschedule"
    ),
    path("bulletins/<int:pk>/discard/", tasks.BulletinDiscardView.as_view(), name="bulletin_discard"),
    path("bulletins/<int:pk>/withdraw/", tasks.BulletinWithdrawView.as_view(), name="bulletin_withdraw"),
    path("bulletins/<int:pk>/parts/", parts.PartsView.as_view(), name="bulletin_parts"),
    path("bulletins/<int:pk>/files/", parts.AttachmentNewView.as_view(), name="bulletin_file"),
    path("bulletins/photos/<int:pk>/", parts.PhotoView.as_view(), name="bulletin_photo"),
    path(
        "bulletins/files/<int:pk>/remove/", parts.AttachmentRemoveView.as_view(), name="bulletin_file_remove"
    ),
]
api: list = addresses(BULLETINS)
