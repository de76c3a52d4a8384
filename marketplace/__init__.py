"""Listings, orders and visits: where support is chosen, booked and paid for.

Owns: Listing, Order, Visit and their states; messages between people and sellers, their reports and blocks; support
plans in versions, of which an agreed one never changes, and the ideas bank; the desks of providers and assistants,
who goes to a visit, invoices (which the database keeps as they are), hours of assistants who are employed, and what is
set aside for them; orders' e-mails and calendars; who is coming in a week, and days on which visits are paused.
May import: directory, cms, accounts, search, design. Imported by: config.
"""
