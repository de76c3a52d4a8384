"""Why an action at a desk was not done."""


class Refused(Exception):
    """Nothing was changed. `str()` of it is a sentence for the person at the desk."""


class PaymentFileError(Refused):
    """It cannot be done with this payment file, or this line of one, now."""
