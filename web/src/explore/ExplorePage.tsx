import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { ElementPicker } from '../shared/ElementPicker'
import { myLibrary } from '../shared/MyLibrary'
import { Page } from '../shared/Page'
import { Explored } from './Explored'

/** Begins with one element and opens the map from there. */
export function ExplorePage() {
  const { t } = useTranslation()
  const [parameters, setParameters] = useSearchParams()
  const own = myLibrary.use()
  const of = parameters.get('of') ?? own?.id ?? null
  return (
    <Page title={t('nav.explore')}>
      <ElementPicker
        label={of ? t('explore.another') : t('explore.start')}
        placeholder={t('start.placeholder')}
        onChoose={(element) => element && setParameters({ of: element.id })}
      />
      {of ? <Explored key={of} of={of} /> : <p className="notice">{t('explore.begin')}</p>}
    </Page>
  )
}
