import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Copies a text, and says whether that was done: browsers refuse it on pages that are not served by https. */
export function Copy({ text, className = 'quiet' }: { text: () => string; className?: string }) {
  const { t } = useTranslation()
  const [said, say] = useState<'copied' | 'notCopied' | null>(null)

  async function copy() {
    try {
      await navigator.clipboard.writeText(text())
      say('copied')
    } catch {
      say('notCopied')
    }
  }

  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {t('take.copy')}
      </button>
      <output className="small">{said && t(`take.${said}`)}</output>
    </>
  )
}
