import { createTenon } from '@tenon/sdk'

const tenon = createTenon({
  host: 'http://localhost:4400',
  projectId: '0197a000-0000-7000-8000-000000000001',
  getUserToken: () => fetch('/tenon-token').then((response) => response.text()),
})

document.querySelector('#connect-slack')?.addEventListener('click', async () => {
  const connection = await tenon.connect('slack') // opens the Connect Portal
  if (!connection) return // closed, with nothing connected
  await tenon.request('slack', '/chat.postMessage', { body: { channel: '#general', text: 'Hello' } })
})
