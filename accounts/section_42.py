"""The three tests of the Care Act 2014, section 42(1), wherever a worry about somebody's safety is looked at. Pure.

The duty to make enquiries is there where there is reasonable cause to suspect that an adult in the area (a) has needs
for care and support, whether or not the council meets any; (b) is experiencing, or is at risk of, abuse or neglect;
(c) because of those needs cannot protect herself against it, or the risk of it.
"""

from enum import StrEnum


class Test(StrEnum):
    NEEDS = "needs"
    RISK = "risk"
    PROTECT = "protect"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


TESTS = {
    Test.NEEDS: "Does the adult have needs for care and support?",
    Test.RISK: "Is the adult experiencing abuse or neglect, or at risk of it?",
    Test.PROTECT: "Because of those needs, is the adult unable to protect themselves?",
}
ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_KNOWN: "Not yet known"}
