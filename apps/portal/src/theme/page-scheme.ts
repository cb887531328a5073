/** A page that says nothing is a light one to the browser, as are the pages of most products. */
const UNTOLD = 'light'

/**
 * The page's own `color-scheme`: the one its iframe has, or the product behind could not be seen through the backdrop.
 * Which look the sheet has, the user's `prefers-color-scheme` decides.
 *
 * @param told `?colorScheme=` of the page's address; absent with `@useparagon/connect`, whose iframe has the scheme of the
 * product's page, which browsers tell no page of another origin
 */
export function pageScheme(told: string | null): 'light' | 'light dark' {
  return told === 'light dark' ? told : UNTOLD
}
