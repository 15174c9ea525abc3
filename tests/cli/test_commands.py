"""The commands as a user runs them: processes of their own, on the shared Neo4j."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.database import is_empty
from graph.ranking.model import SHIPPED, Measured, Quality
from graph.ranking.models import store_model
from graph.settings import Settings
from graph.sources.seed import FOLDER
from graph.store import Endpoint, Store
from tests.commands import Commands
from tests.graph.writing import TEAM, do

Run = Callable[..., subprocess.CompletedProcess[str]]

TOPIC = '{"label": "Topic", "id": "pamet", "name": "Paměť"}\n'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a user with an empty home of his own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPOJENCI_TEST")}
    return kept | {"SPOJENCI_HOME": str(tmp_path / "home"), "SPOJENCI_SEED": "none"}


@pytest.fixture
def run(environment: dict[str, str], commands: Commands) -> Run:
    """Runs ``spojenci`` where there is no Neo4j."""

    def run(*arguments: str, stdin: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        return commands.run(arguments, environment | changes, stdin)

    return run


@pytest.fixture
def begin(environment: dict[str, str]) -> Run:
    """Runs ``spojenci`` where there is no Neo4j, from the first import on."""

    def begin(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            env=environment | changes, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return begin


@pytest.fixture
def ask(run: Run, endpoint: Endpoint) -> Run:
    """Runs ``spojenci`` on the shared Neo4j."""
    login = {
        "NEO4J_URI": endpoint.uri,
        "NEO4J_USERNAME": endpoint.username,
        "NEO4J_PASSWORD": endpoint.password,
    }
    return lambda *arguments, **options: run(*arguments, **(login | options))


# Without a database.


def test_without_arguments_it_says_what_it_can(run: Run) -> None:
    done = run()
    assert done.returncode == 0
    for command in ("serve", "seed", "import", "export", "query", "partners", "doctor"):
        assert command in done.stdout


def test_it_knows_its_version(begin: Run) -> None:
    done = begin("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "spojenci")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["import", "missing.jsonl"], 2, "missing.jsonl cannot be read: No such file"),
        (["import", "."], 2, "cannot be read: Is a directory"),
        (["import", "-", "--format", "kumu", "--name", "x", "--type", "Problém"], 2, "takes KEY=VALUE, not 'Problém'"),
        (["import", "-", "--format", "kumu", "--name", "x", "--type", "a=B"], 2, "it is one of Organization"),
        (["import", "-", "--format", "csv", "--type", "a=Topic"], 2, "csv has no option type; it has label"),
        (
            ["import", "-", "--format", "pdf"],
            2,
            "There is no format 'pdf'; there are rssz, rpss, nrpzs, ",
        ),
        (["export", "out.json", "--format", "nodelink"], 2, "no format 'nodelink' to write"),
        (["export", "--filter", "kind"], 2, "say property=value"),
        (["export", "--label", "Cíl"], 2, "there is no type 'Cíl'"),
        (["import", "-", "--format", "kumu"], 2, "the option name is needed"),
        (["query", "nonsense"], 3, "there are "),
        (["query", "search"], 2, "query is missing"),
        (["query", "search", "kniha"], 2, "write name=value"),
        (["query", "search", "query=x", "first=many"], 2, "first must be a whole number"),
        (["query", "search", "query=x", "color=red"], 2, "has no parameter 'color'"),
        (["partners", "--for", "x"], 2, "--topic"),
    ],
)
def test_wrong_usage_ends_with_an_error_that_helps(run: Run, arguments: list[str], code: int, said: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_questions_are_listed_with_what_they_answer(run: Run) -> None:
    [search] = [row for row in json.loads(run("query", "--format", "json").stdout) if row["name"] == "search"]
    assert search["what it does"].startswith("Finds elements by words")
    assert search["parameters"] == ["query", "types", "every", "first", "after"]


def test_a_wrong_setting_is_named(run: Run) -> None:
    done = run("serve", SPOJENCI_PORT="eighty")
    assert done.returncode == 2
    assert "SPOJENCI_PORT='eighty'" in done.stderr


def test_a_dead_database_is_told_at_once(run: Run) -> None:
    done = run("query", "search", "query=x", NEO4J_URI="bolt://127.0.0.1:1")
    assert done.returncode == 4
    assert "bolt://127.0.0.1:1 does not answer" in done.stderr
    assert "NEO4J_URI" in done.stderr


def test_doctor_works_where_nothing_is_set_up(run: Run, tmp_path: Path) -> None:
    done = run("doctor", "--json", SPOJENCI_CACHE=str(tmp_path / "cache"), SPOJENCI_PORT="0", NEO4J_PASSWORD="secret")
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (0, True)
    status = {check["name"]: check["status"] for check in report["checks"]}
    assert status["Neo4j's jars"] == "warn"
    assert status["Java"] == status["home"] == "ok"
    assert "secret" not in done.stdout
    assert not (tmp_path / "home").exists()


def test_doctor_fails_where_the_database_is_dead(run: Run) -> None:
    done = run("doctor", NEO4J_URI="bolt://127.0.0.1:1")
    assert done.returncode == 1
    assert "fail  database" in done.stdout


def test_an_unexpected_error_asks_to_report_it(begin: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import cli.operations\ncli.operations.QUESTIONS = None\n")
    done = begin("query", PYTHONPATH=str(tmp_path))
    assert done.returncode == 70
    assert "please report it" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in begin("--debug", "query", PYTHONPATH=str(tmp_path)).stderr


# With one.


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a file to import."""

    def write(content: str) -> Path:
        path = tmp_path / "file.jsonl"
        path.write_text(content, "utf-8")
        return path

    return write


