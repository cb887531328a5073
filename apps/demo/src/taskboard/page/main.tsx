import { render } from 'preact'
import { api } from './api.ts'
import { App } from './app.tsx'
import { openTenon } from './crm.ts'

const root = document.getElementById('app')
if (!root) throw new Error('The page has no #app')

try {
  const session = await api.session()
  root.textContent = ''
  render(<App session={session} tenon={openTenon(session.tenon)} />, root)
} catch {
  root.innerHTML =
    '<p class="fatal" role="alert">Taskboard’s server did not answer. Start it with <code>npm start</code>, then reload this page.</p>'
}
