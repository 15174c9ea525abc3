import type { Settings } from 'sigma/settings'

const CALM: Partial<Settings> = { zoomDuration: 1, doubleClickZoomingDuration: 1, inertiaDuration: 1, inertiaRatio: 0 }

/** How the picture moves: at once and no further than it is dragged, for whoever wants less motion. */
export const motion = (): Partial<Settings> => (matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM : {})
