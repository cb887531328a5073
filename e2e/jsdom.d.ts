/** The part of jsdom that is used here; it brings no types of its own. */
declare module 'jsdom' {
  export type DOMWindow = Window & typeof globalThis

  /** Where the console of a page's scripts goes: nowhere, until it is forwarded. */
  export class VirtualConsole {}

  export class JSDOM {
    constructor(
      html: string,
      options?: {
        url?: string
        runScripts?: 'dangerously' | 'outside-only'
        virtualConsole?: VirtualConsole
        beforeParse?: (window: DOMWindow) => void
      },
    )
    readonly window: DOMWindow
  }
}
