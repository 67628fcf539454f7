import { sha256Of } from '../../domain/sha256.ts';
import type { Encoding } from './choose-encoding.ts';
import { packPage } from './pack-page.ts';

/** A page as it goes over the wire. The tag is strong: it names these very bytes, after a restart, too. */
export type PackedPage = { readonly body: Buffer; readonly etag: string; readonly encoding: Encoding };

/** One page of an index in one of its forms. */
export type PageName = {
  /** `/index/<node>/simple/<project>/`, or without the project. */
  readonly path: string;
  readonly form: 'html' | 'json';
};

export type PageShelf = {
  /** The page, made where it is not there; null: there is none. */
  readonly take: (
    name: PageName,
    wanted: { readonly encoding: Encoding; readonly make: () => Promise<string | null> },
  ) => Promise<PackedPage | null>;
  /** The page if it lies ready: nothing is made or waited for. */
  readonly peek: (name: PageName, encoding: Encoding) => PackedPage | undefined;
  /** Forgets a page in all its forms: what it shows has changed. */
  readonly drop: (path: string) => void;
};

type Shelved = {
  readonly content: Promise<Buffer | null>;
  /** By the encoding that was wished. */
  readonly packed: Map<Encoding, PackedPage>;
};

/** Below it, packing costs more than it saves. */
const leastPackedBytes = 1_000;

/** Pages that were asked for, each made and packed once until it changes; those that nobody has asked for longest go first. */
export function openPageShelf({ mostBytes }: { readonly mostBytes: number }): PageShelf {
  const shelf = new Map<string, Shelved>();
  let usedBytes = 0;

  const remove = (key: string): void => {
    const shelved = shelf.get(key);
    shelf.delete(key);
    for (const { body } of shelved?.packed.values() ?? []) usedBytes -= body.length;
  };
  const add = (key: string, make: () => Promise<string | null>): Shelved => {
    const content = make().then((text) => (text === null ? null : Buffer.from(text)));
    const shelved: Shelved = { content, packed: new Map() };
    shelf.set(key, shelved);
    // What could not be made, or is not there, is asked for anew.
    const forget = (): void => {
      if (shelf.get(key) === shelved) remove(key);
    };
    content.then((made) => made === null && forget(), forget);
    return shelved;
  };
  const keep = (key: string, kept: { shelved: Shelved; page: PackedPage; wished: Encoding }): void => {
    const { shelved, page, wished } = kept;
    if (shelf.get(key) !== shelved || shelved.packed.has(wished)) return;
    shelved.packed.set(wished, page);
    usedBytes += page.body.length;
    for (const oldest of shelf.keys()) {
      if (usedBytes <= mostBytes) break;
      remove(oldest);
    }
  };

  /** To the end of those that may go. */
  const use = (key: string, shelved: Shelved): void => {
    if (shelf.delete(key)) shelf.set(key, shelved);
  };

  return {
    peek: (name, encoding) => {
      const key = keyOf(name);
      const shelved = shelf.get(key);
      const page = shelved?.packed.get(encoding);
      if (shelved !== undefined && page !== undefined) use(key, shelved);
      return page;
    },
    take: async (name, { encoding, make }) => {
      const key = keyOf(name);
      const shelved = shelf.get(key) ?? add(key, make);
      use(key, shelved);
      const content = await shelved.content;
      if (content === null) return null;
      const ready = shelved.packed.get(encoding);
      if (ready !== undefined) return ready;
      const fitting = content.length < leastPackedBytes ? 'identity' : encoding;
      const body = await packPage(content, fitting);
      const suffix = fitting === 'identity' ? '' : `-${fitting}`;
      const page = { body, etag: `"${sha256Of(content).slice(0, 32)}${suffix}"`, encoding: fitting };
      keep(key, { shelved, page, wished: encoding });
      return page;
    },
    drop: (path) => {
      remove(keyOf({ path, form: 'html' }));
      remove(keyOf({ path, form: 'json' }));
    },
  };
}

const keyOf = ({ path, form }: PageName): string => `${form} ${path}`;
