from marketplace.models.drafts import Draft
from marketplace.models.listings import Listing
from marketplace.models.orders import Order, OrderEvent
from marketplace.models.queries import Query
from marketplace.models.visits import Proposal, Visit, VisitEvent, VisitHold

__all__ = ["Draft", "Listing", "Order", "OrderEvent", "Proposal", "Query", "Visit", "VisitEvent", "VisitHold"]
