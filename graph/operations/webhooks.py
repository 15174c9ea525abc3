"""Webhooks: who is told of changes and new partners over HTTP, and what could not be delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from graph.access import Role
from graph.contract.cursors import context as list_context
from graph.contract.cursors import offset
from graph.contract.operation import Answers, Doc, Page, declared, operation
from graph.errors import BadInput
from graph.log.changes import Filter
from graph.model import Text
from graph.operations.changes import Wanted
from graph.operations.context import Context
from graph.ranking.engine import Request
from graph.webhooks import hooks
from graph.webhooks.hooks import Event
from graph.webhooks.messages import PARTNERS

Row = Mapping[str, object]

DAY = 24
"""Hours for which the secret before signs too, unless more or fewer are asked for."""

_LETTERS = list_context("webhook_deliveries")

declared("WebhookEvent", "What a webhook tells.", "Co webhook oznamuje.")(Event)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A webhook to make."""

    url: Annotated[str, Doc("Where to: an https address.", "Kam: adresa https.")]
    event: Annotated[Event, Doc("What it tells.", "Co oznamuje.")] = Event.CHANGES
    filter: Annotated[Wanted | None, Doc("Of changes, only these.", "Ze změn jen tyto.")] = None
    asker: Annotated[
        str | None, Doc("Whose new partners it tells of.", "Čí nové partnery oznamuje.", name="for", of=("Ally",))
    ] = None
    topic: Annotated[str | None, Doc("On which topic.", "K jakému tématu.", of=("Topic",))] = None


@dataclass(frozen=True, kw_only=True)
class Named:
    """One of them."""

    id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]


@dataclass(frozen=True, kw_only=True)
class Rotated(Named):
    """One that gets a new secret."""

    grace: Annotated[
        int,
        Doc("Hours for which the present secret signs too.", "Kolik hodin ještě platí i nynější.", bounds=(0, 168)),
    ] = DAY


@dataclass(frozen=True, kw_only=True)
class NoValues:
    """Nothing is asked for."""


@dataclass(frozen=True, kw_only=True)
class Letters:
    """A part of the dead letters."""

    webhook: Annotated[str | None, Doc("Of this webhook alone.", "Jen tohoto webhooku.", type="ID")] = None
    first: Annotated[int, Doc("How many, from 0 to 100.", "Kolik, od 0 do 100.", bounds=(0, 100))] = 20
    after: Annotated[str | None, Doc("The cursor of the edge before these.", "Kurzor předchozí hrany.")] = None


@declared("WebhookSecret", "A webhook's secret, which is shown this once.", "Tajemství webhooku; ukáže se jen jednou.")
@dataclass(frozen=True, slots=True)
class Issued:
    """What was made."""

    id: Annotated[str, Doc("Id of the webhook.", "Id webhooku.", type="ID!")]
    secret: Annotated[str, Doc("What it signs with.", "Čím podepisuje.")]


@declared("WebhookPayload", "What was dealt with.", "S čím se něco stalo.")
@dataclass(frozen=True, slots=True)
class Done:
    """Which one it was."""

    id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]


