/** What the samples in README.md take from the product around them. */
declare const env: { TENON_PROJECT_ID: string; TENON_SIGNING_KEY: string }
declare const app: {
  get(
    path: string,
    handler: (
      request: { user: { id: string; name: string; email: string } },
      reply: { send(text: string): unknown },
    ) => unknown,
  ): void
}
declare const connectButton: HTMLElement
declare const xeroButton: HTMLElement
declare const file: File
declare const signal: AbortSignal
declare const apiKey: string
declare const signingKey: string
declare const projectId: string
declare const userToken: string
declare const workflowId: string
declare const tenon: import('@tenon/sdk').Tenon
declare function loadPeople(
  cursor?: string,
  search?: string,
): Promise<{ options: { label: string; value: string }[]; nextPageCursor: string | null }>
declare function pick(options: unknown): Promise<string>
