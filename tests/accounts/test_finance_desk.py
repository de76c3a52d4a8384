"""Finance's screens: totals that open to their rows, a reason before anybody's lines, payments by two people."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import sheets
from accounts.actions import payment_files
from accounts.ledger import LedgerKind
from accounts.models import AuditLine, PaymentFile
from accounts.queries import looks
from accounts.roles import Role
from tests import sessions
from tests.accounts.screens import rows, words
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance():
    return make.staff(Role.FINANCE, name="Ann Lee")


@pytest.fixture
def desk(finance):
    return sessions.enter(Client(), finance)


@pytest.fixture
def rosa():
    return make.person("Rosa Alvarez")


@pytest.fixture
def pot(rosa):
    return money.pot(10_000, person=rosa)


def lines_of(account):
    return reverse("staff-finance-account", args=[account.kind, account.pk])


# Totals


def test_the_overview_shows_where_every_penny_is(desk, pot):
    ben = money.payee()
    money.earned(ben, 3300, from_=pot)
    page = words(desk.get("/staff/finance/"))
    for figure in (
        "Money in so far £100.00",
        "Available to spend £67.00",
        "Held for something ordered £0.00",
        "Owed to providers £33.00",
        "Paid £0.00",
    ):
        assert figure in page


def test_the_overview_without_any_money_divides_by_nothing(desk):
    assert "Money in so far £0.00" in words(desk.get("/staff/finance/"))


def test_the_last_months_count_what_came_and_went(desk, finance, pot):
    money.earned(money.payee(), 3300, from_=pot)
    file = payment_files.prepare(by=make.staff(Role.FINANCE))
    payment_files.release(file=file, by=finance)
    table = desk.get("/staff/finance/").context["months"]
    assert [row[1:] for row in table.rows] == [["£100.00", "£33.00", "£0.00"], *[["£0.00"] * 3] * 5]


def test_the_trial_balance_adds_up_and_says_so(desk, pot):
    page = words(desk.get("/staff/finance/trial-balance/"))
    assert "The books agree All balances together are £0.00" in page
    assert "Council money paid in 1 1 −£100.00" in page


def test_a_commissioner_sees_totals_that_do_not_open(pot):
    totals = sessions.enter(Client(), make.staff(Role.COMMISSIONER))
    for address in ("/staff/finance/", "/staff/finance/trial-balance/"):
        page = totals.get(address).content.decode()
        assert "/staff/finance/accounts/" not in page
    assert "Payments to make" not in words(totals.get("/staff/finance/"))


def test_totals_cost_the_same_however_many_accounts(desk, django_assert_max_num_queries, django_assert_num_queries):
    money.pot(100)
    costs = []
    for _ in range(2):
        with django_assert_max_num_queries(42) as counted:
            desk.get("/staff/finance/")
            desk.get("/staff/finance/trial-balance/")
            desk.get("/staff/finance/accounts/available/")
        costs.append(len(counted))
        money.pot(100), money.pot(100)
    assert costs[0] == costs[1]


# What a total is made of


def test_a_total_opens_to_its_accounts_without_names(desk, pot):
    page = desk.get("/staff/finance/accounts/available/")
    assert f"Pot {pot.pk} 1 line £100.00" in words(page)
    assert "Rosa" not in words(page)
    assert rows(desk.get("/staff/finance/accounts/available.csv")) == [
        ["Account", "Balance", "Lines"],
        [f"Pot {pot.pk}", "100.00", "1"],
    ]


def test_accounts_of_a_kind_come_in_pages(desk):
    for _ in range(51):
        money.pot()
    assert len(desk.get("/staff/finance/accounts/held/").context["page"]) == 50
    assert len(desk.get("/staff/finance/accounts/held/?page=2").context["page"]) == 1


def test_a_kind_or_an_account_that_is_not_there_is_not_found(desk, pot):
    for address in ("stolen/", "stolen.csv", "held/999999/", f"held/{pot.available.pk}/", "held/999999/reason/"):
        assert desk.get(f"/staff/finance/accounts/{address}").status_code == 404


def test_a_payables_lines_are_about_ids(desk, pot):
    ben = money.payee("Ben Okafor")
    payment = money.earned(ben, 3300, from_=pot)
    page = words(desk.get(lines_of(ben.payable)))
    assert (
        f"Owed for work done: visit {payment.reference} from held for something ordered, pot {pot.pk} +£33.00" in page
    )
    assert "Ben Okafor" in page
    sheet = rows(desk.get(f"/staff/finance/accounts/payable/{ben.payable_id}.csv"))
    assert sheet[0] == ["When", "Booked", "What", "About", "Other account", "Amount", "Balance"]
    assert sheet[1][2:] == ["Owed for work done", f"visit:{payment.reference}", f"held pot:{pot.pk}", "33.00", "33.00"]


def test_lines_cost_the_same_however_many(desk, django_assert_max_num_queries):
    ben = money.payee()
    costs = []
    for _ in range(2):
        money.earned(ben, 100)
        with django_assert_max_num_queries(30) as counted:
            desk.get(lines_of(ben.payable))
        costs.append(len(counted))
        money.earned(ben, 100)
    assert costs[0] == costs[1]


# One person's lines


def test_a_persons_lines_need_a_reason_that_she_can_read(desk, finance, rosa, pot):
    lines, reason = lines_of(pot.available), f"{lines_of(pot.available)}reason/"
    for address in (lines, f"/staff/finance/accounts/available/{pot.available.pk}.csv"):
        assert desk.get(address).headers["Location"] == reason
    assert "Rosa" not in words(desk.get(reason))
    assert desk.post(reason, {"reason": "wrong", "reference": "Q-17/2"}).headers["Location"] == lines
    page = words(desk.get(lines))
    assert "Rosa Alvarez" in page
    assert "+£100.00" in page
    assert desk.get(lines_of(pot.held)).status_code == 200
    [look] = looks.named(looks.at(rosa))
    assert (look.name, look.where) == ("Ann Lee", "Finance. Your payments")
    assert look.why == "A payment went wrong (Q-17/2)"
    her_own = sessions.enter(Client(), rosa.user)
    assert "A payment went wrong (Q-17/2)" in words(her_own.get("/accounts/who-looked/"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose why you need to see these lines"),
        ({"reason": "nosy"}, "Choose"),
        ({"reason": "asked", "reference": "Rosa's sister"}, "Use only letters, numbers, dashes and slashes"),
        ({"reason": "asked", "reference": "1" * 21}, "Use 20 letters and numbers or fewer"),
    ],
)
def test_without_a_reason_the_lines_stay_shut(desk, rosa, pot, sent, said):
    page = desk.post(f"{lines_of(pot.available)}reason/", sent)
    assert said in words(page)
    assert sent.get("reference", "") in page.content.decode().replace("&#x27;", "'")
    assert desk.get(lines_of(pot.available)).status_code == 302
    assert looks.at(rosa).count() == 0


def test_a_reason_is_for_one_person_and_one_sign_in(desk, finance, pot):
    desk.post(f"{lines_of(pot.available)}reason/", {"reason": "asked"})
    assert desk.get(lines_of(money.pot(5, person=make.person("Tom")).available)).status_code == 302
    assert sessions.enter(Client(), finance).get(lines_of(pot.available)).status_code == 302


# Payments


def test_payments_are_prepared_by_one_and_released_by_another(desk, finance):
    money.earned(money.payee("Ben Okafor"), 3300)
    assert "Ben Okafor Account ending 678 £33.00" in words(desk.get("/staff/finance/payments/"))
    made = desk.post("/staff/finance/payments/prepare/")
    file = PaymentFile.objects.get()
    assert made.headers["Location"] == f"/staff/finance/payments/{file.reference}/"
    page = words(desk.get(made.headers["Location"]))
    assert "You prepared this file. Someone else must check it and release it." in page
    assert "Release this file" not in page
    desk.post(f"/staff/finance/payments/{file.reference}/release/")
    file.refresh_from_db()
    assert file.released_at is None
    second = sessions.enter(Client(), make.staff(Role.FINANCE, name="Bo Day"))
    page = words(second.get(made.headers["Location"]))
    assert "Releasing pays 1 payee £33.00 in all." in page
    second.post(f"/staff/finance/payments/{file.reference}/release/")
    assert "Released by Bo Day" in words(second.get("/staff/finance/payments/"))


def test_full_bank_details_only_leave_after_release_and_on_record(desk):
    money.earned(money.payee("=HYPERLINK(1)"), 3300)
    file = payment_files.prepare(by=make.staff(Role.FINANCE))
    download = f"/staff/finance/payments/{file.reference}.csv"
    assert desk.get(download).status_code == 404
    desk.post(f"/staff/finance/payments/{file.reference}/release/")
    response = desk.get(download)
    assert rows(response) == [
        ["Sort code", "Account number", "Name", "Amount", "Reference"],
        ["123456", "12345678", "'=HYPERLINK(1)", "33.00", f"CARE {file.reference}"],
    ]
    assert response.headers["Cache-Control"] == "no-store"
    assert AuditLine.objects.filter(action="payment_file.downloaded").count() == 1
    for address in ("/staff/finance/payments/", f"/staff/finance/payments/{file.reference}/"):
        assert "12345678" not in desk.get(address).content.decode()


def test_what_could_not_be_included_is_said(desk):
    money.earned(money.payee("No Bank", sort_code="", account_number=""), 500)
    page = words(desk.get("/staff/finance/payments/"))
    assert "No Bank We do not have their bank details. £5.00" in page
    assert "Nobody to pay now" in page
    desk.post("/staff/finance/payments/prepare/")
    assert "There is nobody to pay now." in words(desk.get("/staff/finance/payments/"))


def test_a_file_is_cancelled(desk):
    money.earned(money.payee("Ben Okafor"), 3300)
    file = payment_files.prepare(by=make.staff(Role.FINANCE))
    desk.post(f"/staff/finance/payments/{file.reference}/cancel/")
    page = words(desk.get(f"/staff/finance/payments/{file.reference}/"))
    assert "Cancelled Ann Lee" in page
    assert "Release this file" not in page


def test_the_desk_is_on_the_staff_page(desk):
    money.earned(money.payee(), 3300)
    page = words(desk.get("/staff/"))
    assert ("Finance £33.00 ready to pay. Nothing else waits." in page, "ready to pay, £33.00" in page) == (True, False)
    payment_files.prepare(by=make.staff(Role.FINANCE))
    assert "Finance £0.00 ready to pay. To do: payment files to check, 1 file" in words(desk.get("/staff/"))
    commissioner = sessions.enter(Client(), make.staff(Role.COMMISSIONER))
    assert "Money Money in, held, owed and paid" in words(commissioner.get("/staff/"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1"])
def test_words_that_a_spreadsheet_would_run_are_told_apart(text):
    assert sheets.safe(text) == f"'{text}"


def test_other_words_and_amounts_stay_as_they_are():
    assert [sheets.safe(text) for text in ("Ben", "12-34-56", "", None, 5)] == ["Ben", "12-34-56", "", "", "5"]
    assert list(sheets.lines(["A"], [[sheets.Pounds(-5)]])) == ["A\r\n", "-0.05\r\n"]


def test_every_kind_of_account_has_its_page(desk):
    for kind in LedgerKind:
        assert desk.get(f"/staff/finance/accounts/{kind.value}/").status_code == 200
