import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Outage } from '../../src/farm/ports.ts';
import { parseHtmlPage } from '../../src/python/parse-html-page.ts';
import { parseJsonPage } from '../../src/python/parse-json-page.ts';
import { openSimpleIndex } from '../../src/python/simple-index.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';

const bytes = 10_000_000;
const fill = (piece: string): string => piece.repeat(bytes / piece.length);
const href = `<a href="${'#&'.repeat(2000)}">x</a>`;

// A document made of these took minutes, or all the memory there is. The test's own time limit is the bound.
it.each([
  ['elements in elements', fill('<div>')],
  ['tags that never end', fill('<a ')],
  ['quotes that never end', fill('<a x="')],
  ['comments that never end', fill('<!--')],
  ['fragments of many parts', fill(href)],
  ['attributes without end', fill(`<a ${'x="y" '.repeat(1000)}>x</a>`)],
  ['elements in links', fill(`<a href=x>${'<div>'.repeat(100)}`)],
])('a page of %s is read to its end in a moment', (_title, page) => {
  expect(parseHtmlPage(page)).toMatchObject({ ok: true });
});

it('a page of a million links is refused, in both forms', () => {
  const links = '<a href="demo-1.0.tar.gz">demo-1.0.tar.gz</a>'.repeat(200_000);
  expect(parseHtmlPage(links)).toEqual({ ok: false, problem: 'the page has more than 100000 links' });
  const file = '{"filename":"demo-1.0.tar.gz","url":"x"}';
  const files = `{"meta":{"api-version":"1.0"},"files":[${`${file},`.repeat(200_000)}${file}]}`;
  expect(parseJsonPage(files)).toEqual({ ok: false, problem: 'the page has more than 100000 files' });
  expect(parseJsonPage(`[${fill('{},')}{}]`)).toMatchObject({
    problem: expect.stringContaining('lists and objects'),
  });
});

it('brackets in brackets are refused before the parser sees them, and brackets in text are text', () => {
  expect(parseJsonPage(fill('['))).toEqual({ ok: false, problem: 'the page is nested deeper than 64' });
  const name = `${'[{'.repeat(100)}\\"\\\\`;
  const page = `{"meta":{"api-version":"1.0"},"name":"${name}","files":[]}`;
  expect(parseJsonPage(page)).toEqual({ ok: true, value: [] });
});

it('an answer that drips is an outage, however evenly', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const drip = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(drip));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const index = openSimpleIndex({ url: `http://127.0.0.1:${port}/simple/`, timeoutMilliseconds: 300 });
  await expect(index.listSdists(projectNamed('demo'))).rejects.toThrow(Outage);
  server.closeAllConnections();
  server.close();
});
