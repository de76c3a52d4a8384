"""Elasticsearch: the only place that imports its client."""
