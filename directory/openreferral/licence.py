"""Under what terms the council gives its directory away, and by which standard."""

VERSION = "3.0"
PROFILE = "https://open-referral-uk-profile.readthedocs.io/en/latest/"
NAME = "Open Government Licence v3.0"
URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
