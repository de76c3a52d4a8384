"""The open feed, `/api/openreferral/`: the directory as Open Referral UK 3.0 (HSDS-UK) writes it, levels 1 and 2.

`asked` reads the question, `filters` narrows down, `found` loads a page, `told` turns rows into `shapes`, and `api`
answers.
What is public is decided by `directory.public` alone: what it hides is not here either.
"""
