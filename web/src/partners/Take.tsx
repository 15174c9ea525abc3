import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { PartnersQuery } from '../gql/graphql'
import { csv, partnersTable } from './table'

/** Takes the answer along: on paper, as an address, as a table. */
export function Take({ lists }: { lists: PartnersQuery }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)

  async function copy() {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
  }

  function download() {
    const rows = partnersTable(lists, { near: t('partners.near'), learnFrom: t('partners.learnFrom') })
    const heading = [t('table.list'), t('table.name'), t('table.score'), t('table.km'), t('table.url'), t('table.reasons'), t('table.id')]
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([csv([heading, ...rows])], { type: 'text/csv' }))
    link.download = `${t('nav.partners')}.csv`
    link.click()
    URL.revokeObjectURL(link.href)
  }

  return (
    <div className="row no-print">
      <button type="button" className="quiet" onClick={() => print()}>
        {t('take.print')}
      </button>
      <button type="button" className="quiet" onClick={() => void copy()}>
        {t('take.copy')}
      </button>
      <button type="button" className="quiet" onClick={download}>
        {t('take.csv')}
      </button>
      <output className="small">{copied && t('take.copied')}</output>
    </div>
  )
}
