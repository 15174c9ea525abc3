"""Statements that the gate refuses: each would write, leave the graph, tell of the machine, or block the planner."""

from collections.abc import Iterator

BS = chr(92)
"""A backslash."""

_U = f"{BS}u"

WRITES = [
    "CREATE (:X)",
    "create (:X) RETURN 1",
    "/**/CREATE (:X)",
    "// MATCH (n)\nCREATE (:X)",
    "MATCH (n) CREATE (:X)",
    "MATCH (n) WITH n LIMIT 1 CREATE (n)-[:RUNS]->(:X)",
    "MERGE (:X {id: 'x'})",
    "MATCH (n) MERGE (n)-[:X]->(n)",
    "MATCH (n) SET n.name = 'x'",
    "MATCH (n) SET n += {name: 'x'} RETURN n",
    "MATCH (n) SET n:Hacked",
    "MATCH (n) SET n.`na``me` = 1",
    "MATCH (n) REMOVE n.name",
    "MATCH (n) REMOVE n:Library",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) DETACH/**/DELETE n",
    "MATCH (n)\rDETACH DELETE n",
    "MATCH ()-[r]-() DELETE r",
    "INSERT (:X)",
    "MATCH (n) INSERT (n)-[:X]->(:X)",
    "MATCH (n) FOREACH (x IN [1] | SET n.a = x)",
    "FOREACH (x IN [1] | CREATE (:X))",
    "WITH 1 AS x FOREACH (y IN [x] | CREATE (:X))",
    "CALL { CREATE (:X) RETURN 1 AS x } RETURN x",
    "CALL { CREATE (n:X) } RETURN 1 AS x",
    "UNWIND [1] AS x CALL (x) { CREATE (:X) } RETURN x",
    "RETURN COLLECT { CREATE (n:X) RETURN n }",
    "RETURN EXISTS { CREATE (n:X) }",
    "RETURN 1 AS x UNION CREATE (n:X) RETURN 1 AS x",
    "MATCH (n) SET n = $map",
    f"CRE{_U}0041TE (:X)",
    f"MATCH (n) DETACH {_U}0044ELETE n",
    f"MATCH (n) // {_U}000a DETACH DELETE n",
    f"RETURN 1 // {_U}000aCREATE (:X)",
    f"RETURN '{_U}0027 CREATE (:X) RETURN {_U}0027'",
    "RETURN 1 AS x // \rUNION CREATE (:X) RETURN 1 AS x",
    "MATCH (n) /* // */ DETACH DELETE n /* */",
    "MATCH (n) WHERE n.name = '/*' DETACH DELETE n // */",
    "MATCH (n) WHERE n.`//` = 1 DETACH DELETE n",
    'MATCH (n) WHERE n.name = "\\"" DETACH DELETE n',
    "MATCH (n)\u00a0DETACH\u2003DELETE\u3000n",
    "MATCH (n)\x1cSET\x1dn.a = 1",
    "CALL db.createLabel('X')",
    "CALL db.createProperty('x')",
    "CALL db.createRelationshipType('X')",
    "MATCH (n) CALL db.create.setNodeVectorProperty(n, 'x', [1.0]) RETURN n",
]

