import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'

interface Props {
  hasNextPage?: boolean
  endCursor?: string | null
}

/** Leads to the next page of a list, and back to its first. */
export function Pages({ hasNextPage, endCursor }: Props) {
  const { t } = useTranslation('keeping')
  const [parameters] = useSearchParams()
  const at = (cursor: string | null) => {
    const next = new URLSearchParams(parameters)
    next.delete('after')
    if (cursor) next.set('after', cursor)
    return `?${next}`
  }
  return (
    <p className="row">
      {parameters.has('after') && <Link to={at(null)}>{t('pages.first')}</Link>}
      {hasNextPage && endCursor && <Link to={at(endCursor)}>{t('pages.next')}</Link>}
    </p>
  )
}
