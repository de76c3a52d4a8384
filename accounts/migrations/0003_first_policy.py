"""The first version of what a personal budget may buy, so that the page and the answers have a text from the start.

Nobody at the council has published it: it gives no yes by itself before somebody publishes a version of the council's.
"""

from django.db import migrations
from django.utils import timezone

TEXT = """Your personal budget is for the support that helps you reach the outcomes in your plan. You choose how.

You can buy from any shop, any person or any organisation. It does not have to be on a list. It can cost less or more than others pay, as long as your money lasts.

It can buy, for example:

* help from somebody you choose, at home or when you go out
* getting there: a bus, a taxi, a friend’s petrol
* going out, a class, a club, a swim
* things that make daily life easier, and having them repaired
* a break for you, or for those who care for you

It cannot buy:

* what the law does not allow anybody to buy
* a care home for longer than 4 weeks at a time (Care and Support (Direct Payments) Regulations 2014, regulation 6)
* paid care from your husband, wife, partner or a close relative who lives with you, unless we have agreed that it is necessary (the same regulations, regulation 3)
* nursing that the NHS has to give you (Care Act 2014, section 22)
* your own debts, fines, or gambling

You do not have to ask. If you are not sure, ask first. If we say yes, nobody can ask for the money back.
"""


def put_in(apps, schema_editor):
    policy = apps.get_model("accounts", "PurchasePolicy")
    if not policy.objects.exists():
        policy.objects.create(number=1, text=TEXT, published_by=None, published_at=timezone.now())


class Migration(migrations.Migration):
    replaces = [("accounts", "0018_first_policy")]
    dependencies = [("accounts", "0002_squashed_0038")]
    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
