import { useLocation } from 'react-router'

/** The address of this page, to come back to. */
export function useHere(): string {
  const { pathname, search } = useLocation()
  return encodeURIComponent(pathname === '/sign-in' ? '/' : pathname + search)
}
