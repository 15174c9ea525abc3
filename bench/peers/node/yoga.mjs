import { createServer } from "node:http";
import { createYoga } from "graphql-yoga";
import { context, port, schema } from "./schema.mjs";

createServer(createYoga({ schema, context, graphiql: false, landingPage: false, logging: "error" })).listen(port, "127.0.0.1");
