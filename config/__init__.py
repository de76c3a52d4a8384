"""Settings, addresses and set-up: the only room that knows every other one.

Owns: settings, the address map, health checks, the demo council and its tour.
May import: everything. Imported by: nobody.
"""
