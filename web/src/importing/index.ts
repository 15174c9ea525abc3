import '../keeping'
import { withTexts } from '../i18n'

await withTexts('importing', { cs: () => import('./cs.json'), en: () => import('./en.json') })

export { ImportPage } from './ImportPage'
