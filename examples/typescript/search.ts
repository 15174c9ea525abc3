// What is meant by some words, over REST, typed from OpenAPI: `node search.ts WORDS`. It takes openapi-fetch.

import createClient from 'openapi-fetch'
import type { paths } from 'spojenci-client/rest'

const client = createClient<paths>({ baseUrl: process.env.SPOJENCI ?? 'http://127.0.0.1:8000' })
const { data, error } = await client.GET('/v1/search', { params: { query: { query: process.argv[2], first: 5 } } })
if (error) throw new Error(`${error.code}: ${error.message}`)
for (const { id, type, name } of data.rows) console.log(`${type} ${id}: ${name}`)
