import { createServer } from 'node:http'
import { createTenonServer } from '@tenon/sdk/server'

const { TENON_PROJECT_ID: projectId = '', TENON_SIGNING_KEY: signingKey = '' } = process.env
const tenon = createTenonServer({ host: 'http://localhost:4400', projectId, signingKey })

createServer(async (_request, response) => {
  const userId = 'user-1' // from your own session, never from the request
  response.end(await tenon.signUserToken({ userId }))
}).listen(3000)