LEAVES = [
    "USE system SHOW DATABASES",
    "USE neo4j MATCH (n) RETURN n",
    "use system return 1",
    "/**/USE/**/system RETURN 1",
    f"{_U}0055SE neo4j RETURN 1",
    "USE graph.byName('system') RETURN 1",
    "CALL { USE neo4j RETURN 1 AS x } RETURN x",
    "CALL () { USE neo4j MATCH (n) RETURN n } RETURN n",
    "RETURN 1 AS x UNION USE neo4j RETURN 1 AS x",
    "RETURN 1 AS x UNION ALL USE neo4j RETURN 1 AS x",
    "RETURN COUNT { USE neo4j MATCH (n) RETURN n }",
    "UNWIND [1] AS x CALL { WITH x USE system RETURN x AS y } RETURN y",
    "UNWIND [1] AS x CALL { WITH x USE `neo4j` RETURN x AS y } RETURN y",
    "RETURN {a: genai.vector.encode('x', 'OpenAI', {token: 'x'})} AS a",
    "RETURN [x IN [1]|apoc.cypher.runFirstColumnSingle('RETURN 1', {})] AS a",
    "RETURN {a: file()} AS a",
    "RETURN [x IN [1] | linenumber()] AS a",
    "MATCH (n:Library) RETURN n {.name, x: graph.names()} AS a",
    "RETURN EXISTS { USE `neo4j` MATCH (n) }",
    "RETURN graph.names()",
    "CYPHER 5 RETURN 1",
    "CYPHER 25 RETURN 1",
    "CYPHER runtime=pipelined RETURN 1",
    "cypher planner=dp RETURN 1",
    "CYPHER expressionEngine=compiled MATCH (n) RETURN n",
    "EXPLAIN RETURN 1",
    "PROFILE RETURN 1",
    "explain/**/profile RETURN 1",
    "/* x */ PROFILE MATCH (n) RETURN n",
    "RETURN 1; RETURN 2",
    "RETURN 1; MATCH (n) DETACH DELETE n;",
    "RETURN 1;;",
    ";RETURN 1",
    f"RETURN 1{_U}003b CREATE (:X)",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'http://169.254.169.254/' AS line RETURN line",
    "load/**/csv FROM 'file:///x' AS line RETURN line",
    f"L{_U}004fAD CSV FROM 'file:///x' AS line RETURN line",
    "WITH 1 AS x LOAD CSV FROM 'http://127.0.0.1/' + x AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///x' AS line RETURN line } RETURN line",
    f"MATCH (n) //{_U}000a LOAD CSV FROM 'http://x/?' + n.name AS l RETURN l",
    "UNWIND [1] AS x CALL (x) { RETURN x AS y } IN TRANSACTIONS RETURN y",
    "MATCH (n) CALL (n) { RETURN n AS y } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS RETURN y",
    "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 1 ROW",
    "USING PERIODIC COMMIT LOAD CSV FROM 'file:///x' AS line CREATE (:X)",
]

ADMINISTRATION = [
    "SHOW DATABASES",
    "SHOW INDEXES",
    "SHOW CONSTRAINTS",
    "show settings",
    "SHOW USERS",
    "SHOW CURRENT USER",
    "SHOW PROCEDURES",
    "SHOW FUNCTIONS",
    "SHOW TRANSACTIONS YIELD *",
    "SHOW/**/TRANSACTIONS",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message",
    "CREATE USER x SET PASSWORD 'abcdefgh'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "ALTER USER neo4j SET PASSWORD 'abcdefgh'",
    "DROP USER neo4j",
    "CREATE DATABASE x",
    "DROP DATABASE neo4j",
    "STOP DATABASE neo4j",
    "GRANT ROLE x TO y",
    "CREATE INDEX x FOR (n:X) ON (n.y)",
    "CREATE CONSTRAINT x FOR (n:X) REQUIRE n.y IS UNIQUE",
    "DROP INDEX x",
    "DROP CONSTRAINT x IF EXISTS",
    "DRYRUN ENABLE SERVER 'x'",
    "CALL dbms.listConfig()",
    "CALL dbms.listConfig('password') YIELD name, value RETURN name, value",
    "CALL dbms.listConnections()",
    "CALL dbms.killConnection('bolt-1')",
    "CALL dbms.killConnections(['bolt-1'])",
    "CALL dbms.queryJmx('*:*')",
    "CALL dbms.info()",
    "CALL dbms.components",
    "CALL dbms.upgrade()",
    "CALL dbms.showCurrentUser()",
    "CALL dbms.routing.getRoutingTable({}, 'neo4j')",
    "CALL dbms.cluster.routing.getRoutingTable({})",
    "CALL tx.setMetaData({a: 1})",
    "CALL tx.getMetaData()",
    "CALL db.clearQueryCaches()",
    "CALL db.clearQueryCaches",
    "CALL db.prepareForReplanning(1)",
    "CALL db.resampleIndex('x')",
    "CALL db.resampleOutdatedIndexes",
    "CALL db.stats.collect('QUERIES')",
    "CALL db.stats.clear('QUERIES')",
    "CALL db.stats.retrieveAllAnonymized('x')",
    "CALL db.awaitIndexes(300)",
    "CALL db.awaitIndex('x', 300)",
    "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
    "CALL db.index.vector.createNodeIndex('x', 'X', 'y', 3, 'cosine')",
    "CALL db.checkpoint()",
    "call `dbms`.`listConfig`()",
    "CALL `dbms` . /**/ `killConnections`([])",
    f"CALL {_U}0064bms.listConfig()",
    "MATCH (n) CALL (n) { CALL db.clearQueryCaches() YIELD value RETURN value } RETURN n",
    "OPTIONAL CALL db.awaitIndexes(1) RETURN 1",
    "CALL apoc.load.json('http://127.0.0.1/') YIELD value RETURN value",
    "CALL apoc.cypher.run('CREATE (:X)', {}) YIELD value RETURN value",
    "CALL apoc.periodic.iterate('RETURN 1', 'CREATE (:X)', {})",
    "CALL genai.vector.encodeBatch(['x'], 'OpenAI', {})",
    "CALL gds.graph.list()",
    "RETURN apoc.version()",
    "RETURN apoc.text.join(['a'], ',')",
    "RETURN genai.vector.encode('x', 'OpenAI', {token: 'x'})",
    "RETURN file()",
    "RETURN linenumber()",
    "RETURN `file`()",
    "RETURN db.nameFromElementId('x')",
    "RETURN dbms.x()",
    "RETURN no.such.function(1)",
    "RETURN nosuchfunction(1)",
]

