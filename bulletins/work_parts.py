"""Staff tasks with the photos and files of an issue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, View

from bulletins import actions_parts as actions
from bulletins.forms import AttachmentForm, PhotoForm, PhotosForm
from bulletins.models import Attachment, Bulletin, BulletinPhoto
from bulletins.work import CHANGE, BulletinAccess, OneBulletin


class PartsPage(OneBulletin, FormView):
    """The photos and files of an issue, with a form for more of each."""

    permission_required = CHANGE
    template_name = "work/bulletins/parts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        photos = [(one, PhotoForm(instance=one, prefix=f"p{one.pk}")) for one in self.bulletin.photos.all()]
        forms = {"photos_form": PhotosForm(), "attachment_form": AttachmentForm()}
        own = "photos_form" if self.form_class is PhotosForm else "attachment_form"
        attachments = self.bulletin.attachments.all()
        return forms | context | {"photos": photos, "attachments": attachments, own: context["form"]}

    def refuse(self, form: Any, objection: ValidationError) -> HttpResponse:
        """The page again with what is wrong at the field."""
        form.add_error(None if hasattr(objection, "error_dict") else next(iter(form.fields)), objection)
        return self.form_invalid(form)


class PartsView(PartsPage):
    """Look at all parts; POST adds photos."""

    form_class = PhotosForm

    def form_valid(self, form: PhotosForm) -> HttpResponse:
        try:
            count = actions.add_photos(self.bulletin, form.cleaned_data["photos"], by=self.request.user)
        except ValidationError as objection:
            return self.refuse(form, objection)
        messages.success(self.request, f"已添加 {count} 张照片，接着写画面说明")
        return redirect("work:bulletin_parts", self.bulletin.pk)


class AttachmentNewView(PartsPage):
    """POST adds a file."""

    form_class = AttachmentForm
    http_method_names = ("post",)

    def form_valid(self, form: AttachmentForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            added = actions.add_attachment(
                self.bulletin, values["file"], values["title"], by=self.request.user
            )
        except ValidationError as objection:
            return self.refuse(form, objection)
        messages.success(self.request, f"已添加附件：{added.file_name}")
        return redirect("work:bulletin_parts", self.bulletin.pk)


class PartAccess(BulletinAccess, View):
    """POST about one part of an issue within scope."""

    permission_required = CHANGE
    http_method_names = ("post",)
    model: Any = None

    @property
    def part(self) -> Any:
        """The photo or file of the address, or 404."""
        visible = self.model.objects.for_staff(self.request.user).select_related("bulletin__series")
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def back_to(self, bulletin: Bulletin) -> HttpResponse:
        """The page of all parts."""
        return redirect("work:bulletin_parts", bulletin.pk)


class PhotoView(PartAccess):
    """Save the words of a photo, put it first, or take it away: three buttons of one form."""

    model = BulletinPhoto

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which button was pressed decides; a broken rule is said and nothing is changed."""
        photo, bulletin = (part := self.part), part.bulletin
        form = PhotoForm(request.POST, instance=photo, prefix=f"p{photo.pk}")
        try:
            messages.success(request, self._do(request.POST.get("do", ""), photo, form))
        except ValidationError as objection:
            messages.error(request, "；".join(objection.messages))
        return self.back_to(bulletin)

    def _do(self, what: str, photo: BulletinPhoto, form: PhotoForm) -> str:
        by = self.request.user
        if what == "remove":
            actions.remove_photo(photo, by=by)
            return "已删除照片"
        if what == "first":
            actions.make_cover(photo, by=by)
            return "已设为封面"
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        actions.describe_photo(photo, form.cleaned_data, by=by)
        return "已保存照片说明"


class AttachmentRemoveView(PartAccess):
    """Take a file away."""

    model = Attachment

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        attachment = self.part
        bulletin = attachment.bulletin
        try:
            actions.remove_attachment(attachment, by=request.user)
            messages.success(request, f"已删除附件：{attachment.title}")
        except ValidationError as objection:
            messages.error(request, "；".join(objection.messages))
        return self.back_to(bulletin)
