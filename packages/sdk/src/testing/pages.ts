/** What the server shows in the popup first. It would set a cookie and then says so. */
export function noncePage(opener: string): string {
  return script(`opener.postMessage({ type: 'oauth-nonce-loaded' }, ${JSON.stringify(opener)})`)
}

/** The provider's consent. */
export function providerPage(session: string): string {
  const link = (answer: string) =>
    `<a id="${answer}" href="/callback?session=${session}&answer=${answer}">${answer}</a>`
  return `<h1>Provider</h1>${link('allow')} ${link('deny')}`
}

/** Where the provider sends the user back to. */
export function callbackPage(opener: string, error: unknown): string {
  const told = { type: 'oauth_error_callback', error: 'access_denied', errorResponse: error }
  const tell = error ? `opener.postMessage(${JSON.stringify(told)}, ${JSON.stringify(opener)});` : ''
  return script(`${tell} close()`)
}

/**
 * A portal page: shows itself when it is told to, and invokes what the test asks. Keeps what it is told in `states` and
 * `answers`.
 */
export const portalPage = `
<h1>Portal</h1><button id="connect">Connect</button><button id="close">Close</button>
${script(`
  const states = [], answers = [];
  let isOpen = false, last = 0;
  Object.assign(window, { states, answers });
  window.invoke = (type, ...parameters) =>
    parent.postMessage({ messageType: 'SDK_FUNCTION_INVOCATION', type, parameters, id: String(++last) }, '*');
  addEventListener('message', ({ data }) => {
    if (data.messageType !== 'UI_UPDATE') return answers.push(data);
    states.push(data);
    const { integration } = data.nextModalState;
    if (Boolean(integration) === isOpen) return;
    isOpen = !isOpen;
    invoke('updateContainerStyle', { isModalShown: isOpen });
    if (isOpen) invoke('onOpen');
  });
  document.querySelector('#connect').onclick = () =>
    invoke('startOAuthFlow', states.at(-1).nextModalState.integration.type, {});
  document.querySelector('#close').onclick = () => invoke('onClose', true);
`)}`

function script(code: string): string {
  return `<body><script>${code}</script>`
}
