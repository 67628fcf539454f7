import { parse, type HTMLElement } from 'node-html-parser';
import { bad, ok, type Result } from '../domain/result.ts';
import { mostPageFiles, type PageFile } from './project-page.ts';
import { scanAnchors, type ScannedTag } from './scan-anchors.ts';

type HtmlPage = { readonly base: string | null; readonly files: readonly PageFile[] };

/** PEP 503: every anchor is a file; its text is the file's name, its fragment the hash. */
export function parseHtmlPage(text: string): Result<HtmlPage, string> {
  let base: string | null = null;
  let links = 0;
  const files: PageFile[] = [];
  for (const tag of scanAnchors(text)) {
    links += 1;
    if (links > mostPageFiles) return bad(`the page has more than ${mostPageFiles} links`);
    const element = elementOf(tag);
    const href = element?.getAttribute('href');
    if (element === null || href === undefined || href.length > 4096) continue;
    if (tag.name === 'base') base ??= href;
    else files.push(fileOf(element, href));
  }
  return ok({ base, files });
}

/** The library knows attributes and entities; it gets one tag at a time. */
const elementOf = ({ name, open, inner }: ScannedTag): HTMLElement | null =>
  parse(name === 'a' ? `${open}${inner}</a>` : open).querySelector(name);

const fileOf = (anchor: HTMLElement, href: string): PageFile => ({
  filename: anchor.text.trim(),
  url: href,
  sha256: readHash(href),
  yanked: anchor.hasAttribute('data-yanked'),
  requiresPython: anchor.getAttribute('data-requires-python')?.slice(0, 500) ?? null,
});

function readHash(href: string): string | null {
  const at = href.indexOf('#');
  const facts = at === -1 ? [] : href.slice(at + 1).split('&');
  const named = facts.find((fact) => /^sha256=[0-9a-f]{64}$/i.test(fact));
  return named?.slice('sha256='.length).toLowerCase() ?? null;
}
