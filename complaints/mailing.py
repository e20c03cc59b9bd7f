"""Mail about time limits: numbers and dates, never a person and never what was complained about."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from complaints.models import Notice
from complaints.sentences.notices import mail_subject


def send_notices(user: User, notices: Sequence[Notice]) -> None:
    """One letter for all of them. Raises OSError when mail is down."""
    body = render_to_string(
        "complaints/mail/notices.txt",
        {"name": user.name, "notices": notices, "address": settings.SITE_ADDRESS + reverse("complaints:notices")},
    )
    EmailMessage(mail_subject(notices), body, to=[user.email]).send()
