import { parse } from 'node-html-parser';
import type { PageFile } from './project-page.ts';

/** PEP 503: every anchor is a file; its text is the file's name, its fragment the hash. */
export function parseHtmlPage(text: string): {
  readonly base: string | null;
  readonly files: readonly PageFile[];
} {
  const page = parse(text, { comment: false });
  const files = page.querySelectorAll('a').flatMap((anchor): readonly PageFile[] => {
    const href = anchor.getAttribute('href');
    if (href === undefined || href.length > 4096) return [];
    const sha256 = /#(?:.*&)?sha256=([0-9a-f]{64})(?:&|$)/i.exec(href)?.[1]?.toLowerCase() ?? null;
    const requiresPython = anchor.getAttribute('data-requires-python')?.slice(0, 500) ?? null;
    const yanked = anchor.hasAttribute('data-yanked');
    return [{ filename: anchor.text.trim(), url: href, sha256, yanked, requiresPython }];
  });
  return { base: page.querySelector('base')?.getAttribute('href') ?? null, files };
}
