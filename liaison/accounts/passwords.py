"""Password rules in Chinese where Django's catalogue has none."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """The same rule, told in Chinese."""

    def get_error_message(self) -> str:
        """What the person reads who chose a short one."""
        return f"密码至少 {self.min_length} 个字符"

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return f"至少 {self.min_length} 个字符"
