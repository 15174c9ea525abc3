import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { ElementPicker } from '../shared/ElementPicker'
import { myLibrary } from '../shared/MyLibrary'
import { useTitle } from '../shared/useTitle'
import { Explored } from './Explored'

/** Begins with one element and opens the map from there. */
export function ExplorePage() {
  const { t } = useTranslation()
  const [parameters, setParameters] = useSearchParams()
  const own = myLibrary.use()
  const of = parameters.get('of') ?? own?.id ?? null
  useTitle(t('nav.explore'))
  return (
    <>
      <h1>{t('nav.explore')}</h1>
      <ElementPicker
        label={of ? t('explore.another') : t('explore.start')}
        placeholder={t('start.placeholder')}
        onChoose={(element) => element && setParameters({ of: element.id })}
      />
      {of ? <Explored key={of} of={of} /> : <p className="notice">{t('explore.begin')}</p>}
    </>
  )
}