UNREADABLE = [
    "",
    "   ",
    "// nothing",
    "/* nothing",
    "RETURN /* 1",
    "RETURN 'x",
    'RETURN "x',
    "RETURN `x",
    "RETURN 1 \x00",
    "RETURN\u200b1",
    "RETURN 1 \ufeff",
    "RETURN 1 AS a\u00adb",
    "RETURN \u202e1",
    "RETURN \u27e81",
    f"RETURN '{_U}12'",
    f"RETURN '{_U}'",
    f"RETURN '{_U}{_U}0041'",
    f"RETURN '{_U}005c' + 'x'",
    f"RETURN '{_U}005cu0027 + x' AS y",
    f"RETURN '{_U}d800'",
    "HELLO",
    "SELECT * FROM x",
    "{",
    "RETURN )",
    "MATCH (n RETURN n",
    "RETURN $unknown",
    "RETURN unknown",
    "MATCH (n) RETURN n.x.",
    "RETURN 1/0",
    "RETURN 9223372036854775808",
    "RETURN date('not a date')",
    "RETURN toInteger(date())",
    "CALL db.labels() YIELD nothing RETURN nothing",
]

UNTELLABLE = [
    "RETURN date({year: 99999})",
    "RETURN datetime({year: -5})",
    "RETURN [date({year: 99999})]",
    "RETURN {a: {b: localdatetime({year: 12345})}}",
    "RETURN 0.0 / 0.0",
    "RETURN 1.0 / 0",
    "RETURN [toFloat('NaN')]",
    "RETURN {a: -1.0 / 0}",
    "RETURN point({x: 1.0 / 0, y: 1})",
    "RETURN reduce(a = [], x IN range(1, 100) | [a])",
    "RETURN reduce(a = {}, x IN range(1, 900) | {a: a})",
    "UNWIND range(0, 5) AS x RETURN sqrt(2 - x) AS root",
]


