"""What each role in an organisation may do, in words, and how long an invitation lasts. Pure.

The words say what directory/permissions.py and marketplace/permissions.py ask: tests/test_member_matrix.py tries it.
"""

from datetime import timedelta

LASTS = timedelta(days=7)

MAY = {
    "manager": "Everything: pages, prices, requests, visits, money, and who else is here",
    "scheduler": "Requests, visits, staff and messages; opening hours and telephone numbers. No money",
    "finance": "What is owed and paid, invoices, and the week to check them by. Changes no visit and no page",
}
