"""Spans of OpenTelemetry: one a request, and of each statement that is run for it one below.

They go where ``OTEL_EXPORTER_OTLP_ENDPOINT`` says, with the extra ``otel``; else they cost a look, and go nowhere.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.trace import SpanKind, Status, StatusCode

from graph.trail import Trail

logger = logging.getLogger("spojenci")

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_tracer = trace.get_tracer("spojenci")


def set_up() -> None:
    """Send spans, where the environment says where to; its other ``OTEL_`` names hold too."""
    if not os.environ.get(ENDPOINT):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        logger.warning("%s is set, but nothing is sent: pip install 'spojenci[otel]'", ENDPOINT)
        return
    known = {"service.name": "spojenci", "service.version": version("spojenci")}
    provider = TracerProvider(resource=Resource.create(known))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


@contextmanager
def span(door: str, trail: Trail) -> Iterator[trace.Span]:
    """The span of a request, below the one of who asks. What ran for it is told at its end."""
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):  # nobody has set up where they go
        yield trace.INVALID_SPAN
        return
    parent = extract({"traceparent": trail.trace}) if trail.trace else None
    with _tracer.start_as_current_span(door, parent, SpanKind.SERVER) as opened:
        yield opened
        if opened.is_recording():
            opened.update_name(f"{door} {trail.operation}" if trail.operation else door)
            opened.set_attributes({"spojenci.request": trail.id, "spojenci.cost": trail.cost})
            if trail.errors:
                opened.set_status(Status(StatusCode.ERROR, ",".join(trail.errors)))
