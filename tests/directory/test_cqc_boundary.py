"""Thirty listings, each on its side of CQC's line. SI 2014/2936 regulation 2 and Schedule 1 paragraph 1."""

import pytest

from directory.cqc_boundary import Able, Answers, Director, Help, Hirer, Part, Place, Role, Sort, sort

# Ben, whom the person takes on and directs, washes and dresses somebody at home: paragraph 1(3)(c).
BEN = Answers(frozenset({"hands_on"}), "no", "home", "alone", "person", "person", "no")
# A home care agency that sends its own workers: paragraph 1(1).
HOME_CARE = Answers(frozenset({"hands_on", "other"}), "no", "home", "team", "seller", "seller", "yes")
# An agency that finds somebody and leaves it at that: paragraph 1(3)(b).
FINDER = Answers(frozenset({"hands_on"}), "no", "home", "introduces", "person", "person", "no")


def but(answers, **changes):
    given = {**answers.__dict__, **changes}
    return Answers.of(**given)


VIGNETTES = [
    ("an employed assistant who washes and dresses her employer", BEN, Sort.DIRECTED, "1(3)(c)"),
    ("a self-employed assistant whom the person directs", BEN, Sort.DIRECTED, "“employment”"),
    ("an assistant taken on by a deputy for the person", but(BEN, hirer="related"), Sort.DIRECTED, "1(3)(c)"),
    ("an assistant of a child, taken on by the mother", but(BEN, hirer="related"), Sort.DIRECTED, "1(3)(c)"),
    ("an assistant who prompts and watches, directed", but(BEN, help={"prompting"}), Sort.DIRECTED, "1(3)(c)"),
    ("a self-employed carer who decides how she works", but(BEN, director="seller"), Sort.REGULATED, "1(3)(c)"),
    ("a carer who decides half of it herself", but(BEN, director="shared"), Sort.REGULATED, "1(3)(c)"),
    ("a carer who sells visits to customers", but(BEN, hirer="seller"), Sort.REGULATED, "1(3)(c)"),
    ("an assistant whose rota an agency keeps", but(BEN, role="yes"), Sort.REGULATED, "1(3)(c)"),
    ("an assistant who cooks, shops and keeps company", but(BEN, help={"other"}), Sort.NOT_CARE, "regulation 2"),
    ("a driver to the hospital", but(BEN, help={"other"}, place="elsewhere"), Sort.NOT_CARE, "regulation 2"),
    ("a telephone reminder to take a shower", but(BEN, help={"reminding"}), Sort.NOT_CARE, "regulation 2"),
    ("a hairdresser who comes to anybody's home", but(BEN, able="yes", director="seller"), Sort.NOT_CARE, "1(1)"),
    ("a personal trainer who helps with kit", but(BEN, able="yes"), Sort.NOT_CARE, "1(1)"),
    ("help in the changing room of a swimming pool", but(BEN, place="elsewhere"), Sort.NOT_CARE, "1(1)"),
    ("a nurse whom a family pays by the hour", but(BEN, help={"nursing"}), Sort.REGULATED, "Schedule 1"),
    ("home care by an agency's own workers", HOME_CARE, Sort.REGULATED, "1(1)"),
    ("a partnership of three carers", but(HOME_CARE, role="no"), Sort.REGULATED, "1(1)"),
    ("supported living with help in the shower", but(HOME_CARE, director="shared"), Sort.REGULATED, "1(1)"),
    ("live-in care sent by an agency", but(HOME_CARE, hirer="seller"), Sort.REGULATED, "1(1)"),
    ("a micro-provider with one helper of its own", but(HOME_CARE, director="person"), Sort.REGULATED, "1(1)"),
    ("a care home", but(HOME_CARE, place="with_room"), Sort.REGULATED, "1(2) and 2"),
    ("a nursing home", but(HOME_CARE, place="with_room", help={"nursing"}), Sort.REGULATED, "Schedule 1"),
    ("a day centre that helps with lunch and the toilet", but(HOME_CARE, place="elsewhere"), Sort.NOT_CARE, "1(1)"),
    ("a cleaning company", but(HOME_CARE, help={"other"}), Sort.NOT_CARE, "regulation 2"),
    ("a sitting service that watches over meals", but(HOME_CARE, help={"prompting"}), Sort.REGULATED, "1(1)"),
    ("an introduction agency that finds and leaves", FINDER, Sort.INTRODUCTION, "1(3)(b)"),
    ("an introduction agency that sends stand-ins", but(FINDER, role="yes"), Sort.REGULATED, "1(3)(b)"),
    ("an 'introduction' where the agency employs", but(FINDER, hirer="seller"), Sort.REGULATED, "1(3)(b)"),
    ("an 'introduction' where the agency directs", but(FINDER, director="seller"), Sort.REGULATED, "1(3)(b)"),
    ("workers lent to a registered provider", but(HOME_CARE, part="supplies"), Sort.INTRODUCTION, "1(3)(a)"),
]


def test_there_are_thirty_at_least():
    assert len({name for name, *_ in VIGNETTES}) >= 30


@pytest.mark.parametrize(
    ("answers", "wanted", "source"), [one[1:] for one in VIGNETTES], ids=[one[0] for one in VIGNETTES]
)
def test_each_listing_is_on_its_side_with_the_reason_and_the_law(answers, wanted, source):
    found = sort(answers)
    assert (found.sort, source in found.source) == (wanted, True)
    assert found.reason.endswith(".")


def test_whatever_is_answered_has_a_sort_and_only_direction_by_the_person_leaves_body_care_at_home_unregulated():
    """Every combination: outside 1(3)(a) to (c), body care at home for somebody who cannot do it is regulated."""
    for part in Part:
        for hirer in Hirer:
            for director in Director:
                for role in Role:
                    found = sort(Answers(frozenset({Help.HANDS_ON}), Able.NO, Place.HOME, part, hirer, director, role))
                    free = director == Director.PERSON and hirer != Hirer.SELLER and role == Role.NO
                    outside = part == Part.SUPPLIES or (part in (Part.ALONE, Part.INTRODUCES) and free)
                    assert found.is_regulated == (not outside)
