/** Takes the focus to what stands where something pressed was: with that it would be lost. */
export function focused(element: HTMLElement | null): void {
  element?.focus()
}
