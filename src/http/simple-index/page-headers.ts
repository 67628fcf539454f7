import type { Headers } from '../reply.ts';
import { contentTypeOf, type SimpleMediaType } from './media-types.ts';
import type { PackedPage } from './page-shelf.ts';

/** `no-cache`: an installer may keep a page, but asks each time whether it still holds. */
export const headersOf = (page: PackedPage, type: SimpleMediaType): Headers => ({
  'Content-Type': contentTypeOf(type),
  'Cache-Control': 'no-cache',
  Vary: 'Accept, Accept-Encoding',
  ETag: page.etag,
  ...(page.encoding !== 'identity' && { 'Content-Encoding': page.encoding }),
});
