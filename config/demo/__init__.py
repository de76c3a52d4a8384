"""Aldermere: a fictional council, made by the same actions that staff and residents use.

The TOML files are what is there (places, words, organisations, assistants); the modules make it so.
"""