@declared("Webhook", "Who is told what, and how that goes.", "Kdo se co dozví, a jak se to daří.")
@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook without its secret."""

    id: Annotated[str, Doc("Its id.", "Jeho id.", type="ID!")]
    url: Annotated[str, Doc("Where to.", "Kam.")]
    event: Annotated[Event, Doc("What it tells.", "Co oznamuje.")]
    owner: Annotated[str, Doc("The key that it belongs to.", "Klíč, kterému patří.")]
    asker: Annotated[str | None, Doc("Whose new partners.", "Čí noví partneři.", name="for", type="ID")]
    topic: Annotated[str | None, Doc("On which topic.", "K jakému tématu.", type="ID")]
    created_at: Annotated[str, Doc("Since when (ISO 8601).", "Od kdy.", type="DateTime!")]
    sequence: Annotated[int, Doc("The write up to which it has told.", "Zápis, po který vše oznámil.")]
    attempts: Annotated[int, Doc("Attempts at the present message that failed.", "Nezdařené pokusy o nynější zprávu.")]
    next_at: Annotated[str | None, Doc("When the next one is due.", "Kdy bude další.", type="DateTime")]
    error: Annotated[str | None, Doc("Why the last one failed.", "Proč se poslední nezdařil.")]
    dead_letters: Annotated[int, Doc("Messages given up.", "Vzdané zprávy.")]
    disabled: Annotated[str | None, Doc("Why nothing is told any more, if so.", "Proč už nic neoznamuje.")]


@declared("WebhookDelivery", "A message that could not be delivered.", "Zpráva, kterou se nepodařilo doručit.")
@dataclass(frozen=True, slots=True)
class Delivery:
    """A dead letter: where it begins and ends, never what it tells."""

    id: Annotated[str, Doc("Id of the message.", "Id zprávy.", type="ID!")]
    webhook: Annotated[str, Doc("Id of its webhook.", "Id webhooku.", type="ID!")]
    event: Annotated[Event, Doc("What it tells.", "Co oznamuje.")]
    at: Annotated[str, Doc("When it was given up (ISO 8601).", "Kdy byla vzdána.", type="DateTime!")]
    attempts: Annotated[int, Doc("How many attempts failed.", "Kolik pokusů se nezdařilo.")]
    error: Annotated[str, Doc("Why the last one did.", "Proč ten poslední.")]
    sequence: Annotated[int, Doc("The write after which it begins.", "Zápis, po kterém začíná.")]
    end_sequence: Annotated[int, Doc("The write with which it ends.", "Zápis, kterým končí.")]
    again: Annotated[bool | None, Doc("Whether it is about to be tried once more.", "Zda se zkusí znovu.")]


@operation(
    Made,
    Issued,
    Answers.ONE,
    Text(
        "Založí webhook: změny nebo noví možní partneři se budou posílat na adresu, podepsané.",
        "Makes a webhook: changes, or new potential partners of an ally on a topic, are sent to an address, signed by the "
        "Standard Webhooks specification, as long as the key that makes it holds.",
    ),
    role=Role.READER,
    writes=True,
    path="create-webhook",
)
async def create_webhook(context: Context, made: Made) -> Issued:
    """Make it. Raises NotFound, and BadInput where values do not go together or the address is none for it."""
    issued = await hooks.create(
        context.store, context.viewer, made.url, await _wanted(context, made), private=context.private_webhooks
    )
    return Issued(issued.id, issued.secret)


async def _wanted(context: Context, made: Made) -> hooks.Wanted:
    if made.event is Event.CHANGES:
        if made.asker is not None or made.topic is not None:
            raise BadInput("for and topic go with the event newPartners", place="event")
        return hooks.Wanted(made.event, made.filter.filter(context.viewer) if made.filter else Filter())
    if made.asker is None or made.topic is None or made.filter is not None:
        raise BadInput("newPartners takes for and topic, and no filter", place="event")
    asked = Request(asker=made.asker, topic=made.topic, first=PARTNERS, visible=context.viewer.visible)
    seen = tuple(each.id for each in await context.partners.ask(asked))
    return hooks.Wanted(made.event, Filter(), made.asker, made.topic, seen)


@operation(
    NoValues,
    Webhook,
    Answers.MANY,
    Text("Vaše webhooky; správci vidí všechny.", "Your webhooks, the oldest first; admins see all."),
    role=Role.READER,
)
async def webhooks(context: Context, _: NoValues) -> list[Row]:
    """Those of the key that asks."""
    return await hooks.listed(context.store, context.viewer)


@operation(
    Named,
    Done,
    Answers.ONE,
    Text("Smaže webhook i s jeho nedoručenými zprávami.", "Deletes a webhook with its dead letters."),
    role=Role.READER,
    writes=True,
)
async def delete_webhook(context: Context, named: Named) -> Done:
    """Delete it. Raises NotFound."""
    await hooks.delete(context.store, context.viewer, named.id)
    return Done(named.id)


@operation(
    Rotated,
    Issued,
    Answers.ONE,
    Text(
        "Dá webhooku nové tajemství; po nějakou dobu podepisuje oběma.",
        "Gives a webhook a new secret; for some time messages are signed with both.",
    ),
    role=Role.READER,
    writes=True,
)
async def rotate_webhook_secret(context: Context, rotated: Rotated) -> Issued:
    """Rotate it. Raises NotFound."""
    issued = await hooks.rotate(context.store, context.viewer, rotated.id, rotated.grace * 3600)
    return Issued(issued.id, issued.secret)


@operation(
    Letters,
    Delivery,
    Answers.PAGE,
    Text(
        "Co se webhookům nepodařilo doručit, od nejnovějšího.",
        "What could not be delivered to webhooks, the latest first; of your own, to admins of all.",
    ),
    role=Role.READER,
)
async def webhook_deliveries(context: Context, asked: Letters) -> Page[Row]:
    """Dead letters. Raises BadInput for a wrong cursor."""
    skip = offset(asked.after, _LETTERS, "after")
    found = await hooks.dead_letters(context.store, context.viewer, asked.webhook, first=skip + asked.first + 1)
    return Page.of(found, _LETTERS, skip, asked.first)


@operation(
    Named,
    Done,
    Answers.ONE,
    Text(
        "Zkusí nedoručenou zprávu znovu; vypnutý webhook tím zase zapne.",
        "Has a dead letter tried once more; its webhook goes on where it was disabled.",
    ),
    role=Role.READER,
    writes=True,
)
async def retry_webhook_delivery(context: Context, named: Named) -> Done:
    """Have it tried. Raises NotFound."""
    await hooks.retry(context.store, context.viewer, named.id)
    return Done(named.id)


@operation(
    Named,
    Done,
    Answers.ONE,
    Text(
        "Zkusí hned, co webhook zkusí až později, třeba po výpadku příjemce; vypnutý webhook tím zase zapne.",
        "Has what a webhook waits to try again tried now, as after an outage; it goes on where it was disabled.",
    ),
    role=Role.READER,
    writes=True,
)
async def retry_webhook(context: Context, named: Named) -> Done:
    """Have it tried. Raises NotFound."""
    await hooks.try_now(context.store, context.viewer, named.id)
    return Done(named.id)


OPERATIONS = [
    create_webhook,
    webhooks,
    delete_webhook,
    rotate_webhook_secret,
    webhook_deliveries,
    retry_webhook,
    retry_webhook_delivery,
]
