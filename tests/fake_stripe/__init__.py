"""A Stripe of our own for tests, drills and demonstrations: over HTTP, with a memory, signed webhooks and faults.

It takes the calls that Waymark makes, refuses what Stripe refuses, and keeps idempotency keys. What happens outside
(somebody pays, a shop asks for money, a bank refuses a payout) is said to it: in Python on `Fake`, or as
`POST /_fake/<part>/<verb>` with JSON from another process. `fixtures.fake_stripe` is the pytest fixture,
`python -m tests.fake_stripe` the program. Shapes and parameters: tests/accounts/stripe/test_shapes.py.
"""
