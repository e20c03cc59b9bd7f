"""Ordering from a form: the page sent twice is one order, a key that another order has is a conflict."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kspp.lib.form_pages import CONFLICT, Show, attempt, sent
from reports.documents.sentences import PROBLEMS, OrderRefusal
from reports.models import Report


def answer_order(request: HttpRequest, form: Any, write: Callable[..., Report], show: Show) -> HttpResponse:
    """`write` gets by=, now= and what the form sends."""
    outcome = attempt(request, form, lambda: write(by=request.user, now=timezone.now(), **sent(form)), PROBLEMS)
    if outcome.stored is not None:
        return redirect(outcome.stored)
    is_used = any(problem.code is OrderRefusal.ORDER_KEY_USED for problem in outcome.problems)
    return show(CONFLICT if is_used else outcome.status)
