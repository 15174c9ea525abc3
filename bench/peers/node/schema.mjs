// What both servers of Node serve: the types of the model, read from the standard input, by @neo4j/graphql.
// The database is named, so that the driver looks up no home database; the key is asked for by @authorization and opens nothing.
import { readFileSync } from "node:fs";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const { NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD));
const features = { authorization: { key: "nobody signs in here" } };

export const port = Number(process.env.PORT);
export const schema = await new Neo4jGraphQL({ typeDefs: readFileSync(0, "utf8"), driver, features }).getSchema();
export const context = () => ({ sessionConfig: { database: "neo4j" } });
