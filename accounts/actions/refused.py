"""Why an action at a desk was not done."""


class Refused(Exception):
    """Nothing was changed. `str()` of it is a sentence for the person at the desk."""
