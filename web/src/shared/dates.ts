import { useLanguage } from '../i18n/useLanguage'

/** A date of the map as people write it; of some, only the year or the month is known. */
export function dateIn(locale: string, date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  if (!year || !month) return date
  const parts = { ...(day && { day: 'numeric' as const }), month: 'long' as const, year: 'numeric' as const, timeZone: 'UTC' }
  return new Date(Date.UTC(year, month - 1, day ?? 1)).toLocaleDateString(locale, parts)
}

/** Writes dates in the language of the page. */
export function useDates(): (date: string) => string {
  const { locale } = useLanguage()
  return (date) => dateIn(locale, date)
}
