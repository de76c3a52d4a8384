"""Finance's screens of money in: what is typed wrongly stays and is explained, what is right is done once."""

import csv
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import contributions as references
from accounts import daily, ledger, payee_records, periods
from accounts.actions import bank_details, contributions, journal, loads, pauses, payment_files, payment_returns
from accounts.ledger import LedgerKind
from accounts.models import (
    AuditLine,
    BudgetPause,
    Contribution,
    ContributionReceipt,
    CostCode,
    DueWork,
    JournalExport,
    PaidAhead,
    PaymentReturn,
    PersonalBudget,
)
from accounts.payee_records import Record
from accounts.queries import finance_today, forecast, looks
from accounts.roles import Role
from design.formats import day
from design.registry import Registry
from tests import sessions
from tests.factories import accounts as make
from tests.factories import budgets, money

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NUMBER = "01632 960701"


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def boxes(name, on):
    return {f"{name}_{part}": getattr(on, part) for part in ("day", "month", "year")}


def rows(response):
    return list(csv.reader(response.content.decode().splitlines()))


@pytest.fixture
def ann():
    return make.staff(Role.FINANCE, name="Ann Lee")


@pytest.fixture
def desk(ann):
    return sessions.enter(Client(), ann)


@pytest.fixture
def practitioner():
    return sessions.enter(Client(), make.staff(Role.PRACTITIONER))


@pytest.fixture
def budget():
    """Paid since two weeks ago, for four weeks that began then."""
    start = TODAY - timedelta(days=14)
    made = budgets.budget(person=make.person("Rosa Alvarez", phone=NUMBER), starts_on=start, load_calendar=start)
    loads.run_due(timezone.now())
    return made


def send(client, address, *, sure=False, **data):
    return client.post(address, {**data, **({"step": "sure"} if sure else {})}, follow=True)


def page_of(name, *args):
    return reverse(f"staff-finance-{name}", args=args)


# Loads and budgets


def test_the_loads_page_shows_what_ran_without_names(desk, budget):
    page = words(desk.get("/staff/finance/loads/"))
    assert f"Budget {budget.pk}" in page
    assert "£400.00" in page
    assert "Rosa" not in page
    sheet = rows(desk.get("/staff/finance/loads.csv"))
    assert sheet[1][1] == str(budget.pk)
    assert sheet[1][4:] == ["400.00", "0.00", "400.00"]


def test_what_did_not_run_is_named_and_run_by_hand(desk):
    made = budgets.budget(starts_on=TODAY, load_calendar=TODAY)
    page = words(desk.get("/staff/finance/loads/"))
    assert f"Budget {made.pk} The clock has not run yet today. £400.00" in page
    assert "Loads that have not run" in words(desk.get("/staff/finance/"))
    assert "Done: 1 load." in words(send(desk, "/staff/finance/loads/run/"))
    assert budgets.in_pots(made) == [28_000, 12_000]
    assert "Done: 0 loads." in words(send(desk, "/staff/finance/loads/run/"))


def test_a_budget_agreed_after_the_clock_ran_says_so(desk):
    earlier = timezone.now() - timedelta(days=2)
    old = budgets.budget(starts_on=TODAY, load_calendar=TODAY, at=earlier)
    DueWork.objects.create(name="loads", ran_at=earlier, went_well=True, said="0 loads")
    assert "The clock has not run yet today" in words(desk.get("/staff/finance/loads/"))
    assert list(daily.run(timezone.now()))
    assert list(old.loads.all())
    made = budgets.budget(starts_on=TODAY, load_calendar=TODAY)
    page = words(desk.get("/staff/finance/loads/"))
    assert f"Budget {made.pk} It was agreed after the clock ran today. It is loaded at the clock’s next run." in page
    assert "has not run yet" not in page
    PersonalBudget.objects.filter(pk=made.pk).update(agreed_on=TODAY - timedelta(days=1))
    assert "The clock ran today and did not load it" in words(desk.get("/staff/finance/loads/"))


