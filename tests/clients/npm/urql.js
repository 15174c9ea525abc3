import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange as graphcache } from "@urql/exchange-graphcache";
import { getIntrospectionQuery } from "graphql";
import { INVALID, MUTATION, QUERY, REFUSED, SUBSCRIPTION, address, after, print } from "./asked.js";

const answer = (result) => ({ data: result.data ?? null, codes: codes(result.error) });
const codes = (error) =>
  error ? (error.networkError ? [String(error.networkError)] : error.graphQLErrors.map((e) => e.extensions.code)) : [];

/** The first result of a subscription. */
const first = (source) =>
  new Promise((resolve) => {
    const { unsubscribe } = source.subscribe((result) => {
      resolve(answer(result));
      setTimeout(() => unsubscribe());
    });
  });

async function all(cache, options) {
  const client = new Client({ url: address, exchanges: [cache, fetchExchange], fetchSubscriptions: true, ...options });
  const found = {};
  found.query = answer(await client.query(QUERY, {}));
  found.again = answer(await client.query(QUERY, {}, { requestPolicy: "network-only" }));
  found.invalid = answer(await client.query(INVALID, {}));
  found.mutation = answer(await client.mutation(MUTATION, {}));
  found.subscription = await first(client.subscription(SUBSCRIPTION, { after }));
  found.refused = await first(client.subscription(REFUSED, {}));
  return found;
}

const asked = await new Client({ url: address, exchanges: [fetchExchange], preferGetMethod: false }).query(
  getIntrospectionQuery(),
  {},
);
if (asked.error) throw asked.error;
print({
  document: await all(cacheExchange, { preferGetMethod: false }),
  get: await all(cacheExchange, { preferGetMethod: "force" }),
  graphcache: await all(graphcache({ schema: asked.data }), { preferGetMethod: false }),
});
