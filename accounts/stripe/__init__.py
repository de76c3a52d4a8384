"""Stripe: the only place that imports its client. It speaks HTTP and knows no models.

`checkout` (people pay by card), `connect` (providers are paid), `issuing` (cards), `events` (what Stripe tells us).
Out come frozen dataclasses of ours, money in whole pence, times with their zone. Out of a call that failed come
`client.Unreachable` (ask again later with the same key) or `client.Rejected` (asking again does not help).

What is sent names nobody's support, outcome or health: metadata holds our own references and nothing else.
"""
