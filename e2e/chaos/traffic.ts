import type { Answer, Customer } from './customer.ts'
import type { ServerProcess } from './server-process.ts'

/** One customer calling through one server, call after call. */
export interface Caller {
  server: ServerProcess
  answers: Answer[]
  /** @returns when its last call is answered */
  stop: () => Promise<void>
}

export function startCaller(customer: Customer, server: ServerProcess): Caller {
  const answers: Answer[] = []
  let isStopped = false
  const calling = (async () => {
    while (!isStopped) answers.push(await customer.call(server))
  })()
  return {
    server,
    answers,
    async stop() {
      isStopped = true
      await calling
    },
  }
}