def test_a_budget_is_found_by_what_is_typed_and_not_by_its_address(desk, budget):
    budgets.budget(person=make.person("Tom Brennan"))
    for typed in ("alvarez", str(budget.pk), references.reference(budget.pk)):
        page = desk.post("/staff/finance/budgets/", {"q": typed})
        assert [one.pk for one in page.context["page"]] == [budget.pk]
    assert "No budget found" in words(desk.post("/staff/finance/budgets/", {"q": "nobody"}))


def test_a_look_at_a_budget_is_one_that_the_person_reads(desk, ann, budget):
    page = words(desk.get(page_of("budget", budget.pk)))
    assert "Rosa Alvarez" in page
    assert "£100.00 a week" in page
    assert [one.name for one in looks.named(looks.at(budget.person))] == ["Ann Lee"]


def test_a_pause_is_refused_in_words_and_what_was_typed_stays(desk, budget):
    early = budget.starts_on - timedelta(days=1)
    data = {**boxes("first_on", early), "reason": "hospital"}
    page = send(desk, page_of("pause", budget.pk), **data)
    assert "The pause begins on that day or later" in words(page)
    assert f'value="{early.day}"' in page.content.decode()
    assert "Choose why support is paused" in words(send(desk, page_of("pause", budget.pk)))
    assert BudgetPause.objects.count() == 0


def test_a_practitioner_pauses_and_finance_decides(practitioner, desk, budget):
    send(practitioner, page_of("pause", budget.pk), **boxes("first_on", TODAY), reason="hospital")
    question = PaidAhead.objects.get()
    days = (budget.starts_on + timedelta(days=27) - TODAY).days + 1
    assert "Paid for days without support 1 question about" in words(desk.get("/staff/finance/"))
    address = page_of("ahead", question.pk)
    answers = {"decision": "take_back", "explanation": "Agreed with Rosa on the telephone."}
    check = send(desk, address, **answers)
    assert "Check your answers" in words(check)
    assert PaidAhead.objects.get().decision == ""
    send(desk, address, sure=True, **answers)
    assert (PaidAhead.objects.get().decision, len(range(days))) == ("take_back", 14)
    assert sum(budgets.in_pots(budget)) == 40_000 - question.pence
    assert desk.get(address).status_code == 404


def test_what_is_not_free_cannot_be_chosen(desk, ann, budget):
    pauses.pause(budget=budget, first_on=TODAY, reason="away", by=ann)
    for pot in budget.pots.all():
        money.earned(money.payee(), ledger.balance(pot.available), from_=pot)
    page = desk.get(page_of("ahead", PaidAhead.objects.get().pk))
    assert 'value="take_back"' not in page.content.decode()
    assert "Free in the pots now £0.00" in words(page)


def test_support_starts_again_or_the_pause_was_a_mistake(practitioner, budget):
    send(practitioner, page_of("pause", budget.pk), **boxes("first_on", TODAY), reason="away")
    held = BudgetPause.objects.get()
    send(practitioner, page_of("resume", held.pk), **boxes("last_on", TODAY))
    held.refresh_from_db()
    assert held.last_on == TODAY
    assert "taken out" in words(send(practitioner, page_of("resume", held.pk), mistake="1"))
    assert (PaidAhead.objects.count(), practitioner.get(page_of("resume", held.pk)).status_code) == (0, 404)


def test_a_last_day_in_the_year_9999_is_asked_again(practitioner, budget):
    send(practitioner, page_of("pause", budget.pk), **boxes("first_on", TODAY), reason="away")
    held = BudgetPause.objects.get()
    answer = send(practitioner, page_of("resume", held.pk), **boxes("last_on", date(9999, 12, 31)))
    held.refresh_from_db()
    assert (answer.status_code, "There is a problem" in words(answer), held.last_on) == (200, True, None)


def test_an_early_end_asks_once_more(practitioner, budget):
    data = {**boxes("ends_on", TODAY), "reassessment_reference": "RA-7"}
    assert "Check your answers" in words(send(practitioner, page_of("end", budget.pk), **data))
    send(practitioner, page_of("end", budget.pk), sure=True, **data)
    budget.refresh_from_db()
    assert budget.ends_on == TODAY
    assert "Enter the reference of the reassessment" in words(send(practitioner, page_of("end", budget.pk)))


