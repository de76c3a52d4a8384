"""People and money: who somebody is, for whom they may act, and every penny.

Owns: users, roles, mandates, people, invitations, budgets, the ledger, card accounts, spending rules and declines,
questions before buying, receipts, payments, payees, notices, letters, council loads, contributions, cost codes and
journals, the staff's desks of people, of reviews and of access.
May import: design. Never search, nor any room above. Imported by: cms, directory, marketplace, config.
"""
