// Ask Spojenci for potential partners from TypeScript: `node partners.ts LIBRARY TOPIC` (Node 22.18 or newer, or any
// bundler). Takes nothing but fetch. As JavaScript it is the same without the types.

type Partner = {
  score: number;
  node: { id: string; name: string };
  evidence: { text: string }[];
};
type Page = { edges: Partner[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
type Answer<Data> = {
  data?: Data;
  errors?: { message: string; extensions: { code: string } }[];
};

const address = process.env.SPOJENCI ?? "http://127.0.0.1:8000";
const key = process.env.SPOJENCI_KEY;

const question = /* GraphQL */ `
  query Partners($for: ID!, $topic: ID!, $after: String) {
    potentialPartners(for: $for, topic: $topic, first: 5, after: $after) {
      edges { score node { id name } evidence { text(language: EN) } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

async function ask<Data>(query: string, variables: object): Promise<Data> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key ? { Authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as Answer<Data>;
  const [error] = answer.errors ?? [];
  if (error) throw new Error(`${error.extensions.code}: ${error.message}`);
  return answer.data as Data;
}

async function* partners(library: string, topic: string): AsyncGenerator<Partner> {
  let after: string | null = null;
  do {
    const data: { potentialPartners: Page } = await ask(question, { for: library, topic, after });
    const page: Page = data.potentialPartners;
    yield* page.edges;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
}

const [library, topic] = process.argv.slice(2);
let number = 0;
for await (const { score, node, evidence } of partners(library, topic)) {
  number += 1;
  console.log(`${number}. ${node.name} (${score.toFixed(2)}): ${evidence[0]?.text ?? "lives nearby"}`);
  if (number === 10) break;
}
