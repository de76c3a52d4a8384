"""Password rules of the ASVS kind: long enough, and not one that everybody uses. No rules about kinds of character."""

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Your password must be at least {self.min_length} characters"

    def get_help_text(self) -> str:
        return f"At least {self.min_length} characters. Three words that only you would put together work well."


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Many people use this password, so it is easy to guess. Choose another"

    def get_help_text(self) -> str:
        return ""
