import { withTexts } from '../i18n'

await withTexts('keeping', { cs: () => import('./cs.json'), en: () => import('./en.json') })

export { FeatureButton } from './FeatureButton'
export { History } from './History'
export { KeepPage } from './KeepPage'
export { LinksPage } from './LinksPage'
export { LogPage } from './LogPage'
export { ProposalsPage } from './ProposalsPage'
export { SuggestPage } from './SuggestPage'
export { MismatchesPage } from './MismatchesPage'
export { Refused } from './Refused'
export type { Refusal } from './useWrite'
export { DuplicatesPage } from './DuplicatesPage'
