"""What agreed plans mean a person's money for besides what is held: so nobody takes it for money that is not needed.

An order holds its money as soon as it is placed, so none is missing here. What employing somebody will cost is in
`employer_costs.commitments`.
"""

from collections.abc import Collection

from accounts.surplus import Commitment, Kind
from marketplace import costing
from marketplace.models import PlanLine, PlanState, PlanVersion


def of_all(people: Collection[int]) -> dict[int, list[Commitment]]:
    """By the person's id: what is agreed for emergencies, and a whole year of what is bought by the year. Some of that
    may be bought already this year: then a little more stays with the person. Two queries, however many people."""
    agreed = PlanVersion.objects.filter(plan__person__in=people, state=PlanState.AGREED).select_related("plan")
    holds = {version.plan.person_id: version for version in agreed.order_by("number")}
    versions = {version.pk: person for person, version in holds.items()}
    found = {person: [Commitment(Kind.CONTINGENCY, version.contingency_pence)] for person, version in holds.items()}
    lines = PlanLine.objects.filter(outcome__version__in=versions, every=costing.Every.YEAR).select_related("outcome")
    for line in lines:
        pence = costing.whole_pence(line.pattern, line.price_pence)
        found[versions[line.outcome.version_id]].append(Commitment(Kind.LUMPY, pence))
    return found
