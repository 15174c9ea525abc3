import { createClient } from "graphql-sse";
import { INVALID, MUTATION, QUERY, REFUSED, SUBSCRIPTION, address, after, print } from "./asked.js";

let sent = 0;
const client = createClient({
  url: address,
  retryAttempts: 2,
  fetchFn: (...request) => {
    sent += 1;
    return fetch(...request);
  },
});

/** The first result of an operation, and how it ended. */
async function first(query, variables) {
  sent = 0;
  try {
    for await (const result of client.iterate({ query, variables })) {
      return { data: result.data ?? null, codes: (result.errors ?? []).map((e) => e.extensions.code), sent };
    }
  } catch (error) {
    return { data: null, codes: [String(error)], sent };
  }
  return { data: null, codes: ["nothing"], sent };
}

print({
  query: await first(QUERY),
  invalid: await first(INVALID),
  mutation: await first(MUTATION),
  subscription: await first(SUBSCRIPTION, { after }),
  refused: await first(REFUSED),
});