def test_a_death_is_recorded_after_a_second_look_and_undone(desk, budget):
    address = page_of("death", budget.pk)
    tomorrow = TODAY + timedelta(days=1)
    assert "The day must be today or earlier" in words(send(desk, address, **boxes("died_on", tomorrow)))
    assert "Check that this is the right person" in words(send(desk, address, **boxes("died_on", TODAY)))
    done = words(send(desk, address, sure=True, **boxes("died_on", TODAY)))
    assert "We are sorry that Rosa has died. Nothing is taken back by itself." in done
    assert "Taken out. Loads go on" in words(send(desk, address))
    budget.person.refresh_from_db()
    assert budget.person.died_on is None


def test_change_it_brings_back_what_was_typed(desk, budget):
    page = send(desk, page_of("death", budget.pk), **boxes("died_on", TODAY), step="change")
    assert f'value="{TODAY.year}"' in page.content.decode()
    assert "Check your answers" not in words(page)


def test_the_client_group_is_set(desk, budget):
    send(desk, page_of("group", budget.pk), client_group="memory")
    budget.refresh_from_db()
    assert budget.client_group == "memory"


def test_lists_cost_the_same_however_many(desk, ann, django_assert_max_num_queries):
    addresses = ["", "loads/", "budgets/", "contributions/", "receipts/", "bank-details/", "forecast/", "month-end/"]
    costs = []
    for _ in range(2):
        one(ann)
        with django_assert_max_num_queries(260) as counted:
            for address in addresses:
                assert desk.get(f"/staff/finance/{address}").status_code == 200
        costs.append(len(counted))
        one(ann), one(ann)
    assert costs[0] == costs[1]


def one(by):
    made = budgets.budget(starts_on=TODAY - timedelta(days=1), load_calendar=TODAY - timedelta(days=1))
    given = {"weekly_pence": 500, "starts_on": made.starts_on, "assessment_reference": "FA"}
    contributions.record(budget=made, by=by, **given)
    loads.settle(budget=made)
    pauses.pause(budget=made, first_on=TODAY, reason="away", by=by)
    key = str(made.pk)
    contributions.receive(pence=5, received_on=TODAY, key=f"match {key}", by=by)
    contributions.receive(pence=5, received_on=TODAY, key=f"done {key}", budget=made, by=by)
    payee = money.payee(f"Payee {key}")
    bank_details.ask(payee=payee, sort_code="998877", account_number="11223344", how="email", by=by)


# Contributions


def test_a_contribution_is_recorded_after_a_check_and_taken_out(desk, budget):
    start = budget.starts_on + timedelta(days=28)
    data = {"weekly": "18.50", **boxes("starts_on", start), "assessment_reference": "FA-1"}
    address = page_of("contribution-new", budget.pk)
    assert "£18.50" in words(send(desk, address, **data))
    send(desk, address, sure=True, **data)
    held = Contribution.objects.get()
    assert (held.weekly_pence, held.starts_on) == (1_850, start)
    assert "Taken out" in words(send(desk, page_of("contribution", held.pk)))
    assert Contribution.objects.count() == 0
    early = {**data, **boxes("starts_on", TODAY)}
    assert "Payments are worked out up to" in words(send(desk, address, sure=True, **early))


def test_a_payment_in_is_recorded_once_however_often_it_is_sent(desk, budget):
    data = {
        "whose": references.reference(budget.pk),
        "pounds": "20",
        **boxes("received_on", TODAY),
        "token": "abc",
    }
    address = page_of("receipt-new")
    assert f"Budget {budget.pk}, Rosa Alvarez" in words(send(desk, address, **data))
    for _ in range(2):
        send(desk, address, sure=True, **data)
    receipt = ContributionReceipt.objects.get()
    assert (receipt.pence, receipt.budget) == (2_000, budget)
    wrong = words(send(desk, address, **{**data, "whose": "WC99X", **boxes("received_on", TODAY + timedelta(days=2))}))
    assert "There is no budget with this reference" in wrong
    assert "The day must be today or earlier" in wrong


