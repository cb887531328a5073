import { createTenon } from '@tenon/sdk'

const tenon = createTenon({
  host: 'http://localhost:4400',
  projectId: '0197a000-0000-7000-8000-000000000001',
  getUserToken: () => fetch('/tenon-token').then((response) => response.text()),
})

document.querySelector('#connect-sandbox')?.addEventListener('click', async () => {
  const connection = await tenon.connect('sandbox')
  if (!connection) return
  const contacts = tenon.request('sandbox', '/contacts', { query: { limit: '5' } })
  const { data } = await contacts.json<{ data: { name: string; email: string }[] }>()
  document.body.append(data.map(({ name, email }) => `${name} <${email}>`).join(', '))
})
