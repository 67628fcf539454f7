import type { IncomingMessage, ServerResponse } from 'node:http';
import { matchesEtag } from '../etag.ts';
import type { Headers } from '../reply.ts';
import { chooseEncoding, type Encoding } from './choose-encoding.ts';
import { isJson, type SimpleMediaType } from './media-types.ts';
import { headersOf } from './page-headers.ts';
import type { PageShelf } from './page-shelf.ts';

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
      const reply = { ...shared, ...headersOf(page, wish.type) };
      if (matchesEtag(headers['if-none-match'], page.etag)) {
        response.writeHead(304, reply).end();
        return 304;
      }
      response.writeHead(200, { ...reply, 'Content-Length': page.body.length });
      response.end(method === 'HEAD' ? undefined : page.body);
      return 200;
    },
  };
}

const keyOf = ({ accept = '', acceptEncoding = '' }: WishHeaders): string => `${accept}\n${acceptEncoding}`;
