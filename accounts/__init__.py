"""People and money: who somebody is, for whom they may act, and every penny.

Owns: users, roles, mandates, people, budgets, the ledger, card accounts, payments, payees, notices; council loads,
contributions, cost codes and journals.
May import: design. Never search, nor any room above. Imported by: cms, directory, marketplace, config.
"""
