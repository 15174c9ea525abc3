"""Files imported over the web: the job, who may, what is refused, and that nothing is half written."""

import gzip
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any

import httpx
import orjson
import pytest

from graph import keys
from graph.access import Role
from graph.exchange import importer
from graph.rows import Row
from graph.schema import SCHEMA
from graph.settings import Settings
from graph.store import Endpoint, Store
from tests.conftest import WIPE
from tests.formats.test_tables import book
from tests.serving import on, served

THERE: list[dict[str, Any]] = [
    {"label": "Library", "id": "lhota", "name": "Knihovna Lhota"},
    {"label": "Organization", "id": "club", "name": "Horizont Lhota, z. s."},
    {"label": "Topic", "id": "memory", "name": "Paměť obce"},
]
SHEET = book(
    List1=[
        ["Název", "Kdo pořádá", "Téma", "Kdy"],
        *([f"Beseda {n}", "Horizonty Lhota", "Paměť obce", "2026-03"] for n in range(1, 21)),
    ]
)
MAPPING = {
    "types": {"": "Activity"},
    "columns": {"Kdo pořádá": {"label": "Organization", "type": "RUNS", "reversed": True}, "Téma": "Topic"},
    "fields": {"Kdy": "since"},
}
JOB = """query($id: ID!) { importJob(id: $id) { state sequence error report {
    elements { created updated unchanged } words { part word sure label link } problems { place } } } }"""


@pytest.fixture(scope="module")
def secrets(endpoint: Endpoint, settings: Settings, contents: Any) -> Iterator[dict[str, str]]:
    """A small map of the tests' own, and a key of each role."""
    contents.seed = False

    async def fill(store: Store) -> dict[str, str]:
        await store.command(WIPE)
        await importer.load(store, SCHEMA, [Row(str(number), row) for number, row in enumerate(THERE)])
        return {role: (await keys.create(store, role, role, None, timedelta(days=1))).secret for role in Role}

    yield on(endpoint, settings, fill)
    on(endpoint, settings, lambda store: store.command(WIPE))


@pytest.fixture(scope="module")
def service(endpoint: Endpoint, settings: Settings, secrets: dict[str, str]) -> Iterator[httpx.Client]:
    """A server of the tests' own."""
    limits = {"rate": 0, "max_import": 2 << 20}
    with served(settings.model_copy(update=limits), endpoint) as client:
        yield client


Ask = Callable[..., httpx.Response]


@pytest.fixture
def send(service: httpx.Client, secrets: dict[str, str]) -> Ask:
    """Sends a file as a reviewer, with what is said of it."""

    def post(content: bytes, name: str = "aktivity.xlsx", role: str = "reviewer", **said: object) -> httpx.Response:
        parts = {key: value if isinstance(value, str) else orjson.dumps(value).decode() for key, value in said.items()}
        headers = {"Authorization": f"Bearer {secrets[role]}"} if role else {}
        return service.post("/v1/imports", files={"file": (name, content)}, data=parts, headers=headers)

    return post


