import '../importing'
import { withTexts } from '../i18n'

await withTexts('maps', { cs: () => import('./cs.json'), en: () => import('./en.json') })

export { MapsPage } from './MapsPage'
