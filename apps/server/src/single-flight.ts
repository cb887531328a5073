/** Runs a piece of work once for all who ask for it at the same time, by key, within this process. */
export type SingleFlight = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>

export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Promise<unknown>>()
  return <Result>(key: string, work: () => Promise<Result>) => {
    const running = flights.get(key) as Promise<Result> | undefined
    if (running) return running
    const flight = work().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}
