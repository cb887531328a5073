import type { PortalView } from '@tenon/core'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Portal } from './portal.ts'

export const PortalContext = createContext<Portal | null>(null)

/** The store. The whole page renders anew whenever its state changes, so that reading it is enough. */
export function usePortal(): Portal {
  const portal = useContext(PortalContext)
  if (!portal) throw new TypeError('outside of the portal')
  return portal
}

/** What the server told, for the parts that are shown only when it is there. */
export function useView(): PortalView {
  const { view } = usePortal().state
  if (!view) throw new TypeError('no view is loaded')
  return view
}
