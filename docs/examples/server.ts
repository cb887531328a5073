import { createServer } from 'node:http'
import { createTenonServer } from '@tenon/sdk/server'

const { TENON_PROJECT_ID = '', TENON_SIGNING_KEY = '' } = process.env
const tenon = createTenonServer({
  host: 'http://localhost:4400',
  projectId: TENON_PROJECT_ID,
  signingKey: TENON_SIGNING_KEY,
})

createServer(async (_request, response) => {
  const userId = 'user-1' // from your own session, never from the request
  response.end(await tenon.signUserToken({ userId }))
}).listen(3000)
