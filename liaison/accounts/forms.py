"""What staff type about their own account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField
from allauth.account.forms import ChangePasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from liaison.accounts import factor
from liaison.accounts.doors import factor_door
from liaison.accounts.guard import attempt
from liaison.accounts.models import User
from liaison.ui.forms import PlainForm

WRONG_CODE = "验证码不对，或者已经用过"
NOT_THE_PHONES = "和手机上的数字对不上。等下一个数字再试；一直对不上，检查手机时间是否自动校准"
LONGEST_CODE = 40


class NewPasswordForm(ChangePasswordForm):
    """The present password, and a new one twice; the page tells the rules once, above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = ""

    def clean_oldpassword(self) -> str:
        """Checked through the sign-in's own door: a stolen session is no place to guess at leisure."""
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise ValidationError("当前密码不对")
        return typed

    def clean_password1(self) -> str:
        """Another one than now."""
        typed: str = self.cleaned_data["password1"]
        if self.user.check_password(typed):
            raise ValidationError("新密码不能和当前密码一样")
        return typed


class ConfirmForm(PlainForm):
    """The password once more."""

    password = PasswordField(label="密码", autocomplete="current-password")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Through the sign-in's own door."""
        typed: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.person, typed):
            raise ValidationError("密码不对")
        return typed


def code_field(label: str, help_text: str = "") -> forms.CharField:
    """A field that phones fill with the code they know."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=LONGEST_CODE, widget=widget, help_text=help_text)


class CodeForm(AuthenticateForm):
    """The second step of a sign-in: the phone's code, or a recovery code."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["code"] = code_field("验证码", "手机验证器上的 6 位数字；手机不在身边时填一个恢复码")
        del self.fields["code"].widget.attrs["inputmode"]

    def clean_code(self) -> str:
        """Guarded like the password, at a door of its own."""
        typed: str = self.cleaned_data["code"]
        tried = attempt(self.request, factor_door(self.user), self.user)
        found = factor.use(self.user, typed)
        if found is None:
            tried.fail("验证码错误")
            raise ValidationError(WRONG_CODE)
        tried.succeed()
        found.user = self.user
        self.authenticator = found
        return typed


class ActivateForm(PlainForm):
    """The first code of a phone that has just taken up the secret."""

    code = code_field("手机上显示的 6 位数字")

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret
        self.counter = 0

    def clean_code(self) -> str:
        """Proof that the phone knows the secret and the right time."""
        typed: str = self.cleaned_data["code"]
        counter = factor.fitting_counter(self.secret, typed)
        if counter is None:
            raise ValidationError(NOT_THE_PHONES)
        self.counter = counter
        return typed
