import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { FeatureDocument, type NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { nameOf } from '../shared/naming'
import { Press } from '../shared/Press'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

interface Props {
  organizer: string
  activity: NamedFragment
  /** As which of its own the organizer shows it; null where it is not among the first. */
  place: number | null
  /** How many it shows first. */
  last: number
}

/** Puts an activity among those that its organizer shows first, behind them, or takes it away from there. */
export function FeatureButton({ organizer, activity, place, last }: Props) {
  const { t } = useTranslation('keeping')
  const { language } = useLanguage()
  const [proposed, setProposed] = useState<number | null>(null)
  const { write, writing, refusal } = useWrite(FeatureDocument)

  async function press() {
    const runs = { from: organizer, to: activity.id, featured: place ? null : last + 1 }
    const outcome = (await write({ input: [{ runs }] })).done?.updateConnections?.outcomes[0]
    setProposed(outcome?.status === 'PROPOSED' ? outcome.sequence : null)
  }

  return (
    <>
      <Press className="plain small" aria-pressed={place !== null} busy={writing} onPress={() => void press()}>
        {t(place ? 'feature.takeAway' : 'feature.put')} <span className="only-read">{nameOf(activity, language)}</span>
      </Press>
      {proposed !== null && <output className="small">{t('suggest.proposed', { sequence: proposed })}</output>}
      <Refused refusal={refusal} />
    </>
  )
}
