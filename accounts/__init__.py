"""People and money: who somebody is, for whom they may act, and every penny.

Owns: users, roles, mandates, people, invitations, budgets, the ledger, card accounts, payments, payees, notices,
letters, questions before buying, receipts, council loads, contributions, cost codes and journals, the staff's desks of
people and of access.
May import: design. Never search, nor any room above. Imported by: cms, directory, marketplace, config.
"""
