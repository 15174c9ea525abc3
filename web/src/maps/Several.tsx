import { useTranslation } from 'react-i18next'

import type { ElementType, NamedFragment } from '../gql/graphql'
import { useLanguage } from '../i18n/useLanguage'
import { ElementPicker } from '../shared/ElementPicker'
import { nameOf } from '../shared/naming'

interface Props {
  label: string
  placeholder: string
  types?: ElementType[]
  chosen: NamedFragment[]
  onChange: (chosen: NamedFragment[]) => void
}

/** A box in which several elements are picked, one after the other. */
export function Several({ label, placeholder, types, chosen, onChange }: Props) {
  const { t } = useTranslation('maps')
  const { language } = useLanguage()
  const others = (id: string) => chosen.filter((one) => one.id !== id)
  return (
    <div>
      <ElementPicker
        key={chosen.length}
        label={label}
        placeholder={placeholder}
        types={types}
        autoFocus={chosen.length > 0}
        onChoose={(one) => one && onChange([...others(one.id), one])}
      />
      <ul className="row bare">
        {chosen.map((one) => (
          <li key={one.id}>
            <button type="button" className="quiet" onClick={() => onChange(others(one.id))}>
              {nameOf(one, language)} <span aria-hidden="true">&nbsp;×</span>
              <span className="only-read">{t('make.remove')}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
