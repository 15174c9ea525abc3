import type { Language } from '../i18n'

/** A question to begin with; its file begins with a line that names it in both languages. */
export interface Example {
  name: string
  query: string
  title: Record<Language, string>
}

const FILES: Record<string, string> = import.meta.glob('../../../api/graphql/examples/*.graphql', { query: '?raw', import: 'default', eager: true })

export const EXAMPLES: Example[] = Object.keys(FILES)
  .toSorted()
  .map((path) => exampleOf(path, FILES[path]!))

function exampleOf(path: string, text: string): Example {
  const [first = '', ...lines] = text.split('\n')
  const [cs = '', en = ''] = first.replace(/^#/, '').split(' | ')
  const name = path.replace(/^.*\/\d+-|\.graphql$/g, '')
  return { name, query: lines.join('\n').trim(), title: { cs: cs.trim(), en: en.trim() } }
}
