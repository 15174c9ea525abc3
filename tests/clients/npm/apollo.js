import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { INVALID, MUTATION, QUERY, REFUSED, SUBSCRIPTION, address, after, print, socket } from "./asked.js";

const live = new GraphQLWsLink(createClient({ url: socket, retryAttempts: 0 }));

const codes = (error) =>
  error ? (CombinedGraphQLErrors.is(error) ? error.errors.map((e) => e.extensions.code) : [String(error)]) : [];
const answer = (result) => ({ data: result.data ?? null, codes: codes(result.error) });

async function all(options) {
  const http = new HttpLink({ uri: address, ...options });
  const link = ApolloLink.split(({ operationType }) => operationType === "subscription", live, http);
  const defaultOptions = { query: { errorPolicy: "all" }, mutate: { errorPolicy: "all" } };
  const client = new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions });
  const first = (query, variables) =>
    new Promise((resolve) => {
      const observer = client.subscribe({ query: gql(query), variables, errorPolicy: "all" }).subscribe({
        next: (result) => {
          resolve(answer(result));
          setTimeout(() => observer.unsubscribe());
        },
        error: (error) => resolve({ data: null, codes: codes(error) }),
      });
    });
  return {
    query: answer(await client.query({ query: gql(QUERY) })),
    invalid: answer(await client.query({ query: gql(INVALID) })),
    mutation: answer(await client.mutate({ mutation: gql(MUTATION) })),
    subscription: await first(SUBSCRIPTION, { after }),
    refused: await first(REFUSED),
  };
}

print({ post: await all({}), get: await all({ useGETForQueries: true }) });
