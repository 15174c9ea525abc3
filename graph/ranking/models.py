"""The fitted models that are kept in the database."""

import orjson

from graph.questions.named import NETWORK
from graph.ranking.model import SHIPPED, Model, Quality
from graph.store import Store

TIMEOUT = 60.0
"""Seconds that storing a model may take."""


async def newest_model(store: Store) -> Model:
    """The newest stored model that did well, else the shipped one."""
    rows = await store.read(NETWORK["newest_model"].text, name="model")
    for version, fitted_at, numbers, quality in rows:
        if model := Model.of(orjson.loads(numbers), version, fitted_at, Quality.of(orjson.loads(quality))):
            return model
    return SHIPPED


async def store_model(store: Store, model: Model, quality: Quality) -> int:
    """Keep a model with its measured quality; its version."""
    values = {
        "good": quality.good,
        "model": orjson.dumps(model.stored()).decode(),
        "quality": orjson.dumps(quality.data()).decode(),
    }
    async with store.transaction("fit", timeout=TIMEOUT) as transaction:
        [[version]] = await transaction.run(NETWORK["store_model"].text, values)
    return int(version)
