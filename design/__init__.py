"""The look and the manners of every screen.

Owns: page shell, components, form rendering, formats of money and dates, style, script, the council's identity.
May import: nobody. Imported by: every room.
"""
