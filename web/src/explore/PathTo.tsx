import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'

import { type NamedFragment, PathsDocument } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { ElementPicker } from '../shared/ElementPicker'

const NOTHING: ReadonlySet<string> = new Set()

/** How the selected element is connected with another one, in words; what is drawn of the way is marked. */
export function PathTo({ from, onPath }: { from: string; onPath: (ids: ReadonlySet<string>) => void }) {
  const { t } = useTranslation()
  const { asked } = useLanguage()
  const [to, setTo] = useState<NamedFragment | null>(null)
  const [{ data, fetching }] = useQuery({ query: PathsDocument, variables: { from, to: to?.id ?? '', language: asked }, pause: !to })
  const paths = to ? data?.paths?.paths : undefined

  useEffect(() => {
    const steps = paths?.[0]?.path ?? []
    onPath(steps.length ? new Set(steps.flatMap((step) => [step.from.elementId, step.to.elementId])) : NOTHING)
  }, [paths, onPath])

  return (
    <>
      <ElementPicker label={t('explore.pathTo')} placeholder={t('start.placeholder')} chosen={to} onChoose={setTo} />
      <output>{to && (fetching ? t('explore.looking') : paths && (paths.length > 0 ? t('explore.paths', { count: paths.length }) : t('explore.noPath')))}</output>
      <ol>
        {paths?.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </>
  )
}
