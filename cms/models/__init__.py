from .advice import AdviceIndexPage, AdvicePage, TopicPage
from .approval import SecondPersonTask
from .feedback import PageFeedback
from .home import HomePage
from .loaded import LoadedPage
from .saved_search import SavedSearch
from .standard import StandardPage

__all__ = [
    "AdviceIndexPage",
    "AdvicePage",
    "HomePage",
    "LoadedPage",
    "PageFeedback",
    "SavedSearch",
    "SecondPersonTask",
    "StandardPage",
    "TopicPage",
]
