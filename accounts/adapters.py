"""allauth's words in ours, and where people go after signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts import homes, second_factor
from design.models import Council


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That email address and password do not go together. Check both and try again",
        "too_many_login_attempts": "You have tried too many times. Wait 5 minutes, then try again",
        "rate_limited": "You have tried too many times. Wait 5 minutes, then try again",
        "enter_current_password": "That is not your current password",
        "incorrect_password": "That is not your password",
        "incorrect_code": "That code is not right. Wait for a new one and enter it",
        "duplicate_email": "This is already your email address",
        "email_taken": "Somebody else uses this email address",
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return homes.of(request.user) if request.user.is_authenticated else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts-details")

    def get_email_verification_redirect_url(self, email_address: object) -> str:
        return reverse("accounts-details") if self.request.user.is_authenticated else reverse("account_login")

    def format_email_subject(self, subject: str) -> str:
        return subject


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for a new one and enter it",
        "unverified_email": "Confirm your email address first. We sent you a link",
        "add_email_blocked": "You cannot add another email address",
    }

    def get_totp_issuer(self) -> str:
        return f"{Council.current().council_name} {Council.current().service_name}"

    def can_delete_authenticator(self, authenticator: object) -> bool:
        """Those who need a second step cannot switch it off."""
        return not second_factor.required(authenticator.user)  # type: ignore[attr-defined]
