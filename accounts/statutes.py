"""What the law itself says a direct payment may not buy, by its section. The only limits for everybody. Pure.

Source: the Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871), made under the Care Act 2014, s.33.
A direct payment is otherwise the person's to spend on what her plan is for: there are no bans on kinds of shop.
"""

from dataclasses import dataclass

REGULATIONS = "Care and Support (Direct Payments) Regulations 2014"
ADDRESS = "https://www.legislation.gov.uk/uksi/2014/2871"


@dataclass(frozen=True)
class Statute:
    """`words` are the regulation's own where `is_quoted`, else what it comes to. `plain` is how we say it."""

    title: str
    section: str
    plain: str
    words: str
    easy: str
    href: str
    is_quoted: bool = False

    @property
    def name(self) -> str:
        """ "Care and Support (Direct Payments) Regulations 2014, regulation 3" """
        return f"{REGULATIONS}, {self.section}"


CLOSE_RELATIVES, CARE_HOMES = "close_relatives", "care_homes"
STATUTES: dict[str, Statute] = {
    CLOSE_RELATIVES: Statute(
        title="Paying a close relative who lives with you",
        section="regulation 3",
        plain=(
            "You cannot pay your husband, wife or partner, or a close relative who lives with you, unless the council "
            "agrees that it is necessary."
        ),
        words=(
            "Direct payments must be made subject to the condition that they must not be used to pay any person "
            "mentioned in paragraph (3) to meet the needs of the adult in respect of whose needs the direct payment "
            "is made."
        ),
        easy="You cannot pay family who live with you. The council can say that you may.",
        href=f"{ADDRESS}/regulation/3/made",
        is_quoted=True,
    ),
    CARE_HOMES: Statute(
        title="Living in a care home",
        section="regulation 6",
        plain=(
            "You can pay for a stay in a care home of up to 4 weeks in a row in any 12 months. We arrange longer stays "
            "in another way."
        ),
        words=(
            "At most 4 consecutive weeks of a care home in any period of 12 months. Stays of less than 4 weeks are "
            "added together where less than 4 weeks lie between them, and not otherwise."
        ),
        easy="You can pay for 4 weeks in a care home. Then we pay in another way.",
        href=f"{ADDRESS}/regulation/6/made",
    ),
}
