"""People and money: who somebody is, for whom they may act, and every penny.

Owns: users, roles, mandates, people, invitations, budgets, the ledger, card accounts, cards, spending rules and
declines, questions before buying, receipts, payments, payees and their accounts at Stripe, what is asked of and heard
from outside (`outside`, `webhooks`, `stripe/`), notices, letters, council loads, contributions, cost codes and
journals, rates of employing somebody, what an employer sets aside, how long one's own money lasts, money not spent
(`surplus`: a person proposes, another decides, nothing is swept), whether all is well with somebody (`welfare`: a
question, never a freeze), staff desks.
May import: design. Never search, nor any room above. Imported by: cms, directory, marketplace, config.
"""
