from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.mailing import set_password_address
from accounts.models import Membership, User
from accounts.permissions import Role
from history.services import record


class Command(BaseCommand):
    help = "Make a person an administrator of the whole portal and print the link to set the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    @transaction.atomic
    def handle(self, *args: object, email: str, name: str, **options: object) -> None:
        user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name=name)
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        membership, is_new = Membership.objects.get_or_create(
            user=user, role=Role.PLATFORM_ADMIN, government=None, unit=None
        )
        if is_new:
            record(action="membership.created", subject=membership, by=None, now=timezone.now())
        self.stdout.write(f"{user.email} manages the portal. Link to set the password:")
        self.stdout.write(set_password_address(user))
