import type importing from '../importing/en.json'
import type keeping from '../keeping/en.json'
import type maps from '../maps/en.json'
import type texts from './en.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof texts; keeping: typeof keeping; importing: typeof importing; maps: typeof maps }
  }
}
