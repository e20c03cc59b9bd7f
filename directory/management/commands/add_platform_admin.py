from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
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
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email}: {' '.join(error.messages)}") from error
        user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name=name[:120])
        user.is_staff = user.is_active = True
        user.save(update_fields=["is_staff", "is_active"])
        membership, is_new = Membership.objects.get_or_create(
            user=user, role=Role.PLATFORM_ADMIN, government=None, unit=None
        )
        if is_new:
            record(action="membership.created", subject=membership, by=None, now=timezone.now())
        elif not membership.is_active:
            membership.is_active = True
            membership.save(update_fields=["is_active"])
            changes = {"is_active": [False, True]}
            record(action="membership.reactivated", subject=membership, by=None, now=timezone.now(), changes=changes)
        self.stdout.write(f"{user.email} manages the portal. Link to set the password:")
        self.stdout.write(set_password_address(user))
