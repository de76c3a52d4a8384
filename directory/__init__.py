"""The directory: who offers what, where, and what was checked.

Owns: organisations and those whom they send, services, locations, personal assistants, approval schemes and their
checks, imports of services.
May import: cms, accounts, search, design. Imported by: marketplace, config.
"""
