"""Providers that took a service over and cannot be paid yet: finance enters where, as for anybody."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import counted, day, pounds
from marketplace.actions import successions
from marketplace.models import SaleHandover

COLUMNS = [
    Column("Who", header=True),
    Column("Since"),
    Column("Owed"),
    Column("Orders"),
]


@require_safe
@needs(Permission.CHANGE_BANK_DETAILS)
def index(request: Request) -> HttpResponse:
    waiting = successions.not_set_up()
    table = Table("Providers", COLUMNS, [row(one) for one in waiting], hide_caption=True) if waiting else None
    context = {"section": "staff", "breadcrumbs": STAFF, "table": table}
    return render(request, "marketplace/staff_to_set_up.html", context)


def row(one: SaleHandover) -> list[Any]:
    payee = one.to_payee
    return [
        Cell(
            payee.name,
            f"Took over from {one.from_organisation}",
            reverse("staff-finance-bank-new", args=[payee.reference]),
        ),
        day(one.at),
        pounds(payee.payable.balance_pence),
        counted(one.orders, "order"),
    ]
