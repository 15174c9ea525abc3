import relay from "relay-runtime";
import { QUERY, address, print } from "./asked.js";

const { Environment, Network, RecordSource, Store, fetchQuery } = relay;

const media = "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8";

/** How Relay's documentation asks a server. */
async function ask({ text }, variables) {
  const headers = { Accept: media, "Content-Type": "application/json" };
  const body = JSON.stringify({ query: text, variables });
  return await (await fetch(address, { method: "POST", headers, body })).json();
}

const scalar = (name) => ({ kind: "ScalarField", name, alias: null, args: null, storageKey: null });
const linked = (name, concreteType, plural, selections, args = null) => {
  const storageKey = args && `${name}(first:1)`;
  return { kind: "LinkedField", name, alias: null, args, concreteType, plural, selections, storageKey };
};

/** As the compiler of Relay writes it. */
function compiled(field, text) {
  const first = [{ kind: "Literal", name: "first", value: 1 }];
  const nodes = linked("nodes", "Library", true, [scalar("id"), scalar(field)]);
  const selections = [linked("libraries", "LibraryConnection", false, [nodes], first)];
  const shared = { argumentDefinitions: [], name: "Libraries", selections };
  const params = { id: null, cacheID: text, name: "Libraries", operationKind: "query", text, metadata: {} };
  return {
    kind: "Request",
    fragment: { ...shared, kind: "Fragment", metadata: null, type: "Query", abstractKey: null },
    operation: { ...shared, kind: "Operation" },
    params,
  };
}

const environment = new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });

async function answer(field) {
  try {
    const request = compiled(field, QUERY.replace("name", field));
    return { data: (await fetchQuery(environment, request, {}).toPromise()) ?? null, codes: [] };
  } catch (error) {
    return { data: null, codes: (error.source?.errors ?? []).map((e) => e.extensions.code) };
  }
}

print({ query: await answer("name"), invalid: await answer("nothing") });