def bank_file(text):
    return SimpleUploadedFile("bank.csv", text.encode(), content_type="text/csv")


def test_a_bank_file_is_read_whole_matched_by_reference_and_once(desk, budget):
    day = TODAY.strftime("%d/%m/%Y")
    text = (
        "Date,Reference,Amount\r\n"
        f"{day},FPS ROSA {references.reference(budget.pk)},18.50\r\n"
        f"{day},FPS ROSA {references.reference(budget.pk)},18.50\r\n"
        f"{day},SOMEBODY,7\r\n"
        f"{day},CARE HOME LTD,-900.00\r\n"
    )
    said = words(send(desk, page_of("receipts-file"), file=bank_file(text)))
    assert "3 payments recorded: 2 matched, 1 to match." in said
    again = words(send(desk, page_of("receipts-file"), file=bank_file(text)))
    assert "0 payments recorded: 0 matched, 0 to match. 3 payments had been recorded before." in again
    assert sorted(ContributionReceipt.objects.values_list("pence", flat=True)) == [700, 1_850, 1_850]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Choose the bank’s file"),
        ("a,b\n1,2\n", "The first line has no column “Date” or “Amount” or “Reference”"),
        ("Date,Amount,Reference\n1/1/2026,x,y\n30/2/2026,5,y\n", "Line 3: The date must be like 27/03/2027"),
        ("Date,Amount,Reference\n1/1/2026,x,y\n", "Line 2: Enter an amount of money in numbers"),
        ("Date,Amount,Reference\n1/1/2999,5,y\n", "Line 2: The day must be today or earlier"),
        ("Date,Amount,Reference\n1/1/2026,-5,y\n", "There are no payments in, in this file"),
        ('Date,Amount,Reference\n1/1/2026,5,"y\n', None),
    ],
)
def test_a_file_with_one_bad_line_records_nothing(desk, text, why):
    upload = {"file": bank_file(text)} if text else {}
    page = words(send(desk, page_of("receipts-file"), **upload))
    assert why is None or why in page
    assert ContributionReceipt.objects.count() == (1 if why is None else 0)


def test_what_is_no_text_is_refused(desk):
    upload = SimpleUploadedFile("bank.csv", b"\xff\xfe\x00PK")
    assert "This is not a CSV file" in words(send(desk, page_of("receipts-file"), file=upload))


def test_an_unmatched_payment_is_matched_or_taken_out(desk, ann, budget):
    first = contributions.receive(pence=500, received_on=TODAY, key="1", bank_words="SOMEBODY", by=ann)
    other = contributions.receive(pence=900, received_on=TODAY, key="2", bank_words="RENT", by=ann)
    assert "Contributions to match 2 payments in" in words(desk.get("/staff/finance/"))
    send(desk, page_of("receipt", first.pk), sure=True, whose=str(budget.pk))
    send(desk, page_of("receipt", other.pk) + "?take-out=1", why="The rent of somebody else")
    first.refresh_from_db(), other.refresh_from_db()
    assert (first.budget, other.undone_why) == (budget, "The rent of somebody else")
    assert "Contributions to match" not in words(desk.get("/staff/finance/"))


def test_the_contributions_page_says_who_is_late_and_that_nothing_stops(desk, ann):
    start = TODAY - timedelta(days=40)
    made = budgets.budget(starts_on=start, load_calendar=start, is_gross=True)
    given = {"weekly_pence": 1_000, "starts_on": start, "assessment_reference": "FA"}
    contributions.record(budget=made, by=ann, **given)
    loads.run_due(timezone.now())
    page = words(desk.get("/staff/finance/contributions/"))
    assert "£40.00 is late, of 1 budget." in page
    assert "Support never stops for this." in page
    assert rows(desk.get("/staff/finance/contributions.csv"))[1][3:] == ["10.00", "80.00", "0.00", "40.00"]


