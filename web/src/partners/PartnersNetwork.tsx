import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import styles from '../explore/ExplorePage.module.css'
import { NodeList } from '../explore/NodeList'
import { Picture } from '../explore/Picture'
import { Selected } from '../explore/Selected'
import { useWalk } from '../explore/useWalk'
import { hasWebGL } from '../explore/webgl'
import type { PartnersQuery } from '../gql/graphql'
import { networkOf } from './partnersNetwork'

const NO_PATH: ReadonlySet<string> = new Set()

/** Who was found, with what leads to them, as a network that is walked like any other. */
export default function PartnersNetwork({ lists, of }: { lists: PartnersQuery; of: string }) {
  const { t } = useTranslation()
  const network = useMemo(() => networkOf(lists), [lists])
  const [selected, select] = useState(network.nodes.has(of) ? of : (network.nodes.keys().next().value ?? of))
  const [path, setPath] = useState(NO_PATH)
  const walk = useWalk(network, null, selected, select)
  return (
    <div className={styles.explored}>
      <div>
        {hasWebGL() ? (
          <>
            <Picture network={network} selected={selected} pointed={walk.pointed} path={path} communities={null} onSelect={walk.go} onKey={walk.onKey} />
            <p id="walk" className="small quietly">
              {t('explore.keys')}
            </p>
          </>
        ) : (
          <>
            <p>{t('explore.noPicture')}</p>
            <NodeList network={network} communities={null} onSelect={walk.go} />
          </>
        )}
      </div>
      <Selected network={network} id={selected} said={walk.said} onSelect={walk.go} onPath={setPath} />
    </div>
  )
}
