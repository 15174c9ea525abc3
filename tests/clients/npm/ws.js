import { createClient } from "graphql-ws";
import { INVALID, MUTATION, QUERY, REFUSED, SUBSCRIPTION, after, print, socket } from "./asked.js";

const client = createClient({ url: socket, retryAttempts: 0 });

/** The first result of an operation; what is refused is thrown as an array of errors. */
async function first(query, variables) {
  try {
    for await (const result of client.iterate({ query, variables })) {
      return { data: result.data ?? null, codes: (result.errors ?? []).map((e) => e.extensions.code) };
    }
  } catch (errors) {
    return { data: null, codes: Array.isArray(errors) ? errors.map((e) => e.extensions.code) : [String(errors)] };
  }
  return { data: null, codes: ["nothing"] };
}

print({
  query: await first(QUERY),
  invalid: await first(INVALID),
  mutation: await first(MUTATION),
  subscription: await first(SUBSCRIPTION, { after }),
  refused: await first(REFUSED),
});
