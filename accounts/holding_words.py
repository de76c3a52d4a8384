"""The ways of holding a personal budget, side by side, in plain words and in Easy Read."""

from accounts.models import WayOfHolding as Way

# What stands in each row, and for each way its answers in this order.
QUESTIONS = ("What it means", "What you do", "What it costs you", "For example", "If you want to stop")
ANSWERS: dict[Way, tuple[str, ...]] = {
    Way.OWN_BANK: (
        "We pay the money into a bank account that you keep for it. You pay people yourself, in any way you like.",
        "You keep a record of what you spend, and show it to us when we ask.",
        "Nothing to us. Ask your bank if the account has a fee.",
        "You employ a personal assistant, and pay the wage from this account each month.",
        "Tell us. What is left stays for your support, held in another way that you choose.",
    ),
    Way.CARD_ACCOUNT: (
        "The money is in an account with a card. Pay in any shop, or book here. There is no list of shops you must "
        "use.",
        "Very little: the record keeps itself. You can freeze your card at any time.",
        "Nothing. There is no fee for the account or the card.",
        "You pay at the swimming pool with your card, and book help at home on this website.",
        "One call. The cards stop, what is booked goes on, and the money stays for your support.",
    ),
    Way.COUNCIL: (
        "We keep the money and pay for what you choose.",
        "You say what support you want and who gives it. You have no bills and no records to keep.",
        "Nothing more than your contribution, if you have one.",
        "You choose a home care agency for the mornings. We check its bills and pay them.",
        "Tell us, and choose another way. Nothing you have booked is lost.",
    ),
    Way.PROVIDER: (
        "A provider you choose keeps the money and plans with you how to use it. This is called an Individual Service "
        "Fund.",
        "You plan with them, and look at what they show you of what was spent. You can use other people as well.",
        "Ask the provider. If they take a fee for this, it is agreed with you first and comes out of your budget.",
        "A day centre you trust plans the week with you, and pays for the minibus and a helper at home.",
        "Tell them and us. What is left comes back, and is held in another way that you choose.",
    ),
}
# A picture of ours beside each line, one idea a line.
EASY: dict[Way, tuple[tuple[str, str], ...]] = {
    Way.OWN_BANK: (
        ("purse", "We put the money in your bank."),
        ("people", "You pay people."),
        ("pencil", "You keep a list of what you buy."),
        ("eye", "You show it to us."),
    ),
    Way.CARD_ACCOUNT: (
        ("card", "The money is on a card."),
        ("map-pin", "You can pay in any shop."),
        ("tick", "You do not have to keep a list."),
        ("lock", "You can stop the card at any time."),
    ),
    Way.COUNCIL: (
        ("home", "We keep the money."),
        ("purse", "We pay for what you choose."),
        ("tick", "You do not have to keep a list."),
    ),
    Way.PROVIDER: (
        ("people", "Somebody who gives support keeps the money."),
        ("calendar", "They plan with you."),
        ("chart", "They show you what they spend."),
        ("warning", "They may take some money for this."),
        ("question", "Ask them first."),
    ),
}
