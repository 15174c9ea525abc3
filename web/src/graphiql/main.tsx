import 'graphiql/style.css'
import './page.css'

import type { FetcherParams } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

import { key } from '../api/key'
import { chosenLanguage } from '../i18n'
import { EXAMPLES } from './examples'

const ASK = { cs: 'Příklady', en: 'Examples' }

/** GraphiQL for developers, with the examples; asks with the key of whoever has signed in to the explorer in this tab. */
function Page() {
  const [query, setQuery] = useState(new URLSearchParams(location.search).get('query') ?? EXAMPLES[0]!.query)
  const language = chosenLanguage()
  return (
    <>
      <header className="page-head">
        <a href="./">Spojenci</a>
        <label lang={language}>
          {ASK[language]}{' '}
          <select value={query} onChange={(event) => setQuery(event.target.value)}>
            {EXAMPLES.every((example) => example.query !== query) && <option value={query}>…</option>}
            {EXAMPLES.map((example) => (
              <option key={example.name} value={example.query}>
                {example.title[language]}
              </option>
            ))}
          </select>
        </label>
      </header>
      <GraphiQL fetcher={ask} query={query} storage={nowhere()} />
    </>
  )
}

async function ask(request: FetcherParams, { headers = {} } = {} as { headers?: Record<string, string> }) {
  const bearer = key.read()
  const answer = await fetch('graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }), ...headers },
    body: JSON.stringify(request),
  })
  return answer.json()
}

/** GraphiQL keeps nothing: its tabs of last time would hide the question of the address. */
function nowhere() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
    clear: () => kept.clear(),
    get length() {
      return kept.size
    },
  }
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
)
