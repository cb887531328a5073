import { render } from 'preact'
import { z } from 'zod'
import { App } from './app.tsx'
import { PortalContext } from './portal/context.ts'
import { createPortal } from './portal/portal.ts'
import './styles/tokens.css'
import './styles/sheet.css'
import './styles/parts.css'
import './styles/fields.css'
import { language } from './texts/current.ts'
import { pageScheme } from './theme/page-scheme.ts'

// Schemas are otherwise compiled to functions where the page allows it; asking would be a violation of its policy.
z.config({ jitless: true })

document.documentElement.lang = language
document.documentElement.style.colorScheme = pageScheme(
  new URLSearchParams(location.search).get('colorScheme'),
)
const root = document.getElementById('portal')
if (!root) throw new TypeError('index.html has no #portal')

const portal = createPortal(window)
const show = () =>
  render(
    <PortalContext.Provider value={portal}>
      <App />
    </PortalContext.Provider>,
    root,
  )
portal.subscribe(show)
show()
