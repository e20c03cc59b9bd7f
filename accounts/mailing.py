"""Mail to people with an account."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Membership, User

SUBJECT = "Undangan ke Siap KSPP"


def send_invitation(membership: Membership) -> None:
    """A link to set the first password, or to sign in where a password exists. Raises OSError when mail is down."""
    user = membership.user
    is_new = not user.has_usable_password()
    body = render_to_string(
        "accounts/mail/invitation.txt",
        {
            "name": user.name,
            "role": membership.get_role_display(),
            "place": membership.place,
            "government": membership.government,
            "is_new": is_new,
            "address": set_password_address(user) if is_new else site_address(reverse("account_login")),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        },
    )
    EmailMessage(SUBJECT, body, to=[user.email]).send()


def set_password_address(user: User) -> str:
    """Valid for PASSWORD_RESET_TIMEOUT and until the password is set or the person signs in."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return site_address(reverse("account_reset_password_from_key", kwargs=key))


def site_address(path: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + path
