import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { context, port, schema } from "./schema.mjs";

const server = new ApolloServer({ schema, introspection: false });
await startStandaloneServer(server, { context, listen: { port, host: "127.0.0.1" } });
