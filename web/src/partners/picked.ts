export type List = 'near' | 'learnFrom'

/** Who of which list is to be taken along, on paper or as a table. */
export type Picked = ReadonlySet<string>

export function keyOf(list: List, id: string): string {
  return `${list} ${id}`
}

/** Whether somebody is taken along: those who are picked, or everybody where nobody is. */
export function taken(picked: Picked, list: List, id: string): boolean {
  return picked.size === 0 || picked.has(keyOf(list, id))
}

/** Who is picked, with the question, as the tab remembers it. */
export function written(picked: Picked, question: string): string {
  return JSON.stringify({ question, picked: [...picked] })
}

/** Who was picked from the answer to the same question. */
export function read(text: string | null, question: string): Picked {
  const kept: { question: string; picked: string[] } | null = JSON.parse(text ?? 'null')
  return new Set(kept?.question === question ? kept.picked : [])
}
