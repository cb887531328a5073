import { expect, test } from 'vitest'
import { isFeed } from './feed.ts'

const xml = '<?xml version="1.0" encoding="utf-8"?>'

test.each<[string, unknown]>([
  ['RSS 2.0', `${xml}\n<rss version="2.0"><channel/></rss>`],
  [
    'RSS behind a byte order mark, a style sheet and comments',
    `\uFEFF${xml}<?xml-stylesheet href="a"?><!-- <html> --><rss/>`,
  ],
  [
    'RSS with a document type',
    '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x"><rss version="0.91"/>',
  ],
  ['RSS 1.0', `${xml}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>`],
  ['Atom', `${xml}<feed xmlns="http://www.w3.org/2005/Atom"/>`],
  ['Atom with a prefix', '<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"/>'],
  ['JSON Feed', { version: 'https://jsonfeed.org/version/1.1', items: [] }],
])('%s is a feed', (_, body) => expect(isFeed(body)).toBe(true))

test.each<[string, unknown]>([
  ['a web page', '<!doctype html><html><body><rss/></body></html>'],
  ['another XML document', `${xml}<sitemap/>`],
  ['a text', 'rss'],
  ['an unfinished comment', '<!-- <rss/>'],
  ['an empty answer', ''],
  ['other JSON', { version: '1.0' }],
  ['a JSON list', []],
  ['JSON null', null],
])('%s is none', (_, body) => expect(isFeed(body)).toBe(false))
