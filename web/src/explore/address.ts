import { TYPENAMES } from '../shared/typenames'
import type { ElementTypeName, Filter } from './network'

const NAMES: ReadonlySet<string> = new Set(Object.values(TYPENAMES))

/** What an address asks to be seen; what it says that means nothing is left out. */
export function filterOf(address: URLSearchParams): Filter {
  const year = Number(address.get('year'))
  return {
    hidden: new Set(address.getAll('hide').filter((name): name is ElementTypeName => NAMES.has(name))),
    year: Number.isInteger(year) && year > 0 ? year : null,
    topic: address.get('topic') || null,
    place: address.get('place') || null,
  }
}

/** An address that asks for something else to be seen, and for the rest as before. */
export function withFilter(address: URLSearchParams, { hidden, year, topic, place }: Filter): [string, string][] {
  const rest = [...address].filter(([name]) => !['hide', 'year', 'topic', 'place'].includes(name))
  const asked: [string, string | number | null][] = [...[...hidden].map((name) => ['hide', name] as [string, string]), ['year', year], ['topic', topic], ['place', place]]
  return [...rest, ...asked.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as [string, string]]))]
}
