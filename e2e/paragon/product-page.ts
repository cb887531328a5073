import { paragon, type SDK_EVENT } from '@useparagon/connect'
import { paragonHosts } from './hosts.ts'

/** A page of the product, for a browser: a button to connect and one to install each integration. */
export interface ProductPage {
  paragon: typeof paragon
  /** What the SDK told, oldest first: `onInstall fake`. */
  told: string[]
  /** Leads the SDK to the server, signs in and shows the buttons. */
  signIn(options: { server: string; projectId: string; token: string }): Promise<void>
}

declare global {
  interface Window {
    product: ProductPage
  }
}

const told: string[] = []

async function signIn({ server, projectId, token }: Parameters<ProductPage['signIn']>[0]): Promise<void> {
  paragon.configureGlobal({ host: 'x' }, paragonHosts(server))
  await paragon.authenticate(projectId, token)
  for (const event of ['onIntegrationInstall', 'onIntegrationUninstall', 'onPortalOpen', 'onPortalClose']) {
    paragon.subscribe(event as SDK_EVENT, () => told.push(event))
  }
  for (const { type } of paragon.getIntegrationMetadata()) {
    addButton(`Connect ${type}`, () => paragon.connect(type, callbacks()))
    addButton(`Install ${type}`, () => paragon.installIntegration(type, callbacks()))
  }
}

function callbacks() {
  return {
    onInstall: () => told.push('onInstall'),
    onUninstall: () => told.push('onUninstall'),
    onError: (error: unknown) => told.push(`onError ${codeOf(error)}`),
  }
}

function addButton(label: string, act: () => unknown): void {
  const button = document.createElement('button')
  button.textContent = label
  button.onclick = async () => {
    try {
      await act()
      told.push('resolved')
    } catch (error) {
      told.push(`rejected ${codeOf(error)}`)
    }
  }
  document.body.append(button)
}

/** The SDK hands on an error of the server as JSON in the message, one of the popup as it is. */
function codeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  return code ?? (message.startsWith('{') ? JSON.parse(message).code : message)
}

window.product = { paragon, told, signIn }
