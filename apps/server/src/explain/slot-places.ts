import { AppError, templateSlots } from '@tenon/core'
import { type AuthKind, type Provider, placeOf } from '@tenon/providers'

/** An error about a slot, with where in the page that slot stands; any other error as it is. */
export function locatedError(error: unknown, page: Provider, auth: AuthKind): unknown {
  if (!(error instanceof AppError)) return error
  const { slot, input } = error.meta ?? {}
  const isMeant = (name: string) => name === slot || (typeof input === 'string' && name.endsWith(`.${input}`))
  const places = slotPlaces(page, auth, isMeant)
  if (places.length === 0) return error
  return new AppError(
    error.code,
    `page "${page.id}": ${error.message}. It stands in:\n${places.join('\n')}`,
    {
      cause: error,
    },
  )
}

/** Every template of the page with such a slot, those of other kinds of authorisation aside. */
function slotPlaces(page: Provider, auth: AuthKind, isMeant: (slot: string) => boolean): string[] {
  return texts(page)
    .filter(({ path: [part, index] }) => part !== 'auth' || page.auth[Number(index)] === auth)
    .filter(({ text }) => templateSlots(text).some(isMeant))
    .map(({ path, text }) => `  ${placeOf(page, path)}: ${text}`)
}

interface Text {
  path: (string | number)[]
  text: string
}

function texts(value: unknown, path: Text['path'] = []): Text[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (Array.isArray(value)) return value.flatMap((item, i) => texts(item, [...path, i]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => texts(item, [...path, name]))
}
