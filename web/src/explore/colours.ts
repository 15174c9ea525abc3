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
  resolved.style.setProperty('forced-color-adjust', 'none') // else all are that of text where people have colours of their own
  element.append(resolved)
  const found = new Map<string, string>()
  for (const name of [...Object.values(OF_TYPE), '--other', '--text', '--edge', '--line', '--accent', '--surface']) {
    resolved.style.color = style.getPropertyValue(name)
    found.set(name, getComputedStyle(resolved).color)
  }
  resolved.remove()
  return (type) => found.get(type.startsWith('--') ? type : variableOf(type))!
}

const [SATURATED, LIGHT] = [0.55, 0.48]

/** A colour for each community, all around the circle of hues. */
export function communityColour(number: number): string {
  const hue = (number * 137.5) % 360
  return `#${[0, 8, 4].map((part) => Math.round(255 * shareOf(hue, part)).toString(16).padStart(2, '0')).join('')}`
}

/** The red (0), green (8) or blue (4) of a hue as CSS turns `hsl()` into it; sigma.js draws what it cannot read in black. */
function shareOf(hue: number, part: number): number {
  const k = (part + hue / 30) % 12
  return LIGHT - SATURATED * Math.min(LIGHT, 1 - LIGHT) * Math.max(-1, Math.min(k - 3, 9 - k, 1))
}