def job_of(service: httpx.Client, secret: str, id_: str) -> dict[str, Any]:
    """A job as soon as it has ended."""
    while True:
        answer = service.get("/v1/import-job", params={"id": id_}, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.text
        job: dict[str, Any] = answer.json()
        if job["state"] != "running":
            return job
        sleep(0.2)


@pytest.fixture
def ended(service: httpx.Client, secrets: dict[str, str], send: Ask) -> Callable[..., dict[str, Any]]:
    """Sends a file and waits for what comes of it."""

    def wait(*given: Any, **said: object) -> dict[str, Any]:
        answer = send(*given, **said)
        assert answer.status_code == 202, answer.text
        return job_of(service, secrets["reviewer"], answer.json()["id"])

    return wait


Ended = Callable[..., dict[str, Any]]


def exported(service: httpx.Client, secrets: dict[str, str]) -> bytes:
    """The whole map."""
    return service.get("/v1/export", headers=bearer(secrets, "admin")).content


def test_a_spreadsheet_from_dry_run_to_undo(service: httpx.Client, secrets: dict[str, str], ended: Ended) -> None:
    before = exported(service, secrets)
    first = ended(SHEET, dryRun=True)
    assert (first["state"], first["sequence"], first["report"]["elements"]["created"]) == ("done", None, 21), (
        "20 and the map"
    )
    words = {(word["part"], word["word"]): word for word in first["report"]["words"]}
    assert not words["types", ""]["sure"]
    assert words["columns", "Téma"]["label"] == "Topic"
    second = ended(SHEET, dryRun=True, mapping=MAPPING)
    [likely] = [match for match in second["report"]["matches"] if not match["sure"]]
    assert (likely["of"], likely["reasons"][0]["text"][:5]) == ("club", "names")
    assert exported(service, secrets) == before
    verdict = [{"row": likely["row"], "of": "club", "same": True}]
    done = ended(SHEET, mapping=MAPPING, matches=verdict, why="zápis z porady")
    assert (done["done"], done["total"]) == (done["total"], done["done"])
    assert done["report"]["elements"] == {"created": 21, "updated": 2, "unchanged": 0}
    assert "club" in {change["subject"]["from"] for change in done["report"]["changes"]}
    [write] = service.get("/v1/writes", params={"first": 1}, headers=bearer(secrets)).json()["rows"]
    assert (write["sequence"], write["by"], write["door"]) == (done["sequence"], "reviewer", "rest")
    assert write["note"] == "aktivity.xlsx: zápis z porady"
    again = ended(SHEET, dryRun=True, mapping=MAPPING)
    assert [again["report"][what]["created"] for what in ("elements", "connections")] == [0, 0]
    undone = service.post("/v1/undo", json={"sequence": done["sequence"]}, headers=bearer(secrets))
    assert undone.status_code == 200, undone.text
    assert names(exported(service, secrets)) == names(before)


def names(content: bytes) -> set[str]:
    return {row["id"] for line in content.splitlines() if "label" in (row := orjson.loads(line))}


def bearer(secrets: dict[str, str], role: str = "reviewer") -> dict[str, str]:
    return {"Authorization": f"Bearer {secrets[role]}"}


def test_the_report_is_a_page_too_and_calls_what_changes_by_its_name(
    service: httpx.Client, secrets: dict[str, str], ended: Ended
) -> None:
    rows = "Název;Typ;Web\nKnihovna Lhota;Knihovna;lhota.example\nHorizonty Lhota;Spolek;\n"
    job = ended(rows.encode(), "seznam.csv", dryRun=True)
    changed = [each for each in job["report"]["changes"] if each["subject"].get("elementId") == "lhota"]
    assert [(each["action"], each["name"]) for each in changed] == [("UPDATED", "Knihovna Lhota")]
    for language, title in (("cs", "Co by import udělal"), ("en", "What the import would do")):
        asked = {"id": job["id"], "lang": language}
        answer = service.get("/v1/import-page", params=asked, headers=bearer(secrets, "reviewer"))
        assert answer.headers["content-type"].startswith("text/html") and f"{title}: seznam.csv" in answer.text
        assert "Knihovna Lhota" in answer.text and "https://lhota.example" in answer.text
    nobody = service.get("/v1/import-page", params={"id": "nobody"}, headers=bearer(secrets, "reviewer"))
    assert nobody.status_code == 404


def test_a_likely_match_that_nobody_decided_on_is_in_the_list_of_duplicates(
    service: httpx.Client, secrets: dict[str, str], ended: Ended
) -> None:
    job = ended("Název;Typ\nHorizonty Lhota;Spolek\n".encode(), "spolky.csv")
    [likely] = [match for match in job["report"]["matches"] if not match["sure"]]
    found = service.get("/v1/duplicates", params={"of": likely["row"]}, headers=bearer(secrets, "reviewer")).json()
    assert "club" in str(found)
    touched = service.get(
        "/v1/duplicates", params={"sequence": job["sequence"], "minScore": 0.5}, headers=bearer(secrets, "reviewer")
    )
    assert touched.json()["rows"]
    assert all(likely["row"] in (each["one"]["id"], each["other"]["id"]) for each in touched.json()["rows"])
    undone = service.post("/v1/undo", json={"sequence": job["sequence"]}, headers=bearer(secrets, "reviewer"))
    assert undone.status_code == 200, undone.text


@pytest.mark.parametrize(("role", "status"), [("", 401), ("reader", 403), ("contributor", 403)])
def test_who_may_not_import_is_told_so(send: Ask, role: str, status: int) -> None:
    assert send(SHEET, role=role, dryRun=True).status_code == status


def test_a_job_is_its_callers_and_the_admins(
    service: httpx.Client, secrets: dict[str, str], endpoint: Endpoint, settings: Settings, ended: Ended
) -> None:
    id_ = ended(SHEET, dryRun=True)["id"]

    async def other(store: Store) -> str:
        return (await keys.create(store, "other", Role.REVIEWER, None, timedelta(days=1))).secret

    stranger = {"Authorization": f"Bearer {on(endpoint, settings, other)}"}
    for headers, known in ((bearer(secrets), True), (bearer(secrets, "admin"), True), (stranger, False)):
        told = service.post("/graphql", json={"query": JOB, "variables": {"id": id_}}, headers=headers).json()
        assert ("errors" not in told) is known
        listed = service.get("/v1/imports", headers=headers).json()["rows"]
        assert (id_ in [job["id"] for job in listed]) is known
        cancelled = service.post("/v1/cancel-import", json={"id": id_}, headers=headers)
        assert cancelled.status_code == (200 if known else 404)
    told = service.post("/graphql", json={"query": JOB, "variables": {"id": id_}}, headers=bearer(secrets)).json()
    assert told["data"]["importJob"]["state"] == "DONE", "what has ended is not cancelled"
    assert {"part": "COLUMNS", "word": "Téma", "sure": True, "label": "Topic", "link": None} in told["data"][
        "importJob"
    ]["report"]["words"]


def long() -> bytes:
    """A file whose import takes some seconds."""
    row = '{{"label":"Organization","id":"org-{0}","name":"Spolek {0}"}}\n'
    return gzip.compress("".join(map(row.format, range(60_000))).encode(), 1)


def test_a_cancelled_import_leaves_nothing_and_only_one_runs_at_once(
    service: httpx.Client, secrets: dict[str, str], send: Ask
) -> None:
    before = exported(service, secrets)
    begun = send(long(), "spolky.jsonl.gz")
    assert begun.status_code == 202
    assert begun.headers["Location"] == f"/v1/import-job?id={begun.json()['id']}"
    refused = send(SHEET)
    assert (refused.status_code, refused.json()["code"]) == (503, "OVERLOADED")
    query = "mutation($id: ID!) { cancelImport(id: $id) { id errors { code } } }"
    asked = {"query": query, "variables": {"id": begun.json()["id"]}}
    assert service.post("/graphql", json=asked, headers=bearer(secrets)).json()["data"]["cancelImport"]["errors"] == []
    job = job_of(service, secrets["reviewer"], begun.json()["id"])
    assert (job["state"], job["sequence"], job["report"]) == ("cancelled", None, None)
    assert exported(service, secrets) == before


def _workers() -> list[int]:
    """The processes of imports that this process has begun."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"graph.exchange.worker" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the process by /proc")
def test_an_import_whose_process_is_killed_leaves_nothing_and_says_so(
    service: httpx.Client, secrets: dict[str, str], send: Ask
) -> None:
    before = exported(service, secrets)
    id_ = send(long(), "spolky.jsonl.gz").json()["id"]
    while not (workers := _workers()):
        sleep(0.05)
    os.kill(workers[0], signal.SIGKILL)
    job = job_of(service, secrets["reviewer"], id_)
    assert (job["state"], job["sequence"]) == ("failed", None)
    assert "Nothing was written" in job["error"]
    assert exported(service, secrets) == before


def zipped(name: str, content: bytes) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return archive.getvalue()


HOSTILE = {
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a workbook cut short": SHEET[: len(SHEET) // 2],
    "a bomb": zipped("a.csv", b"Label,Type\n" * (50 << 20)),
    "entities": b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><graphml>&b;</graphml>',
    "depth": b"[" * 100_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_fails_and_leaves_nothing(
    service: httpx.Client, secrets: dict[str, str], ended: Ended, what: str
) -> None:
    before = exported(service, secrets)
    job = ended(HOSTILE[what], "../../etc/passwd.xlsx")
    assert (job["state"], job["sequence"], job["file"]) == ("failed", None, "passwd.xlsx")
    assert job["error"]
    assert exported(service, secrets) == before


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"dryRun": "perhaps"}, "dryRun"),
        ({"format": "docx"}, "format"),
        ({"mapped": "x"}, "mapped"),
        ({"matches": "{"}, "matches"),
        ({"matches": [{"row": "a", "of": "b"}]}, "matches.0.same"),
        ({"matches": [1]}, "matches.0"),
    ],
)
def test_what_is_wrong_with_the_request_is_told_at_once(send: Ask, said: dict[str, object], place: str) -> None:
    answer = send(SHEET, **said)
    assert (answer.status_code, answer.json()["place"]) == (400, place), answer.text


def test_a_mapping_that_is_wrong_fails_with_its_places(ended: Ended) -> None:
    job = ended(SHEET, dryRun=True, mapping={"types": {"a": "Nothing"}, "columns": {"b": "Nobody"}})
    assert job["state"] == "failed"
    assert {each["place"] for each in job["report"]["problems"]} == {
        "mapping, types.a.label",
        "mapping, columns.b.label",
    }


def test_what_is_no_upload_or_too_large_is_refused(service: httpx.Client, secrets: dict[str, str], send: Ask) -> None:
    assert send(b"x" * (4 << 20)).status_code == 413
    plain = service.post("/v1/imports", content=SHEET, headers=bearer(secrets))
    assert plain.status_code == 415
    lacking = service.post("/v1/imports", files={"document": ("a.csv", b"a")}, headers=bearer(secrets))
    assert (lacking.status_code, lacking.json()["place"]) == (400, "file")
    torn = bearer(secrets) | {"Content-Type": "multipart/form-data; boundary=x"}
    assert service.post("/v1/imports", content=b"--x\r\nnonsense", headers=torn).status_code == 400


def test_places_in_a_file_are_told_in_either_language(
    service: httpx.Client, secrets: dict[str, str], ended: Ended
) -> None:
    asked = """query($id: ID!) { importJob(id: $id) { report {
        changes { where cs: where(language: CS) } remarks { cs: where(language: CS) text(language: CS) } } } }"""
    id_ = ended(SHEET, dryRun=True)["id"]
    answer = service.post(
        "/graphql", json={"query": asked, "variables": {"id": id_}}, headers=bearer(secrets, "reviewer")
    )
    report = answer.json()["data"]["importJob"]["report"]
    assert {"where": 'sheet "List1", row 2', "cs": "list „List1“, řádek 2"} in report["changes"]
    assert report["remarks"] and all(remark["cs"] != remark["text"] for remark in report["remarks"])
