"""Addresses of the practitioner's desk, under /staff/people/, and of letters, under /staff/letters/."""

from django.urls import path

from accounts.views import (
    letters,
    people_files,
    people_list,
    person,
    person_budget,
    person_delegates,
    person_details,
    person_invite,
)

urlpatterns = [
    path("people/", people_list.listed, name="staff-people"),
    path("people/add/", people_list.add, name="staff-people-add"),
    path("people/files/", people_files.files, name="staff-people-files"),
    path("people/files/people.csv", people_files.people_sheet, name="staff-people-sheet"),
    path("people/files/budgets.csv", people_files.budgets_sheet, name="staff-budgets-sheet"),
    path("people/files/spending.csv", people_files.spending_sheet, name="staff-spending-sheet"),
    path("people/<int:pk>/", person.page, name="staff-person"),
    path("people/<int:pk>/take-on/", person.take_on, name="staff-person-take-on"),
    path("people/<int:pk>/card/", person.issue_card, name="staff-person-card"),
    path("people/<int:pk>/details/", person_details.details, name="staff-person-details"),
    path("people/<int:pk>/needs/", person_details.communication, name="staff-person-needs"),
    path("people/<int:pk>/carers/", person_details.carer, name="staff-person-carer"),
    path("people/<int:pk>/carers/<int:caring>/end/", person_details.end_carer, name="staff-person-carer-end"),
    path("people/<int:pk>/budget/", person_budget.budget, name="staff-person-budget"),
    path("people/<int:pk>/choice/", person_budget.choice, name="staff-person-choice"),
    path("people/<int:pk>/choice/ways/", person_budget.ways, name="staff-person-ways"),
    path("people/<int:pk>/choice/ways/send/", person_budget.send_ways, name="staff-person-ways-send"),
    path("people/<int:pk>/delegates/", person_delegates.add, name="staff-person-delegate"),
    path("people/<int:pk>/delegates/<int:mandate>/invite/", person_delegates.invite, name="staff-delegate-invite"),
    path("people/<int:pk>/delegates/<int:mandate>/end/", person_delegates.end, name="staff-delegate-end"),
    path("people/<int:pk>/invitation/", person_invite.invite, name="staff-person-invite"),
    path(
        "people/<int:pk>/invitation/<int:invitation>/take-back/",
        person_invite.take_back,
        name="staff-invitation-take-back",
    ),
    path("letters/", letters.waiting, name="staff-letters"),
    path("letters/<int:pk>/", letters.letter, name="staff-letter"),
    path("letters/<int:pk>/print/", letters.paper, name="staff-letter-print"),
    path("letters/<int:pk>/done/", letters.done, name="staff-letter-done"),
]