# What the person sees


@pytest.fixture
def pays(budget, ann):
    start = budget.starts_on + timedelta(days=28)
    given = {"weekly_pence": 1_000, "starts_on": start, "assessment_reference": "FA"}
    return contributions.record(budget=budget, by=ann, **given)


def test_a_person_sees_her_next_payment_and_what_she_pays(budget, pays):
    rosa = sessions.enter(Client(), budget.person.user)
    page = words(rosa.get("/money/"))
    assert "From the council The next payment is £360.00 on" in page
    own = words(rosa.get("/money/contribution/"))
    assert references.reference(budget.pk) in own
    assert "Your support does not stop while we talk" in own


@pytest.mark.parametrize(("in_days", "when"), [(0, "today"), (3, "on {day}")])
def test_before_the_first_load_she_reads_when_the_first_money_comes(in_days, when):
    start = TODAY + timedelta(days=in_days)
    made = budgets.budget(starts_on=start, load_calendar=TODAY - timedelta(days=10), ends_on=TODAY + timedelta(days=17))
    rosa = sessions.enter(Client(), made.person.user)
    page = words(rosa.get("/money/"))
    first = {0: "£257.14", 3: "£214.29"}[in_days]
    assert f"The first money, {first}, comes {when.format(day=day(start))}" in page
    assert f"The next payment is {first} on {day(start)}" in page
    assert "less than a week" not in page
    desk = sessions.enter(Client(), make.staff(Role.FINANCE))
    soon = "Due now" if in_days == 0 else day(start)
    assert f"Next load {soon}" in words(desk.get(page_of("budget", made.pk)))
    loads.run_due(timezone.now() + timedelta(days=in_days))
    assert sum(budgets.in_pots(made)) == int(first.replace("£", "").replace(".", ""))
    page = words(rosa.get("/money/"))
    assert ("The first money" in page, "about 2 weeks of your plan" in page) == (False, True)


def test_what_goes_to_her_own_bank_is_not_said_to_come_here():
    made = budgets.budget(starts_on=TODAY, load_calendar=TODAY)
    budgets.in_own_bank(made.pots.first())
    rosa = sessions.enter(Client(), made.person.user)
    assert "The first money comes today" in words(rosa.get("/money/"))


def test_her_statement_has_what_came_in(budget, ann):
    contributions.receive(pence=500, received_on=TODAY, key="1", budget=budget, by=ann)
    rosa = sessions.enter(Client(), budget.person.user)
    page = words(rosa.get("/money/statement/?period=3-months"))
    assert "Contribution that came in £5.00" in page
    assert "Your contribution came in" in page


def test_a_pause_is_said_on_her_page(budget, ann):
    pauses.pause(budget=budget, first_on=TODAY, reason="away", by=ann)
    rosa = sessions.enter(Client(), budget.person.user)
    assert "Payments are paused from" in words(rosa.get("/money/"))


