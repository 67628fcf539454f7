import type { IncomingMessage, ServerResponse } from 'node:http';
import { matchesEtag } from '../etag.ts';
import type { Headers } from '../reply.ts';
import { chooseEncoding, type Encoding } from './choose-encoding.ts';
import { isJson, type SimpleMediaType } from './media-types.ts';
import { headersOf } from './page-headers.ts';
import type { PackedPage, PageShelf } from './page-shelf.ts';

/** How a page was asked for: the headers as they came, and what they were found to mean. */
type Wish = { readonly type: SimpleMediaType; readonly encoding: Encoding };

/**
 * Answers for pages that lie ready, before the request goes the way of all others, which takes longer than the page: of an
 * installer's run of some hundred requests, these are nearly all. What an Accept header means is learnt from that way.
 */
export type ReadyPages = {
  readonly learn: (headers: WishHeaders, type: SimpleMediaType) => void;
  /** False: it has no answer. Else the status it has answered with. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => number | false;
};

type WishHeaders = { readonly accept: string | undefined; readonly acceptEncoding: string | undefined };

/** Installers send a handful of different ones; whoever sends others all the time gains nothing by it. */
const mostWishes = 200;
const longestWish = 400;

export function openReadyPages(shelf: PageShelf, shared: Headers): ReadyPages {
  const wishes = new Map<string, Wish>();
  // As node writes them fastest: value after name, put together once.
  const heads = new WeakMap<PackedPage, Map<string, string[]>>();
  const linesOf = (page: PackedPage, answer: { type: SimpleMediaType; status: number }): string[] => {
    const ofPage = heads.get(page) ?? new Map<string, string[]>();
    heads.set(page, ofPage);
    const key = `${answer.status} ${answer.type}`;
    const known = ofPage.get(key);
    if (known !== undefined) return known;
    const length = answer.status === 200 ? { 'Content-Length': `${page.body.length}` } : {};
    const lines = Object.entries({ ...shared, ...headersOf(page, answer.type), ...length }).flat();
    ofPage.set(key, lines);
    return lines;
  };
  return {
    learn: (headers, type) => {
      const key = keyOf(headers);
      if (key.length > longestWish) return;
      if (wishes.size >= mostWishes) wishes.clear();
      wishes.set(key, { type, encoding: chooseEncoding(headers.acceptEncoding) });
    },
    answer: (request, response) => {
      const { method, url = '', headers } = request;
      if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith('/index/')) return false;
      const wish = wishes.get(keyOf({ accept: headers.accept, acceptEncoding: headers['accept-encoding'] }));
      if (wish === undefined) return false;
      const name = { path: url, form: isJson(wish.type) ? 'json' : 'html' } as const;
      const page = shelf.peek(name, wish.encoding);
      if (page === undefined) return false;
      const ifNoneMatch = headers['if-none-match'];
      const status = ifNoneMatch !== undefined && matchesEtag(ifNoneMatch, page.etag) ? 304 : 200;
      response.writeHead(status, linesOf(page, { type: wish.type, status }));
      response.end(status === 304 || method === 'HEAD' ? undefined : page.body);
      return status;
    },
  };
}

const keyOf = ({ accept = '', acceptEncoding = '' }: WishHeaders): string => `${accept}\n${acceptEncoding}`;
