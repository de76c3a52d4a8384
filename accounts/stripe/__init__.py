"""Stripe: the only place that imports its client."""
