const OF_TYPE: Record<string, string> = {
  Library: '--library',
  Organization: '--organization',
  Community: '--community',
  Activity: '--activity',
  Topic: '--topic',
  TargetGroup: '--target-group',
  Place: '--place',
}

/** The variable of the theme that holds the colour of a type. */
export function variableOf(type: string): string {
  return OF_TYPE[type] ?? '--other'
}

export type Palette = (type: string) => string

/** The colours of the theme as they are now, for what is not drawn by CSS. */
export function palette(element: Element): Palette {
  const style = getComputedStyle(element)
  const resolved = document.createElement('span')
  element.append(resolved)
  const found = new Map<string, string>()
  for (const name of [...Object.values(OF_TYPE), '--other', '--text', '--edge', '--accent', '--surface']) {
    resolved.style.color = style.getPropertyValue(name)
    found.set(name, getComputedStyle(resolved).color)
  }
  resolved.remove()
  return (type) => found.get(type.startsWith('--') ? type : variableOf(type))!
}

/** A colour for each community, all around the circle of hues. */
export function communityColour(number: number): string {
  return `hsl(${(number * 137.5) % 360} 55% 48%)`
}
