import type { PartnerCardFragment, PartnersQuery } from '../gql/graphql'
import type { Language } from '../i18n'
import { type List, type Picked, taken } from './picked'

export type Cell = string | number

/** Both lists as rows: which list, name, score, place, distance, web address, reasons, id; of those picked, where any are. */
export function partnersTable(lists: PartnersQuery, titles: Record<List, string>, picked: Picked): Cell[][] {
  return (['near', 'learnFrom'] as const).flatMap((list) =>
    (lists[list]?.edges ?? []).filter(({ node }) => taken(picked, list, node.id)).map((edge) => [titles[list], ...row(edge)]),
  )
}

function row({ node, score, place, km, url, evidence }: PartnerCardFragment): Cell[] {
  const reasons = evidence.map(({ text }) => text).join(' ')
  return [node.name, Number(score.toFixed(3)), place?.name ?? '', km ?? '', url ?? '', reasons, node.id]
}

/**
 * Rows as CSV (RFC 4180) that spreadsheets open as UTF-8; what they would take for a formula is marked as text.
 *
 * A Czech spreadsheet parts cells at semicolons, and fractions of numbers at commas.
 */
export function csv(rows: Cell[][], language: Language): string {
  const separator = language === 'cs' ? ';' : ','
  return `\uFEFF${rows.map((cells) => cells.map((cell) => field(cell, language)).join(separator)).join('\r\n')}\r\n`
}

function field(cell: Cell, language: Language): string {
  if (typeof cell === 'number') return language === 'cs' ? String(cell).replace('.', ',') : String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
