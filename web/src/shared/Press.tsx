import type { ComponentPropsWithRef } from 'react'

interface Props extends Omit<ComponentPropsWithRef<'button'>, 'onClick' | 'disabled'> {
  /** Whether what it does is under way; until that is over, it does nothing. */
  busy: boolean
  onPress?: () => void
}

/** A button for what takes a while. It keeps the focus meanwhile; one that is disabled would lose it. */
export function Press({ busy, onPress, type = 'button', ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onPress?.()
      }}
    />
  )
}
