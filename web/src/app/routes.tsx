import { createBrowserRouter } from 'react-router'

import { StartPage } from '../start/StartPage'
import { ErrorPage, NotFoundPage } from './ErrorPage'
import { Layout } from './Layout'

/** The pages. `api/explorer/addresses.py` has the same addresses. */
export function makeRouter() {
  return createBrowserRouter(
    [
      {
        element: <Layout />,
        errorElement: <ErrorPage />,
        hydrateFallbackElement: <></>,
        children: [
          {
            // What fails leaves the frame, and so the way to the other pages.
            errorElement: <ErrorPage />,
            children: [
              { index: true, element: <StartPage /> },
              { path: 'partners', lazy: async () => ({ Component: (await import('../partners/PartnersPage')).PartnersPage }) },
              { path: 'explore', lazy: async () => ({ Component: (await import('../explore/ExplorePage')).ExplorePage }) },
              { path: 'elements/:id/:slug?', lazy: async () => ({ Component: (await import('../profile/ProfilePage')).ProfilePage }) },
              { path: 'meeting', lazy: async () => ({ Component: (await import('../meeting/MeetingPage')).MeetingPage }) },
              { path: 'meeting/:use', lazy: async () => ({ Component: (await import('../meeting/UsePage')).UsePage }) },
              { path: 'keep', lazy: async () => ({ Component: (await import('../keeping')).KeepPage }) },
              { path: 'keep/log', lazy: async () => ({ Component: (await import('../keeping')).LogPage }) },
              { path: 'keep/proposals', lazy: async () => ({ Component: (await import('../keeping')).ProposalsPage }) },
              { path: 'keep/duplicates', lazy: async () => ({ Component: (await import('../keeping')).DuplicatesPage }) },
              { path: 'keep/mismatches', lazy: async () => ({ Component: (await import('../keeping')).MismatchesPage }) },
              { path: 'keep/links', lazy: async () => ({ Component: (await import('../keeping')).LinksPage }) },
              { path: 'keep/suggest', lazy: async () => ({ Component: (await import('../keeping')).SuggestPage }) },
              { path: 'keep/maps', lazy: async () => ({ Component: (await import('../maps')).MapsPage }) },
              { path: 'keep/import', lazy: async () => ({ Component: (await import('../importing')).ImportPage }) },
              { path: 'keeper', lazy: async () => ({ Component: (await import('../keeper/KeeperPage')).KeeperPage }) },
              { path: 'sign-in', lazy: async () => ({ Component: (await import('../account/SignInPage')).SignInPage }) },
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
    { basename: new URL(document.baseURI).pathname },
  )
}