def bombs() -> Iterator[str]:
    """What would keep the planner, or the reader of the statement, busy for minutes."""
    yield "RETURN " + " XOR ".join(["true"] * 24)
    yield "MATCH (n) WHERE " + " XOR ".join(f"n.a{i} = {i}" for i in range(24)) + " RETURN n"
    yield "MATCH (n) WHERE " + "\txor/**/".join(f"n.a{i} = {i}" for i in range(12)) + " RETURN n"
    yield "RETURN " + f"true {_U}0058OR " * 24 + "true"
    yield "RETURN " + "(" * 400 + "1" + ")" * 400
    yield "RETURN " + "[" * 300 + "1" + "]" * 300
    yield "RETURN " + "{a: " * 100 + "1" + "}" * 100
    yield "RETURN " + "coalesce(" * 60 + "1" + ")" * 60
    yield "WITH {a: 1} AS x RETURN x" + "['a']" * 200
    yield "WITH [[1]] AS x RETURN x" + "[0]" * 2000
    yield "WITH [[1]] AS x RETURN x" + "[0..1]" * 200
    yield "WITH {a: 1} AS x RETURN x" + ".a" * 250
    yield "WITH {a: 1} AS x RETURN x" + ".a['a']" * 120
    yield "WITH {a: 1} AS x RETURN (x" + ".`a` /**/ [ 'a' ]" * 40 + ")"
    yield "RETURN " + "+".join(["1"] * 3000)
    yield "RETURN " + "||".join(["'a'"] * 500)
    yield "MATCH (n) WHERE " + " OR ".join(f"n.a{i} = {i}" for i in range(300)) + " RETURN n"
    yield "MATCH (n) WHERE " + "NOT " * 400 + "n.a RETURN n"
    yield "MATCH (a)" + "--()" * 40 + " RETURN a"
    yield "MATCH (a)" + "-[*]-()" * 13 + " RETURN a"
    yield "MATCH (a)" + "-[:RUNS]->()<-[:RUNS]-()" * 10 + " RETURN a"
    yield "MATCH " + ", ".join(f"(a{i})--(a{j})" for i in range(9) for j in range(i)) + " RETURN a1"
    yield "MATCH " + ", ".join(f"(a)--(b{i})" for i in range(30)) + " RETURN a"
    yield "MATCH " + ", ".join(f"(a{i}:Library)" for i in range(30)) + " RETURN a1"
    yield "MATCH (a)" + "".join(f" ((x{i})--(y{i})){{1,3}} (b{i})" for i in range(20)) + " RETURN a"
    yield (
        "MATCH (a0) WHERE "
        + "".join(f"EXISTS {{ MATCH (a{i})--(a{i + 1}) WHERE " for i in range(20))
        + ("true" + "}" * 20 + " RETURN a0")
    )
    yield "CALL { " * 30 + "RETURN 1 AS x" + " } RETURN x" * 30
    yield "WITH 1 AS x RETURN " + "CASE WHEN x = 1 THEN " * 80 + "1" + " ELSE 2 END" * 80
    yield "WITH 1 AS x RETURN CASE " + " ".join(f"WHEN x = {i} THEN {i}" for i in range(400)) + " END"
    yield " UNION ALL ".join(["RETURN 1 AS x"] * 200)
    yield "WITH 1 AS x " + "WITH x AS x " * 500 + "RETURN x"
    yield " ".join(f"UNWIND [1, 2] AS x{i}" for i in range(100)) + " RETURN x1"
    yield " ".join(f"MATCH (a{i}:Library)" for i in range(200)) + " RETURN a1"
    yield "MATCH (n:" + "|".join(f"(A{i}&!B{i})" for i in range(300)) + ") RETURN n"
    yield "RETURN [" + ", ".join(map(str, range(10_000))) + "]"
    yield "RETURN '" + "x" * 20_000 + "'"


FAILING = [
    "MATCH p = (a)-[*2147483648]-(b) RETURN p",
    "RETURN left('abc', -1) AS x",
    "RETURN substring('abc', 9223372036854775807) AS x",
    "RETURN date({year: 'x'}) AS x",
    "RETURN date.truncate('nothing', date()) AS x",
    "RETURN duration('P99999999999999999999Y') AS x",
]
"""Over these Neo4j gives up with an error that it tells as one of its own."""

REFUSED = [*WRITES, *LEAVES, *ADMINISTRATION, *UNREADABLE, *UNTELLABLE, *bombs()]
