"""Changes and new partners, delivered to a real receiver: in order, signed, for what the holder of the key may see."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from graph import keys
from graph.access import OPERATOR, Role, Viewer
from graph.errors import BadInput, Forbidden, NotFound
from graph.log.changes import EVERYTHING, Filter
from graph.operations.all import OPERATIONS
from graph.ranking.partners import Partners
from graph.store import Store
from graph.webhooks import hooks
from graph.webhooks.dispatcher import Dispatcher, Patience
from graph.webhooks.hooks import Event, Issued, Wanted
from graph.webhooks.messages import ENTRIES
from graph.writing.commands import Connect, Create, Delete, Update
from tests.graph.writing import LIBRARY, SCHOOL, do
from tests.webhooks.conftest import ADMIN, READER, Receiver, dispatcher_on

pytestmark = pytest.mark.anyio

MEMBERS = Create("Organization", {"id": "inner", "name": "Vnitřní", "visibility": "members"})
PRIVATE = Create("Organization", {"id": "secret", "name": "Tajná", "visibility": "private"})


async def hook(store: Store, receiver: Receiver, filter: Filter = EVERYTHING, viewer: Any = READER) -> Issued:
    return await hooks.create(store, viewer, receiver.url, Wanted(Event.CHANGES, filter), private=True)


async def all_rounds(dispatcher: Dispatcher) -> None:
    """Until nothing has been left to do for a second, in which a busy Neo4j comes round."""
    idle = 0
    for _ in range(100):
        idle = 0 if await dispatcher.round() else idle + 1
        if idle == 20:
            return
        await asyncio.sleep(0.05 if idle else 0)


def told(receiver: Receiver) -> list[str]:
    return [change["subject"].get("elementId") for body in receiver.bodies for change in body["data"]["changes"]]


async def state(store: Store) -> Any:
    [one] = await hooks.listed(store, ADMIN)
    return one


async def test_what_happens_from_then_on_is_told_in_order_and_signed(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await do(graph, LIBRARY)
    issued = await hook(graph, receiver)
    await do(graph, SCHOOL)
    await do(graph, Update("school", {"url": "https://skola.cz"}))
    await all_rounds(dispatcher)
    assert told(receiver) == ["school", "school"]
    assert receiver.verifies(issued.secret) and not receiver.verifies("whsec_AAAA")
    [body] = receiver.bodies
    assert body["type"] == "changes" and body["data"]["cursor"]
    assert body["data"]["changes"][1]["after"] == {"url": "https://skola.cz"}


async def test_a_filter_is_that_of_changes(graph: Store, dispatcher: Dispatcher, receiver: Receiver) -> None:
    await hook(graph, receiver, Filter(types=frozenset({"Library"})))
    await do(graph, SCHOOL, LIBRARY)
    await all_rounds(dispatcher)
    assert told(receiver) == ["kkfb"]


async def test_long_writes_come_in_several_messages(graph: Store, dispatcher: Dispatcher, receiver: Receiver) -> None:
    await hook(graph, receiver)
    await do(graph, *(Create("Topic", {"id": f"t{n:03}", "name": f"T{n}"}) for n in range(ENTRIES + 50)))
    await do(
        graph, *(Create("Topic", {"id": f"long{n:02}", "name": "L", "description": "x" * 19_000}) for n in range(24))
    )
    await all_rounds(dispatcher)
    assert told(receiver) == [f"t{n:03}" for n in range(ENTRIES + 50)] + [f"long{n:02}" for n in range(24)]
    assert len(set(receiver.ids)) == len(receiver.ids) and max(len(body) for _, body, _ in receiver.got) < 250_000


async def test_a_failed_message_is_tried_again_under_its_id_with_what_it_told(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [500, 302]
    await do(graph, SCHOOL)
    await dispatcher.round()
    assert (await state(graph))["error"] == "answered with status 500"
    await do(graph, LIBRARY)
    await all_rounds(dispatcher)
    first, second, third, last = receiver.ids
    assert first == second == third != last
    assert told(receiver) == ["school", "school", "school", "kkfb"]
    assert (await state(graph))["error"] is None


async def test_another_process_goes_on_where_one_has_ended(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [503]
    await do(graph, SCHOOL)
    await dispatcher.round()
    async with Partners(graph) as partners:
        other = dispatcher_on(graph, partners)
        assert not await other.round() and len(receiver.got) == 1  # the first one holds the claim
        await graph.command(
            "MATCH (lease:Internal {kind: 'WebhookLease'}) SET lease.until = datetime() - duration('PT1S')"
        )
        await all_rounds(other)
    assert receiver.ids[0] == receiver.ids[1] and told(receiver) == ["school", "school"]


async def test_what_is_given_up_is_a_dead_letter_that_can_be_tried_once_more(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [500] * 3
    await do(graph, SCHOOL)
    await all_rounds(dispatcher)
    [letter] = await hooks.dead_letters(graph, READER, None, first=10)
    assert (letter["id"], letter["attempts"], letter["error"]) == (receiver.ids[0], 3, "answered with status 500")
    assert "Škola" not in str(await graph.read("MATCH (n:Internal {kind: 'WebhookDelivery'}) RETURN properties(n)"))
    await do(graph, LIBRARY)
    await all_rounds(dispatcher)
    assert told(receiver)[-1] == "kkfb"
    await hooks.retry(graph, READER, str(letter["id"]))
    await all_rounds(dispatcher)
    assert (receiver.ids[-1], told(receiver)[-1]) == (letter["id"], "school")
    assert await hooks.dead_letters(graph, READER, None, first=10) == []


async def test_after_an_outage_a_webhook_is_tried_at_once_where_asked(graph: Store, receiver: Receiver) -> None:
    issued = await hook(graph, receiver)
    receiver.statuses = [503]
    await do(graph, SCHOOL)
    async with Partners(graph) as partners:
        patient = Dispatcher(graph, partners, private=True, patience=Patience(first=3600))
        await all_rounds(patient)
        waiting = await state(graph)
        assert (told(receiver), waiting["attempts"], waiting["nextAt"] is None) == (["school"], 1, False)
        with pytest.raises(NotFound):
            await hooks.try_now(graph, Viewer(Role.READER, "another"), issued.id)
        await hooks.try_now(graph, READER, issued.id)
        await all_rounds(patient)
    assert (receiver.ids[0], told(receiver)) == (receiver.ids[1], ["school", "school"])
    assert (await state(graph))["error"] is None


async def page(graph: Store, after: str | None) -> Any:
    """One dead letter, as every door has it."""
    context = cast("Any", SimpleNamespace(store=graph, viewer=READER))
    return await OPERATIONS["webhook_deliveries"].answer(context, {"webhook": None, "first": 1, "after": after})


async def test_dead_letters_in_succession_disable_a_webhook_until_one_is_tried_again(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [500] * 6
    for name in ("a", "b", "c"):
        await do(graph, Create("Topic", {"id": name, "name": name}))
        await all_rounds(dispatcher)
    assert len(receiver.got) == 6
    assert (await state(graph))["disabled"].startswith("2 messages in succession could not be delivered")
    letters = await hooks.dead_letters(graph, READER, None, first=10)
    one = await page(graph, None)
    other = await page(graph, one.end)
    assert (one.rows + other.rows, one.more, other.more) == (letters[:2], True, len(letters) > 2)
    letter = letters[-1]
    await hooks.retry(graph, READER, str(letter["id"]))
    await all_rounds(dispatcher)
    assert told(receiver)[-2:] == ["a", "c"] and (await state(graph))["disabled"] is None


async def test_a_receiver_that_is_gone_is_told_no_more(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [410]
    await do(graph, SCHOOL)
    await all_rounds(dispatcher)
    await do(graph, LIBRARY)
    await all_rounds(dispatcher)
    assert len(receiver.got) == 1 and "410" in (await state(graph))["disabled"]


async def test_one_that_cannot_be_dealt_with_gives_its_turn_to_the_others(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hook(graph, receiver)

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(dispatcher, "_deal", broken)
    await do(graph, SCHOOL)
    await all_rounds(dispatcher)
    assert await dispatcher._due() == []


async def test_what_the_holder_may_not_see_is_not_told(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    await do(graph, MEMBERS, PRIVATE, SCHOOL)
    await do(graph, Connect("PARTNERS_WITH", "secret", "school"))
    await all_rounds(dispatcher)
    assert told(receiver) == ["inner", "school"]


async def test_what_is_hidden_between_two_attempts_is_not_told_by_the_second(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [500]
    await do(graph, SCHOOL, LIBRARY)
    await dispatcher.round()
    await do(graph, Update("school", {"visibility": "private"}))
    await all_rounds(dispatcher)
    assert told(receiver)[:2] == ["school", "kkfb"] and told(receiver)[2:] == ["kkfb"]


async def test_a_revoked_key_ends_its_webhooks_and_what_they_still_had_to_tell(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await hook(graph, receiver)
    receiver.statuses = [500]
    await do(graph, MEMBERS)
    await dispatcher.round()
    await keys.revoke(graph, READER.name)
    await do(graph, SCHOOL)
    await all_rounds(dispatcher)
    assert len(receiver.got) == 1
    assert (await state(graph))["disabled"] == hooks.KEY_ENDED


async def test_both_secrets_sign_while_one_takes_the_place_of_the_other(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    first = await hook(graph, receiver)
    second = await hooks.rotate(graph, READER, first.id, 3600)
    await do(graph, SCHOOL)
    await all_rounds(dispatcher)
    assert receiver.verifies(first.secret) and receiver.verifies(second.secret)
    third = await hooks.rotate(graph, READER, first.id, 0)
    await do(graph, LIBRARY)
    await all_rounds(dispatcher)
    assert receiver.verifies(third.secret) and not receiver.verifies(second.secret)


async def test_private_addresses_are_refused_at_each_delivery(graph: Store, receiver: Receiver) -> None:
    await hook(graph, receiver)
    await do(graph, SCHOOL)
    async with Partners(graph) as partners:
        await dispatcher_on(graph, partners, private=False).round()
    assert receiver.got == []
    assert "not one of the public internet" in (await state(graph))["error"]


async def test_webhooks_are_their_keys_own_and_an_admins(graph: Store, receiver: Receiver) -> None:
    issued = await hook(graph, receiver, viewer=ADMIN)
    assert await hooks.listed(graph, READER) == []
    assert "secret" not in {name for name, value in (await state(graph)).items() if value}
    with pytest.raises(NotFound):
        await hooks.delete(graph, READER, issued.id)
    with pytest.raises(NotFound):
        await hooks.rotate(graph, READER, issued.id, 0)
    await hooks.delete(graph, OPERATOR, issued.id)
    assert await hooks.listed(graph, OPERATOR) == []


async def test_tokens_make_no_webhooks_and_keys_some(graph: Store, receiver: Receiver) -> None:
    with pytest.raises(Forbidden):
        await hook(graph, receiver, viewer=type(READER)(READER.role, "oidc/someone"))
    for _ in range(hooks.MOST):
        await hook(graph, receiver)
    with pytest.raises(BadInput):
        await hook(graph, receiver)


async def test_a_new_potential_partner_is_told_once(graph: Store, dispatcher: Dispatcher, receiver: Receiver) -> None:
    topic = Create("Topic", {"id": "pamet", "name": "Paměť"})
    await do(
        graph, LIBRARY, SCHOOL, topic, Connect("WORKS_ON", "kkfb", "pamet"), Connect("WORKS_ON", "school", "pamet")
    )
    wanted = Wanted(Event.NEW_PARTNERS, asker="kkfb", topic="pamet", seen=("school",))
    await hooks.create(graph, READER, receiver.url, wanted, private=True)
    club = Create("Organization", {"id": "spolek", "name": "Spolek"})
    await do(graph, club, Connect("WORKS_ON", "spolek", "pamet"), PRIVATE, Connect("WORKS_ON", "secret", "pamet"))
    await all_rounds(dispatcher)
    await do(graph, Update("spolek", {"description": "znovu"}))
    await all_rounds(dispatcher)
    [body] = receiver.bodies
    assert body["type"] == "newPartners" and [each["id"] for each in body["data"]["partners"]] == ["spolek"]


async def test_a_webhook_about_what_is_gone_is_disabled_and_says_so(
    graph: Store, dispatcher: Dispatcher, receiver: Receiver
) -> None:
    await do(graph, LIBRARY, Create("Topic", {"id": "pamet", "name": "Paměť"}))
    wanted = Wanted(Event.NEW_PARTNERS, asker="kkfb", topic="pamet")
    await hooks.create(graph, READER, receiver.url, wanted, private=True)
    await do(graph, Delete("pamet"))
    await all_rounds(dispatcher)
    assert "pamet" in (await state(graph))["disabled"]