@pytest.mark.usefixtures("empty_graph")
def test_import_says_what_it_did(ask: Run, file: Callable[[str], Path]) -> None:
    path = str(file(TOPIC))
    assert json.loads(ask("import", path, "--dry-run", "--json").stdout)["elements"]["created"] == 1
    done = ask("import", path)
    assert done.returncode == 0, done.stderr
    assert "1 created" in done.stdout
    report = json.loads(ask("import", "-", "--json", stdin=TOPIC).stdout)
    assert report["elements"] == {"created": 0, "updated": 0, "unchanged": 1}
    assert report["dryRun"] is False


@pytest.mark.usefixtures("empty_graph")
def test_kumu_is_known_by_its_looks(ask: Run, project: Path) -> None:
    done = ask("import", str(project / "tests" / "data" / "kumu_blueprint.json"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["elements"]["created"] > 1


@pytest.mark.usefixtures("empty_graph")
async def test_a_broken_file_changes_nothing_and_every_place_is_told(
    ask: Run, store: Store, file: Callable[[str], Path]
) -> None:
    path = str(file(TOPIC + '{"label": "Topic", "id": ""}\n' * 30))
    done = ask("import", path, "--strict")
    assert done.returncode == 2
    reading, *lines = (line for line in done.stderr.splitlines() if not line.startswith("Migrating"))  # said if slow
    assert reading == "Reading file.jsonl as canonical."
    assert lines[0].startswith("error: Nothing was imported: ")
    assert lines[1].startswith("  line 2")
    assert lines[-1].startswith("  … and ")
    assert len(lines) == 22
    problems = json.loads(ask("import", path, "--strict", "--json").stdout)["error"]["problems"]
    assert len(problems) >= 30
    assert problems[0]["place"].startswith("line 2")
    assert await is_empty(store)


@pytest.mark.usefixtures("empty_graph")
def test_what_is_wrong_is_left_out_and_told(ask: Run, file: Callable[[str], Path]) -> None:
    path = str(file(TOPIC + '{"label": "Topic", "id": ""}\n' * 30))
    done = ask("import", path)
    assert done.returncode == 0
    assert "Left out, 30 wrong:" in done.stdout and "… and 10 more" in done.stdout
    report = json.loads(ask("import", path, "--json").stdout)
    assert (report["elements"]["unchanged"], report["refusedCount"], len(report["refused"])) == (1, 30, 30)


@pytest.mark.usefixtures("empty_graph")
def test_what_was_exported_can_be_imported(ask: Run, file: Callable[[str], Path], tmp_path: Path) -> None:
    assert ask("import", str(file(TOPIC))).returncode == 0
    packed = tmp_path / "out.jsonl.gz"
    assert ask("export", str(packed)).returncode == 0
    text = gzip.decompress(packed.read_bytes()).decode()
    assert [json.loads(line)["id"] for line in text.splitlines()] == ["file-file.jsonl", "pamet"]
    assert ask("export").stdout == text
    assert "2 unchanged" in ask("import", str(packed)).stdout


@pytest.mark.usefixtures("empty_graph")
def test_a_table_goes_out_and_comes_back(ask: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes("ID;Name;Fond\r\nzs;Škola;12\r\n".encode("cp1250"))
    assert "1 created" in ask("import", str(table), "--format", "csv", "--label", "Organization").stdout
    assert ask("export", str(table), "--label", "Organization").returncode == 0
    assert "zs;Škola;" in table.read_text("utf-8")
    assert "1 unchanged" in ask("import", str(table)).stdout
    assert "Organization;zs;Škola;" in ask("export", "--format", "csv").stdout


def test_a_file_in_no_format_is_told_as_json_too(run: Run) -> None:
    done = run("import", "-", "--json", stdin="Vážení")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "INVALID_FILE"
    assert "looks like text that begins with 'Vážení'" in done.stderr


@pytest.mark.usefixtures("empty_graph")
def test_a_failed_export_leaves_nothing_behind(ask: Run, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "out.jsonl"
    done = ask("export", str(target))
    assert (done.returncode, "cannot be written: No such file" in done.stderr) == (2, True)
    target = tmp_path / "out.jsonl"
    assert ask("export", str(target), NEO4J_URI="bolt://127.0.0.1:1").returncode == 4
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


@pytest.mark.usefixtures("empty_graph")
@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_answers_come_in_three_formats(ask: Run, file: Callable[[str], Path], format: str) -> None:
    ask("import", str(file(TOPIC)))
    done = ask("query", "search", "query=pamet", "first=3", "--format", format)
    assert done.returncode == 0, done.stderr
    assert "Paměť" in done.stdout
    if format == "json":
        assert json.loads(done.stdout)["rows"][0]["id"] == "pamet"
    if format == "csv":
        assert done.stdout.splitlines()[0] == "id,type,name,score"


@pytest.mark.usefixtures("empty_graph")
async def test_an_empty_graph_is_told_and_stays_so(ask: Run, store: Store) -> None:
    done = ask("query", "search", "query=knihovna", "--format", "json")
    assert done.returncode == 3
    assert "spojenci seed" in done.stderr
    assert await is_empty(store)


@pytest.mark.usefixtures("seeded")
def test_partners_come_with_reasons(ask: Run) -> None:
    question = ["partners", "--for", "cz-library-900", "--topic", "dusevni-zdravi", "--first", "3"]
    for_people = ask(*question)
    assert for_people.returncode == 0, for_people.stderr
    near, learn = for_people.stdout.removeprefix("Who is close\n").split("Whom to learn from\n")
    assert near.startswith(" 1. ") and learn.startswith(" 1. ")
    assert ask(*question, "--reach", "near").stdout == near
    assert "•" in for_people.stdout
    for_programs = json.loads(ask(*question, "--json", "--lang", "cs").stdout)["partners"]
    assert len(for_programs) == 3
    assert all(reason["text"] for partner in for_programs for reason in partner["evidence"])
    assert {"id", "type", "name", "score", "signals", "evidence", "known"} <= for_programs[0].keys()


@pytest.mark.usefixtures("seeded")
def test_an_unknown_id_is_answered_with_near_ones(ask: Run) -> None:
    done = ask("partners", "--for", "cz-library-900", "--topic", "dusevni-zdravy")
    assert done.returncode == 3
    assert "Did you mean" in done.stderr
    assert "dusevni-zdravi (" in done.stderr


@pytest.mark.usefixtures("seeded")
def test_a_question_about_nothing_says_so(ask: Run) -> None:
    unknown = ask("query", "partners_of", "ally=nobody")
    assert (unknown.returncode, "there is no Ally with the id 'nobody'" in unknown.stderr) == (3, True)
    other = ask("query", "social_services", "targetGroup=dusevni-zdravi")
    assert (other.returncode, "there is no TargetGroup with the id 'dusevni-zdravi'" in other.stderr) == (3, True)
    assert ask("query", "elements", "ids=nobody").returncode == 0


@pytest.mark.usefixtures("seeded")
def test_loading_the_seed_again_changes_nothing(ask: Run) -> None:
    files = [argument for name in ("vocabulary", "maps") for argument in ("--file", str(FOLDER / f"{name}.jsonl"))]
    report = json.loads(ask("seed", "--json", *files).stdout)
    for kind in ("elements", "connections"):
        assert (report[kind]["created"], report[kind]["updated"]) == (0, 0)


@pytest.mark.usefixtures("seeded")
def test_a_reader_that_leaves_is_no_error(environment: dict[str, str], endpoint: Endpoint) -> None:
    login: dict[str, Any] = {"NEO4J_URI": endpoint.uri, "NEO4J_PASSWORD": endpoint.password}
    command = [sys.executable, "-m", "cli", "export"]
    with subprocess.Popen(
        command, env=environment | login, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(30) == 1
    assert b"Traceback" not in said
    assert b"error" not in said


@pytest.mark.usefixtures("seeded")
def test_doctor_knows_the_database(ask: Run) -> None:
    checks = {check["name"]: check for check in json.loads(ask("doctor", "--json").stdout)["checks"]}
    assert "Neo4j 5.26" in checks["database"]["seen"]
    assert checks["constraints"]["status"] == checks["graph"]["status"] == "ok"
    assert checks["migrations"]["seen"].startswith("applied: ")
    assert checks["ranking"]["seen"].startswith("the shipped weights")
    assert checks["log"]["seen"] == "agrees with the map"


@pytest.mark.anyio
@pytest.mark.usefixtures("empty_graph")
async def test_doctor_notices_and_adopts_what_plain_cypher_wrote(ask: Run, store: Store) -> None:
    """Issue 16.1: a hand-made `(:Organization)`, and everything that is no element deleted."""

    def log() -> dict[str, str]:
        done = ask("doctor", "--json")
        found: dict[str, str] = next(each for each in json.loads(done.stdout)["checks"] if each["name"] == "log")
        return found | {"code": str(done.returncode)}

    await do(store, *TEAM)
    await store.command("CREATE (:Organization {name: 'Spolek'})")
    found = log()
    assert (found["status"], found["seen"]) == ("warn", "1 elements created") and "--adopt" in found["mend"]
    adopted = json.loads(ask("doctor", "--adopt", "--json").stdout)["checks"][0]
    assert adopted["seen"] == "1 elements created as change 2"
    assert log()["seen"] == "agrees with the map"
    await store.command("MATCH (n) WHERE NOT n:Element DETACH DELETE n")
    found = log()
    assert (found["status"], found["code"]) == ("fail", "1") and "Restore a backup" in found["mend"]
    ask("doctor", "--adopt")
    assert log()["seen"] == "agrees with the map"


@pytest.mark.anyio
@pytest.mark.usefixtures("seeded")
async def test_doctor_knows_the_model_of_the_ranking(ask: Run, store: Store) -> None:
    version = await store_model(store, SHIPPED, Quality(Measured(1, 9, {}, {}, "", {}, 0.0, [])))
    try:
        checks = json.loads(ask("doctor", "--json").stdout)["checks"]
        [seen] = [check["seen"] for check in checks if check["name"] == "ranking"]
        assert seen.startswith(f"model {version} of 20")
    finally:
        await store.command("MATCH (model:Internal {kind: 'RankingModel'}) DELETE model")


@pytest.mark.anyio
@pytest.mark.usefixtures("seeded")
async def test_a_database_that_a_newer_version_migrated_is_left_alone(ask: Run, store: Store) -> None:
    await store.command(
        "CREATE (:Internal {kind: 'Migration', version: 9999, name: 'V9999__later', checksum: '', ended: datetime()})"
    )
    try:
        done = ask("query", "search", "query=pamet")
        assert (done.returncode, "V9999__later" in done.stderr) == (6, True)
        checks = {check["name"]: check for check in json.loads(ask("doctor", "--json").stdout)["checks"]}
        assert checks["migrations"]["status"] == "fail"
        assert "newer version" in checks["migrations"]["mend"]
    finally:
        await store.command("MATCH (n:Internal {kind: 'Migration', version: 9999}) DELETE n")


def test_a_command_finds_the_running_service_by_its_home(run: Run, settings: Settings, endpoint: Endpoint) -> None:
    if settings.neo4j_uri or settings.home.joinpath("neo4j.json").exists() is False:
        pytest.skip("the shared Neo4j is not embedded")
    done = run("doctor", SPOJENCI_HOME=str(settings.home))
    assert endpoint.uri in done.stdout


# The README.


README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
PRINTED = [line.partition("#")[0].split()[1:] for line in README.splitlines() if line.startswith(".venv/bin/spojenci ")]


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("arguments", PRINTED, ids=" ".join)
def test_a_command_of_the_readme_runs_as_printed(
    ask: Run, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map.json").write_text('{"elements": [{"label": "Paměť", "type": "Topic"}], "connections": []}', "utf-8")
    done = ask(*arguments)
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("seeded")
def test_the_question_of_the_readme_has_the_printed_answer(client: httpx.Client) -> None:
    question, answer = README.split("```graphql\n")[1].split("```")[0], README.split("```\n0")[1].split("```")[0]
    data = client.post("/graphql", json={"query": question}).json()["data"]
    for edge, line in zip(
        data["potentialPartners"]["edges"], ("0" + answer).replace("\n   ", " ").splitlines(), strict=True
    ):
        told = " ".join(line.split())
        assert told.startswith(f"{edge['score']:.2f} {edge['node']['name']} ")
        assert told.split(edge["node"]["name"])[1].strip() in edge["evidence"][0]["text"]
