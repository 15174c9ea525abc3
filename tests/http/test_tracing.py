"""Spans of OpenTelemetry: one a request, below that of who asks, and one a statement below it."""

import httpx
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


def test_a_request_and_its_statements_are_spans(development: httpx.Client, empty_graph: None) -> None:
    told = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(told))
    trace.set_tracer_provider(provider)
    headers = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "X-Request-Id": "traced"}
    development.post("/graphql", json={"query": "query Topics { topics { totalCount } }"}, headers=headers)
    ours = [each for each in told.get_finished_spans() if each.context.trace_id == 0x0AF7651916CD43DD8448EB211C80319C]
    [request] = [each for each in ours if each.kind is trace.SpanKind.SERVER]
    statement = next(each for each in ours if each.name == "neo4j topics")
    assert request.name == "graphql Topics"
    assert request.attributes is not None
    assert request.attributes["spojenci.request"] == "traced"
    assert request.parent is not None
    assert request.parent.span_id == 0xB7AD6B7169203331
    assert statement.parent is not None
    assert statement.parent.span_id == request.context.span_id
