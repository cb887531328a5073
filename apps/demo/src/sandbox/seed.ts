import type { Account } from './accounts.ts'
import { ContactBook, lists } from './contacts.ts'

const CONTACTS_PER_ACCOUNT = 60
const HOUR_MS = 3_600_000

// The lengths of these lists share no divisor, so that 60 steps through them never repeat a person.
const firstNames = (
  'Grace Tomás Amira Jonas Priya Lena Kofi Sofia Hiro Elif Marcus Ingrid Mateo Chloé Dev Nadia Oskar Ruth Wanjiru Felix ' +
  'Yasmin Theo Aiko Paolo Freya Samir Hannah Luca Zanele Viktor Camila Arthur Noor Emil Bianca Rahul Saoirse Anton Leila Pedro Maren'
).split(' ')
const lastNames = (
  'Moreau Silva Haddad Berg Raman Novak Mensah Rossi Sato Demir Reid Dahl Vega Laurent Kapoor Petrov Lund Adler Kamau Weiss ' +
  'Rahimi Clarke Mori Bianchi Holm Nasser Brandt Greco Dlamini Ivanov Rojas Finch Aziz Nyberg Costa Iyer Byrne'
).split(' ')
const companies = [
  'Northwind Bakery',
  'Alder & Ash',
  'Blue Kettle',
  'Corvid Labs',
  'Daybreak Health',
  'Evergreen Freight',
  'Foxglove Press',
  'Gridline Energy',
  'Halcyon Hotels',
  'Juniper Books',
  'Kitebird',
  'Lumen Optics',
  'Mosaic Foods',
]
const titles = [
  'Head of Operations',
  'Founder',
  'Office Manager',
  'Product Lead',
  'Buyer',
  'Editor',
  'Finance Director',
  'Account Manager',
  'Customer Success Lead',
  'Engineer',
  'Designer',
]

/** About sixty believable people, the same on every start, the latest added an hour before `now()`. */
export function seedContacts(account: Account, accountIndex: number, now: () => number): ContactBook {
  const book = new ContactBook(account.id.slice(4, 5), now)
  const startedAt = now()
  for (let age = CONTACTS_PER_ACCOUNT; age > 0; age--) {
    const step = age + accountIndex * 97
    const first = pick(firstNames, step * 7)
    const last = pick(lastNames, step * 11)
    const company = pick(companies, step * 5)
    const domain = `${plain(company.split(' ', 1)[0] ?? company)}.example`
    const contact = {
      name: `${first} ${last}`,
      email: `${plain(first)}.${plain(last)}@${domain}`,
      phone: step % 4 === 0 ? null : `+1 555 01${String(step % 100).padStart(2, '0')}`,
      company,
      title: pick(titles, step * 3),
      list_id: pick(lists, step % 7 < 4 ? step % 2 : step % 4).id,
    }
    book.add(contact, startedAt - age * age * HOUR_MS)
  }
  return book
}

function pick<T>(from: readonly T[], step: number): T {
  return from[step % from.length] as T
}

/** `Chloé` as it stands in an e-mail address: `chloe`. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}
