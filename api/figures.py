"""Figures of the process and of what it waits for, beside those that each part keeps of itself."""

import shutil
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Gauge, GCCollector, Info, PlatformCollector, ProcessCollector

from api.caller.rates import Rates
from graph.log.feed import Feed
from graph.settings import Settings


def show(metrics: CollectorRegistry, settings: Settings, feed: Feed, rates: Rates) -> None:
    """Add them; each is read when it is asked for."""
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=metrics)
    Info("spojenci_build", "Which version this is.", registry=metrics).info({"version": version("spojenci")})
    lag = Gauge("spojenci_feed_lag_seconds", "Since those who watch had all changes; 0 without any.", registry=metrics)
    lag.set_function(lambda: feed.lag)
    watchers = Gauge("spojenci_feed_watchers", "Those who watch the log of changes.", registry=metrics)
    watchers.set_function(lambda: feed.watchers)
    refused = Gauge(
        "spojenci_rate_limited", "Requests of callers who had run up too much, since the start.", registry=metrics
    )
    refused.set_function(lambda: rates.refused)
    if not settings.neo4j_uri:
        free = Gauge("spojenci_disk_free_bytes", "Room on the disk of the embedded Neo4j.", registry=metrics)
        free.set_function(lambda: shutil.disk_usage(settings.home).free)
