from .asked import FoundCount, SearchCount, UnmetNeed
from .completion import Completion
from .document import ChangeNumber, IndexedDocument, IndexedPlace
from .gazetteer import GazetteerPlace
from .outbox import IndexCopy, OutboxRow
from .synonyms import SynonymSet
from .vocabulary import VocabularyWord

__all__ = [
    "ChangeNumber",
    "Completion",
    "FoundCount",
    "GazetteerPlace",
    "IndexCopy",
    "IndexedDocument",
    "IndexedPlace",
    "OutboxRow",
    "SearchCount",
    "SynonymSet",
    "UnmetNeed",
    "VocabularyWord",
]
