"""Invoices, credit notes and remittance advice as tables."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import PaymentFileLine, PaymentReturn
from design.components import Cell, Column, Table
from design.formats import day, pounds
from marketplace import words
from marketplace.models import Invoice, InvoiceLine
from marketplace.queries.remittances import Advice


def list_of(invoices: Iterable[Invoice]) -> Table:
    columns = [
        Column("Number", header=True, phone="main"),
        Column("Visits confirmed", phone="over"),
        Column("Dated", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(one.called, sub=kind_words(one), href=one.get_absolute_url()),
            period(one),
            day(one.dated_on),
            amount(one),
        ]
        for one in invoices
    ]
    return Table("Invoices and credit notes", columns, rows)


def amount(one: Invoice) -> str:
    return pounds(one.signed_pence)


def kind_words(one: Invoice) -> str:
    return f"Credit note to {one.credits.called}" if one.credits else "Invoice"


def period(one: Invoice) -> str:
    return f"{day(one.first_day)} to {day(one.last_day)}"


def payments(lines: Iterable[PaymentFileLine], caption: str) -> Table:
    columns = [
        Column("Paid on", header=True, phone="main"),
        Column("Reference", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [
            Cell(day(line.file.released_at), came_back(line), remittance_url(line)),
            line.file.reference,
            pounds(line.pence),
        ]
        for line in lines
    ]
    return Table(caption, columns, rows)


def came_back(line: PaymentFileLine) -> str:
    """What became of a payment that is owed again; empty of one that stayed. `returned` is to be fetched."""
    returned = getattr(line, "returned", None)
    if returned is None:
        return ""
    how = {
        PaymentReturn.Reason.REFUSED: "Could not be sent through Stripe",
        PaymentReturn.Reason.REVERSED: f"Taken back on {day(returned.returned_on)}",
        PaymentReturn.Reason.TAKEN_OVER: "Not sent through Stripe",
    }.get(returned.reason, f"Your bank sent it back on {day(returned.returned_on)}")
    return f"{how}. A later payment makes up for it"


def remittance_url(line: PaymentFileLine) -> str:
    return reverse("provider-remittance", args=[line.pk])


def lines(found: Invoice) -> Table:
    columns = [
        Column("Visit", header=True, phone="main"),
        Column("Person", phone="over"),
        Column("Recorded", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    sign = 1 if found.kind == Invoice.Kind.INVOICE else -1
    rows = [_line(found, line, sign) for line in found.lines.all()]
    return Table(
        "Visits", columns, rows, footer=[Cell("In all"), "", "", pounds(found.signed_pence)], hide_caption=True
    )


def council_words(found: Invoice, line: InvoiceLine) -> str:
    """The council decided: £16.00 of £24.00. Empty where it did not decide this line's amount.

    What it decided before a visit was paid is the invoice's amount; what it decided after that is a credit note's.
    """
    visit = line.visit
    told = [(query.decided_at, query.pay_pence or 0) for query in visit.queries.all() if query.decided_at]
    if found.credits:
        earlier = [note.made_at for note in found.credits.credit_notes.all() if note.number < found.number]
        since = max(at for at in (visit.settled_at, *earlier) if at)
        kept = [(at, pence) for at, pence in told if since < at <= found.made_at]
    else:
        kept = [(at, pence) for at, pence in told if at == visit.settled_at]
    whole = visit.paid_pence if found.credits else visit.owed_pence
    return f"the council decided: {pounds(max(kept)[1])} of {pounds(whole)}" if kept else ""


def _line(found: Invoice, line: InvoiceLine, sign: int) -> list[Any]:
    visit = line.visit
    length = words.length(line.minutes) if line.minutes is not None else "Cancelled late"
    when = words.span(*words.lasting(line.starts_at, visit.minutes))
    told = [f"{visit.order.title}, {visit.reference}", words.begun(council_words(found, line))]
    what = Cell(f"{day(line.starts_at)}, {when}", sub=". ".join(filter(None, told)))
    return [what, visit.order.person.name, length, pounds(sign * line.pence)]


def parts(advice: Advice) -> Table:
    columns = [
        Column("What", header=True, phone="main"),
        Column("Person", phone="over"),
        Column("Booked", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    rows = [
        [Cell(part.words, sub=part.reference), part.person, day(part.at), pounds(part.pence)] for part in advice.parts
    ]
    footer = [Cell("Paid to your bank"), "", "", pounds(advice.line.pence)]
    return Table("What it was for", columns, rows, footer=footer)