def test_a_delegate_who_looks_at_the_contribution_is_in_the_log(budget, pays):
    from accounts.roles import Scope

    mandate = make.mandate(budget.person, make.user("Amira Whitfield"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    assert "Rosa pays" in words(amira.get("/money/contribution/"))
    assert [one.where for one in looks.named(looks.at(budget.person))] == ["What is paid towards the support"]


# Journals


def test_codes_are_added_changed_and_taken_away(desk):
    send(desk, page_of("code-new"), kind="available", code="2100", client_group="memory")
    held = CostCode.objects.get()
    send(desk, page_of("code", held.pk), code="2199")
    held.refresh_from_db()
    assert (held.code, held.client_group) == ("2199", "memory")
    wrong = words(send(desk, page_of("code-new"), kind="payable", code="2200", client_group="memory"))
    assert "Only money in pots can be told apart" in wrong
    send(desk, page_of("code-remove", held.pk))
    assert CostCode.objects.count() == 0


def offered_day(desk):
    return desk.get(page_of("journal-new")).context["form"]["last_on"].initial


def test_the_day_of_a_journal_is_the_last_that_has_something_to_export(desk, ann):
    funds, pot = ledger.council_account(LedgerKind.COUNCIL_FUNDS), budgets.budget().pots.first()
    for kind in LedgerKind:
        journal.set_code(kind=kind, code=f"C-{kind}", by=ann)
    for number, days in enumerate((0, 3, 5)):  # today's is not complete
        at = timezone.now() - timedelta(days=days)
        moves = [ledger.Move(funds, pot.available, 100)]
        ledger.post(key=f"before:{number}", kind="load", moves=moves, by=None, at=at)
    assert offered_day(desk) == TODAY - timedelta(days=3)
    send(desk, page_of("journal-new"), **boxes("last_on", offered_day(desk)))
    assert JournalExport.objects.get().postings == 2
    assert offered_day(desk) == TODAY - timedelta(days=1)


def test_a_journal_is_made_shown_and_downloaded_the_same_each_time(desk, ann, budget):
    yesterday = TODAY - timedelta(days=1)
    loads.run_due(timezone.now() - timedelta(days=2))
    pot = budget.pots.first()
    move = [ledger.Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), pot.available, 100)]
    ledger.post(key="before", kind="load", moves=move, by=None, at=timezone.now() - timedelta(days=3))
    said = words(send(desk, page_of("journal-new"), **boxes("last_on", yesterday)))
    assert "Give a cost code to" in said
    for kind in LedgerKind:
        journal.set_code(kind=kind, code=f"C-{kind}", by=ann)
    send(desk, page_of("journal-new"), **boxes("last_on", yesterday))
    made = JournalExport.objects.get()
    page = words(desk.get(page_of("journal-one", made.reference)))
    assert "Difference £0.00" in page
    assert "Together £1.00 £1.00 £0.00" in page
    first, second = (desk.get(page_of("journal-file", made.reference)) for _ in range(2))
    assert first.content == second.content == made.content.encode()
    assert AuditLine.objects.filter(action="journal.downloaded").count() == 2


# Bank details


@pytest.fixture
def ben(monkeypatch):
    payee = money.payee("Ben Okafor")
    registry = Registry("payee records")
    registry.register("sellers", lambda asked: Record([("Ben", NUMBER)], []) if asked == payee else None)
    monkeypatch.setattr(payee_records, "_records", registry)
    return payee


def test_two_people_change_bank_details(desk, ben):
    details = {"sort_code": "99-88-77", "account_number": "1122 3344", "how": "email"}
    address = page_of("bank-new", ben.reference)
    assert "99-88-77" in words(send(desk, address, **details))
    send(desk, address, sure=True, **details)
    change = ben.bank_changes.get()
    own = desk.get(page_of("bank-change", change.pk))
    assert "You entered this. Someone else must call and check it." in words(own)
    assert "Confirm and use" not in words(own)
    second = sessions.enter(Client(), make.staff(Role.FINANCE, name="Bo Day"))
    now = timezone.localtime()
    call = {
        "called_number": NUMBER,
        **boxes("called_on", now.date()),
        "called_time": f"{now:%H:%M}",
        "spoke_to": "Ben",
        "read_back": "on",
    }
    invented = {**call, "called_number": "07700 900123"}
    assert ben.bank_changes.get().waits
    assert "Select a valid choice" not in words(send(second, page_of("bank-change", change.pk), **invented))
    assert ben.bank_changes.get().waits
    done = words(send(second, page_of("bank-change", change.pk), **call))
    assert "Confirmed. From now on Ben Okafor is paid into the new account" in done
    ben.refresh_from_db()
    assert (ben.sort_code, ben.account_number) == ("998877", "11223344")
    assert f"called {NUMBER}" in words(desk.get("/staff/finance/bank-details/"))


def test_a_change_is_refused_with_a_reason(desk, ann, ben):
    change = bank_details.ask(payee=ben, sort_code="998877", account_number="11223344", how="email", by=ann)
    assert "Enter why this is not right." in words(send(desk, page_of("bank-change", change.pk), why=" "))
    send(desk, page_of("bank-change", change.pk), why="Ben knew nothing of it")
    change.refresh_from_db()
    assert change.refused_why == "Ben knew nothing of it"


