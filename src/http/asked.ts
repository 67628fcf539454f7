import type { Readable } from 'node:stream';
import type { ByteRange } from './byte-range.ts';
import type { Caller } from './authenticate.ts';

/** What a handler may know of a request besides its parsed parameters, query and body. */
export type Asked = {
  readonly caller: Caller;
  /** The other end of the connection; that of a proxy, where one stands between. */
  readonly address: string;
  /** Without the query. */
  readonly path: string;
  readonly header: (name: string) => string | undefined;
  /** The media type that the client likes best, the first where it likes several equally; null: none of them. */
  readonly prefers: <Type extends string>(types: readonly [Type, ...Type[]]) => Type | null;
  readonly range: (sizeBytes: number) => ByteRange;
  /** The raw body, for routes whose body is not JSON. */
  readonly content: Readable;
  /** Aborted when the client has gone or the server stops. */
  readonly signal: AbortSignal;
};
