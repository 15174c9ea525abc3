"""Every operation, by name."""

from collections.abc import Mapping

from graph.contract.operation import Operation
from graph.operations import (
    changes,
    duplicates,
    feedback,
    freshness,
    imports,
    keepers,
    log,
    maps,
    me,
    merging,
    partners,
    questions,
    reclassifying,
    sources,
    webhooks,
    writes,
)
from graph.operations.repeats import repeatable

OPERATIONS: Mapping[str, Operation] = {
    operation.name: repeatable(operation)
    for listed in (
        partners.OPERATIONS,
        questions.OPERATIONS,
        changes.OPERATIONS,
        log.OPERATIONS,
        me.OPERATIONS,
        feedback.OPERATIONS,
        writes.OPERATIONS,
        duplicates.OPERATIONS,
        merging.OPERATIONS,
        sources.OPERATIONS,
        reclassifying.OPERATIONS,
        freshness.OPERATIONS,
        imports.OPERATIONS,
        maps.OPERATIONS,
        keepers.OPERATIONS,
        webhooks.OPERATIONS,
    )
    for operation in listed
}