def test_a_number_put_on_record_after_the_request_proves_nothing(desk, ann):
    payee = money.payee("Ada Quill")
    change = bank_details.ask(payee=payee, sort_code="998877", account_number="11223344", how="email", by=ann)
    second = sessions.enter(Client(), make.staff(Role.FINANCE))
    assert "We hold no telephone number for them" in words(second.get(page_of("bank-change", change.pk)))
    send(desk, page_of("payee-phone", payee.reference), phone=NUMBER)
    now = timezone.localtime()
    call = {
        "called_number": NUMBER,
        **boxes("called_on", now.date()),
        "called_time": f"{now:%H:%M}",
        "spoke_to": "Ada",
        "read_back": "on",
    }
    said = words(send(second, page_of("bank-change", change.pk), **call))
    assert "This number was put on record after the request came" in said
    assert "Enter a telephone number" in words(send(desk, page_of("payee-phone", payee.reference), phone="abc"))


def test_what_is_no_bank_account_is_refused(desk, ben):
    said = words(send(desk, page_of("bank-new", ben.reference), sort_code="12-34", account_number="x"))
    assert "Sort code must be 6 numbers" in said
    assert "Account number must be 8 numbers" in said
    assert "Choose how the request came" in said


def test_a_payment_that_came_back_is_recorded_on_its_file(desk, ann, ben):
    money.earned(ben, 3_300)
    file = payment_files.prepare(by=ann)
    payment_files.release(file=file, by=make.staff(Role.FINANCE))
    line = file.lines.get()
    assert "Did the bank send it back?" in words(desk.get(page_of("file", file.reference)))
    send(desk, page_of("returned", file.reference, line.pk), reason="closed", **boxes("returned_on", TODAY))
    assert PaymentReturn.objects.get().line == line
    assert "Payments that a bank sent back 1 payment, £33.00" in words(desk.get("/staff/finance/"))
    assert "The account is closed" in words(desk.get("/staff/finance/returns/"))
    assert desk.get(page_of("returned", file.reference, line.pk)).status_code == 404


def came_back(payee, ann, bo, **more):
    line = payment_files.release(file=payment_files.prepare(by=ann), by=bo).lines.get(payee=payee)
    given = {"reason": "closed", "returned_on": TODAY, **more}
    return payment_returns.record(line=line, by=ann, **given)


def test_what_a_later_file_paid_again_says_so_and_is_no_work(desk, ann, ben):
    bo = make.staff(Role.FINANCE)
    money.earned(ben, 14_000)
    came_back(ben, ann, bo)
    assert "Not yet: the next file pays it" in words(desk.get("/staff/finance/returns/"))
    cancelled = payment_files.cancel(file=payment_files.prepare(by=ann), by=ann)
    again = payment_files.prepare(by=ann)
    assert f"In file {again.reference}, not released" in words(desk.get("/staff/finance/returns/"))
    assert "Payments that a bank sent back" in words(desk.get("/staff/finance/"))
    payment_files.release(file=again, by=bo)
    money.earned(ben, 200)  # owed, but not for what came back
    shown = words(desk.get("/staff/finance/returns/"))
    assert f"Paid again in file {again.reference}" in shown
    assert cancelled.reference not in shown
    assert "Payments that a bank sent back" not in words(desk.get("/staff/finance/"))


@pytest.mark.parametrize("number", [1, 3])
def test_returns_cost_the_same_however_many(desk, ann, number, django_assert_num_queries):
    bo = make.staff(Role.FINANCE)
    for n in range(number):
        payee = money.payee(f"Payee {n}")
        money.earned(payee, 100)
        came_back(payee, ann, bo)
    desk.get("/staff/finance/returns/")
    with django_assert_num_queries(9):
        desk.get("/staff/finance/returns/")


# Today, the month end, eight weeks


