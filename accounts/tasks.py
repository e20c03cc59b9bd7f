"""Celery doors of the accounts app."""

from celery import shared_task
from django.core.cache import cache

from accounts import mailing
from accounts.models import Membership

REMEMBERED_SECONDS = 24 * 3600


@shared_task(autoretry_for=(OSError,), retry_backoff=30, retry_backoff_max=3600, max_retries=12)
def send_invitation(membership_id: int) -> None:
    """Retries for some hours when the mail server is away (SMTP and network errors are OSErrors)."""
    membership = Membership.objects.select_related("user", "government", "unit").filter(pk=membership_id).first()
    if membership is None or not (membership.is_active and membership.user.is_active):
        return
    mark = f"invitation:{membership_id}:{membership.user.invited_at}".replace(" ", "T")
    if cache.get(mark):
        return  # delivered twice: the first delivery sent the mail
    mailing.send_invitation(membership)
    cache.set(mark, True, REMEMBERED_SECONDS)
