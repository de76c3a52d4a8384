from .advice import AdviceIndexPage, AdvicePage, TopicPage
from .approval import SecondPersonTask
from .complaints import Complaint, ComplaintEvent, ComplaintLetter, ComplaintSubject, ComplimentPassed
from .concerns import Concern, ConcernEvent, ConcernLook
from .feedback import PageFeedback
from .home import HomePage
from .loaded import LoadedPage
from .saved_search import SavedSearch
from .standard import StandardPage

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
    "HomePage",
    "LoadedPage",
    "PageFeedback",
    "SavedSearch",
    "SecondPersonTask",
    "StandardPage",
    "TopicPage",
]
