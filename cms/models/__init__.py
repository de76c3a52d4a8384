from .advice import AdvicePage
from .advice_index import AdviceIndexPage
from .approval import SecondPersonTask
from .complaints import Complaint, ComplaintEvent, ComplaintLetter, ComplaintSubject, ComplimentPassed
from .concerns import Concern, ConcernEvent, ConcernLook
from .confirmed_link import ConfirmedLink
from .feedback import PageFeedback
from .figure import Figure, LoadedFigure
from .home import HomePage
from .loaded import LoadedPage
from .saved_search import SavedSearch
from .standard import StandardPage
from .topic import TopicPage

__all__ = [
    "AdviceIndexPage",
    "AdvicePage",
    "Complaint",
    "ComplaintEvent",
    "ComplaintLetter",
    "ComplaintSubject",
    "ComplimentPassed",
    "Concern",
    "ConcernEvent",
    "ConcernLook",
    "ConfirmedLink",
    "Figure",
    "HomePage",
    "LoadedFigure",
    "LoadedPage",
    "PageFeedback",
    "SavedSearch",
    "SecondPersonTask",
    "StandardPage",
    "TopicPage",
]
