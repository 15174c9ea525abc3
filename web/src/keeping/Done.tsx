import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { UndoDocument } from '../gql/graphql'
import { Press } from '../shared/Press'
import { focused } from '../shared/focused'
import styles from './keeping.module.css'
import { Refused } from './Refused'
import { useWrite } from './useWrite'

/** What was done last: in words, and the write that can be undone, where there is one. */
export interface Deed {
  text: string
  sequence?: number | null
  /** Whether it was an undoing, so that the first press does it again. */
  undone?: boolean
  /** How much of what was undone stays, for it was changed since. */
  left?: number
}

interface Props {
  deed: Deed | null
  /** Called when it was undone, and with false when the undoing was undone. */
  onUndone?: (undone: boolean) => void
}

/** Says what was done, with a press to undo it, and one to undo that. */
export function Done({ deed, onUndone }: Props) {
  return <output className={styles.done}>{deed && <Told key={deed.sequence ?? deed.text} deed={deed} onUndone={onUndone} />}</output>
}

function Told({ deed, onUndone }: { deed: Deed } & Pick<Props, 'onUndone'>) {
  const { t } = useTranslation('keeping')
  const { write, writing, refusal } = useWrite(UndoDocument)
  const [latest, setLatest] = useState(deed.sequence)
  const [left, setLeft] = useState(deed.left ?? 0)
  const [undone, setUndone] = useState(deed.undone ?? false)

  async function press() {
    const { done } = await write({ sequence: latest! })
    if (!done) return
    setLatest(done.undo?.sequence)
    setLeft(done.undo?.left?.length ?? 0)
    setUndone(!undone)
    onUndone?.(!undone)
  }

  const said = undone ? t('undo.done', { what: deed.text }) : latest === deed.sequence ? deed.text : t('undo.redone', { what: deed.text })
  return (
    <div ref={focused} tabIndex={-1} className="card">
      <div className="row">
        <span>{said}</span>
        {latest && (
          <Press className="quiet" busy={writing} onPress={() => void press()}>
            {t(undone ? 'undo.again' : 'undo.press')}
          </Press>
        )}
      </div>
      {left > 0 && <p className="small">{t('undo.left', { count: left })}</p>}
      <Refused refusal={refusal} />
    </div>
  )
}
