import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { PartnersQuery } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { Copy } from '../shared/Copy'
import { Unloaded } from '../shared/Part'
import { save } from '../shared/save'
import type { Picked } from './picked'
import { type Cell, csv, partnersTable } from './table'

interface Props {
  lists: PartnersQuery
  picked: Picked
}

/** Takes the answer along: on paper, as an address, as a table. */
export function Take({ lists, picked }: Props) {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const [isUnloaded, setUnloaded] = useState(false)

  function rows(): Cell[][] {
    const heading = [t('table.list'), t('table.name'), t('table.score'), t('table.place'), t('table.km'), t('table.url'), t('table.reasons'), t('table.id')]
    return [heading, ...partnersTable(lists, { near: t('partners.near'), learnFrom: t('partners.learnFrom') }, picked)]
  }

  async function workbook() {
    const { default: write } = await import('write-excel-file/browser')
    save(await write(rows().map((cells) => cells.map((value) => ({ value })))).toBlob(), `${t('nav.partners')}.xlsx`)
  }

  return (
    <>
      <button type="button" className="quiet" onClick={() => print()}>
        {picked.size > 0 ? t('take.printPicked', { count: picked.size }) : t('take.print')}
      </button>
      <button type="button" className="quiet" onClick={() => void workbook().catch(() => setUnloaded(true))}>
        {t('take.xlsx')}
      </button>
      <button type="button" className="quiet" onClick={() => save(new Blob([csv(rows(), language)], { type: 'text/csv' }), `${t('nav.partners')}.csv`)}>
        {t('take.csv')}
      </button>
      <Copy text={() => location.href} />
      {isUnloaded && <Unloaded />}
    </>
  )
}