def test_an_empty_desk_says_so(desk):
    assert "Nothing waits for you" in words(desk.get("/staff/finance/"))
    assert "To do today" not in words(sessions.enter(Client(), make.staff(Role.COMMISSIONER)).get("/staff/finance/"))


def test_the_month_end_is_worked_out(desk, ann, budget):
    last = TODAY.replace(day=1) - timedelta(days=1)
    long_ago = periods.month(last - timedelta(days=400))
    assert all(check.done for check in finance_today.month_end(long_ago, TODAY))
    contributions.receive(pence=500, received_on=last, key="1", by=ann)
    page = words(desk.get("/staff/finance/month-end/"))
    assert f"Month end {last:%B %Y}" in page
    assert "1 payment in that nobody has matched" in page
    assert desk.get("/staff/finance/month-end/?month=nonsense").status_code == 200


def left(month):
    return [check.title for check in finance_today.month_end(month, TODAY) if not check.done]


def test_a_month_has_only_what_belongs_to_it(ann, ben, budget, practitioner):
    bo, now = make.staff(Role.FINANCE), timezone.now()
    this = periods.month(TODAY)
    before = periods.month(this.first - timedelta(days=1))
    pauses.pause(budget=budget, first_on=TODAY, reason="hospital", by=ann)
    contributions.receive(pence=500, received_on=TODAY, key="1", by=ann)
    bank_details.ask(payee=ben, sort_code="998877", account_number="11223344", how="email", by=ann)
    money.earned(ben, 3_300)
    came_back(ben, ann, bo)
    payment_files.prepare(by=ann)
    start = before.first  # agreed today for days that are over: it is to be loaded since today
    budgets.budget(starts_on=start, load_calendar=start)
    assert left(before) == []
    everything = [title for title, _ in finance_today.MONTH.values()]
    assert left(this) == [*everything, "The journal is exported"]
    assert left(periods.month(this.last + timedelta(days=1))) == []
    ledger.post(
        key="late",
        kind="load",
        moves=[ledger.Move(ledger.council_account(LedgerKind.COUNCIL_FUNDS), budget.pots.first().available, 100)],
        by=None,
        at=now - timedelta(days=TODAY.day),
    )
    assert left(before) == ["The journal is exported"]


def test_a_load_that_did_not_run_belongs_to_the_month_in_which_it_was_due():
    this = periods.month(TODAY)
    before = periods.month(this.first - timedelta(days=1))
    agreed = finance_today.midnight(before.first)
    budgets.budget(starts_on=before.last, load_calendar=before.last, at=agreed)
    assert ("Loads have run" in left(before), "Loads have run" in left(this)) == (True, TODAY.day >= 28)


def test_the_forecast_has_every_load_booking_and_card_purchase_once(desk, budget):
    ben = money.payee()
    pot = budget.pots.first()
    money.earned(ben, 1_000, from_=pot)
    weeks = forecast.weeks(TODAY)
    assert [week.days.first.weekday() for week in weeks[:-1]] == [0] * 8
    coming = [budget.starts_on + timedelta(days=28 * number) for number in (1, 2, 3)]
    within = [on for on in coming if on <= weeks[7].days.last]
    assert sum(week.loads_pence for week in weeks) == 40_000 * len(within)
    assert (weeks[0].owed_pence, sum(week.out_pence for week in weeks)) == (1_000, 1_000)
    page = words(desk.get("/staff/finance/forecast/"))
    assert "Loads each week as a table" in page
    sheet = rows(desk.get("/staff/finance/forecast.csv"))
    assert (len(sheet), sheet[1][0]) == (10, weeks[0].days.first.isoformat())


def test_days_that_are_over_count_now(desk, budget, monkeypatch):
    from accounts import forecasts

    registry = Registry("forecasts")
    far = TODAY + timedelta(days=100)
    registry.register("visits", lambda: [(date(2020, 1, 1), 300), (TODAY, 200), (far, 50)])
    monkeypatch.setattr(forecasts, "_forecasts", registry)
    weeks = forecast.weeks(TODAY)
    assert (weeks[0].bookings_pence, weeks[-1].bookings_pence) == (500, 50)
