let known: boolean | undefined

/** Whether this browser draws by WebGL, which the network picture takes; some devices and settings have none. */
export function hasWebGL(): boolean {
  known ??= ['webgl2', 'webgl'].some((kind) => document.createElement('canvas').getContext(kind) !== null)
  return known
}
