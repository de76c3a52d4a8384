"""Addresses of the room. They come before Wagtail's and allauth's, so that ours answer where both have one."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import (
    acting,
    cards,
    choices,
    contribution,
    details,
    invited,
    money,
    own_card,
    second_step,
    shop,
    staff,
    statement,
    top_up,
    wagtail_doors,
    webhooks,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", wagtail_doors.sign_in, name="accounts-admin-login"),
    path("_util/login/", wagtail_doors.sign_in, name="accounts-site-login"),
    path("accounts/", details.details, name="accounts-details"),
    path("accounts/name/", details.name, name="accounts-name"),
    path("accounts/who-looked/", details.who_looked, name="accounts-who-looked"),
    path("accounts/invited/", invited.code, name="accounts-invited"),
    path("accounts/invited/link/<str:token>/", invited.link, name="accounts-invited-link"),
    path("accounts/invited/proof/", invited.proof, name="accounts-invited-proof"),
    path("accounts/invited/address/", invited.address, name="accounts-invited-address"),
    path("accounts/invited/password/", invited.password, name="accounts-invited-password"),
    path("accounts/mandates/<int:pk>/end/", details.end_mandate, name="accounts-mandate-end"),
    path("accounts/second-step/", second_step.second_step, name="accounts-second-step"),
    path("accounts/2fa/totp/activate/", second_step.activate_totp, name="accounts-activate"),
    path("money/", money.home, name="money-home"),
    path("money/statement/", statement.statement, name="money-statement"),
    path("money/statement/csv/", statement.statement_csv, name="money-statement-csv"),
    path("money/contribution/", contribution.contribution, name="money-contribution"),
    path("money/choices/", choices.choices, name="money-choices"),
    path("money/add/", top_up.top_up, name="money-add"),
    path("money/own-card/", own_card.index, name="money-own-card"),
    path("money/own-card/<int:pk>/", own_card.payment, name="money-own-payment"),
    path("money/own-card/<int:pk>/back/", own_card.back, name="money-own-payment-back"),
    path("money/own-card/<int:pk>/again/", own_card.again, name="money-own-payment-again"),
    path("money/own-card/<int:pk>/receipt/", own_card.receipt, name="money-own-payment-receipt"),
    path("money/cards/", cards.cards, name="money-cards"),
    path("money/cards/<int:pk>/", cards.card, name="money-card"),
    path("money/cards/<int:pk>/freeze/", cards.freeze, name="money-card-freeze"),
    path("money/cards/<int:pk>/shop/", shop.shop, name="money-shop"),
    path("money/till/<int:pk>/", shop.till, name="money-till"),
    path("money/acting/", acting.pick, name="money-acting"),
    *(
        path(f"webhooks/stripe/{endpoint}/", webhooks.stripe, {"endpoint": endpoint}, name=f"webhooks-{endpoint}")
        for endpoint in ("account", "connect", "issuing")
    ),
    path("staff/", staff.home, name="staff-home"),
    path("staff/finance/", include("accounts.finance_urls")),
    path("staff/access/", include("accounts.access_urls")),
    path("staff/", include("accounts.people_urls")),
]
