import type { Account } from '../accounts.ts'
import { type ContactPage, lists } from '../contacts.ts'
import { type Html, html } from '../html.ts'
import { appPage, avatar } from './layout.ts'

const listNames = new Map<string, string>(lists.map(({ id, name }) => [id, name]))
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

export function contactsPage({
  account,
  page,
  search,
  isFirst,
}: {
  account: Account
  page: ContactPage
  search: string
  isFirst: boolean
}): Html {
  const older =
    page.nextCursor && `/contacts?${new URLSearchParams({ search, cursor: page.nextCursor }).toString()}`
  return appPage({
    title: 'Contacts',
    account,
    section: '/contacts',
    main: html`<div class="heading">
        <div><h1>Contacts</h1><p>${page.total} ${page.total === 1 ? 'person' : 'people'} at ${account.company}</p></div>
        <form class="search" role="search">
          <input type="search" name="search" value="${search}" placeholder="Name, e-mail or company" aria-label="Search contacts">
          <button>Search</button>
        </form>
      </div>
      ${
        page.contacts.length === 0
          ? html`<p class="empty">Nobody here matches “${search}”. <a href="/contacts">Show everyone</a></p>`
          : html`<table class="contacts">
        <thead><tr><th>Name</th><th>Company</th><th>List</th><th>Added</th></tr></thead>
        <tbody>${page.contacts.map(
          (contact) => html`<tr>
            <td class="cell-person">${avatar(contact.name)}<span><strong>${contact.name}</strong><small>${contact.email}</small></span></td>
            <td><span>${contact.company}</span><small>${contact.title}</small></td>
            <td><span class="tag">${listNames.get(contact.list_id)}</span></td>
            <td class="cell-date">${day.format(new Date(contact.created_at))}</td>
          </tr>`,
        )}</tbody>
      </table>`
      }
      <nav class="pager" aria-label="Pages">
        ${!isFirst && html`<a href="/contacts?${new URLSearchParams({ search }).toString()}">← Newest</a>`}
        ${older && html`<a class="next" href="${older}">Older contacts →</a>`}
      </nav>`,
  })
}
