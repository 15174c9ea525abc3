"""Every operation, by name."""

from collections.abc import Mapping

from graph.operation import Operation
from graph.operations import (
    changes,
    duplicates,
    feedback,
    log,
    merging,
    partners,
    questions,
    reclassifying,
    sources,
    webhooks,
    writes,
)

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for module in (
        partners,
        questions,
        changes,
        log,
        feedback,
        writes,
        duplicates,
        merging,
        sources,
        reclassifying,
        webhooks,
    )
    for operation in module.OPERATIONS
}
