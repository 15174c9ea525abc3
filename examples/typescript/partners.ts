// Potential partners, page by page, with the first reason for each: `node partners.ts LIBRARY TOPIC` (Node 22.18 or newer).

import { Partners, type PartnersQuery, Spojenci } from 'spojenci-client'

const client = new Spojenci(process.env.SPOJENCI, process.env.SPOJENCI_KEY)

async function* partners(library: string, topic: string) {
  let after: string | null = null
  do {
    const asked = { for: library, topic, language: 'EN', first: 5, after } as const
    const answer: PartnersQuery = await client.ask(Partners, asked)
    yield* answer.potentialPartners!.edges
    const { hasNextPage, endCursor } = answer.potentialPartners!.pageInfo
    after = hasNextPage ? endCursor : null
  } while (after)
}

const [library, topic] = process.argv.slice(2)
let number = 0
for await (const { score, node, evidence } of partners(library, topic)) {
  number += 1
  console.log(`${number}. ${node.name} (${score.toFixed(2)}): ${evidence[0]?.text ?? 'lives nearby'}`)
  if (number === 10) break
}
