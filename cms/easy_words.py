"""What the questions of `/tell-us/` say in Easy Read, and the picture of each answer to check."""

from accounts.models.people import ContactFormat
from cms.complaint_rules import Kind, Subject
from design.easy import Say, Words

KIND: Words = {
    "kind": Say(
        "What do you want to tell us?",
        choices={
            Kind.COMPLAINT: ("sad", "Something went wrong"),
            Kind.COMPLIMENT: ("smile", "Somebody did well"),
            Kind.COMMENT: ("bulb", "I have an idea"),
            "concern": ("warning", "Somebody is not safe"),
        },
    )
}
ABOUT: Words = {"about_it": Say(choices={"yes": ("tick", "Yes"), "no": ("cross", "No, it is about something else")})}
SUBJECT: Words = {
    "subject": Say(
        "What is it about?",
        choices={
            Subject.ASSESSMENT: ("pencil", "We asked you questions, or said yes or no"),
            Subject.MONEY: ("coin", "Money"),
            Subject.SERVICE: ("home", "Support from an organisation"),
            Subject.ASSISTANT: ("person", "A personal assistant"),
            Subject.STAFF: ("people", "Somebody who works for the council"),
            Subject.INFORMATION: ("info", "Information, or this website"),
            Subject.OTHER: ("question", "Something else"),
        },
    ),
    "staff_named": Say("Is it about one person at the council?", "Write the name, if you know it."),
}
WHAT_HAPPENED: Words = {"words": Say("What happened?", "Use your own words.", missing="Write what happened")}
WHO_DID_WELL: Words = {
    "words": Say("Who did well? What did they do?", "Use your own words.", missing="Write who did well")
}
WHAT_TO_KNOW: Words = {"words": Say("What do you want us to know?", "Use your own words.", missing="Write your idea")}
RIGHT: Words = {"wish": Say("What do you want us to do?", "You do not have to write anything here.")}
CONSENT: Words = {
    "consent": Say(
        "Can we tell them what you said?",
        "We leave out what is private.",
        {
            "named": ("tick", "Yes, with my name"),
            "unnamed": ("person", "Yes, but not my name"),
            "no": ("cross", "No"),
        },
    )
}
ANSWER: Words = {
    "contact_format": Say(
        "How do you want our answer?",
        choices={
            ContactFormat.EMAIL: ("envelope", "By e-mail"),
            ContactFormat.PRINT: ("bill", "In a letter"),
            ContactFormat.LARGE_PRINT: ("eye", "In a letter with large words"),
            ContactFormat.EASY_READ: ("book", "In a letter in Easy Read"),
            ContactFormat.TELEPHONE: ("phone", "On the telephone"),
            "none": ("cross", "I do not want an answer"),
        },
    ),
    "name": Say("Your name"),
    "email": Say("Your e-mail address", "We need it to answer by e-mail."),
    "phone": Say("Your telephone number", "We can call you and talk about it."),
    "address": Say("Your address", "We need it to send a letter."),
}
OF_STEP: dict[str, Words] = {
    "about": ABOUT,
    "subject": SUBJECT,
    "put-right": RIGHT,
    "pass-on": CONSENT,
    "answer": ANSWER,
}
OF_WORDS: dict[str, Words] = {
    Kind.COMPLAINT: WHAT_HAPPENED,
    Kind.COMPLIMENT: WHO_DID_WELL,
    Kind.COMMENT: WHAT_TO_KNOW,
}


def of_question(step: str, kind: str) -> Words:
    return OF_WORDS[kind] if step == "words" else OF_STEP[step]


PICTURES = {
    "You tell us": "speech",
    "About": "map-pin",
    "Subject": "question",
    "Somebody at the council": "people",
    "What you say": "pencil",
    "What would put it right": "hand",
    "May we pass it on?": "people",
    "How we answer": "envelope",
    "Your name": "person",
    "E-mail": "envelope",
    "Telephone": "phone",
    "Address": "home",
}
