"""The look and the manners of every screen.

Owns: page shell, components, form rendering, formats of money and dates, style, script, the council's identity;
the registry by which higher rooms hand in what lower ones call, and how often one address may ask.
May import: nobody. Imported by: every room.
"""
