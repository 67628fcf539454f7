import { parseArchivePath } from './archive-path.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { findEscapingLink, type LinkToCheck } from './archive-links.ts';

export type TreeNode =
  | { readonly kind: 'folder'; readonly children: Map<string, TreeNode> }
  | { readonly kind: 'file' }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'hardlink' };

/**
 * What an archive would unpack to, kept as names only. It refuses whatever would make the unpacked files depend on the
 * order or the tool of unpacking: a path twice, a file below a file, a file below a link.
 */
export class ArchiveTree {
  readonly root: TreeNode & { kind: 'folder' } = { kind: 'folder', children: new Map() };
  readonly #limits: ArchiveLimits;
  readonly #links: LinkToCheck[] = [];
  #nodes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /** Notes a member and returns the components of its path; throws ArchiveRefused. */
  add(entry: ArchiveEntry): readonly string[] {
    const path = parseArchivePath(entry.name, this.#limits);
    if (!path.ok)
      throw new ArchiveRefused({ kind: 'unsafe-path', path: shorten(entry.name), why: path.problem });
    const components = path.value;
    if (entry.kind === 'special') {
      throw new ArchiveRefused({ kind: 'special-file', path: entry.name, type: entry.type });
    }
    if (entry.kind === 'folder') {
      this.#openFolder(components);
      return components;
    }
    const name = components.at(-1);
    if (name === undefined) throw new ArchiveRefused({ kind: 'duplicate-path', path: entry.name });
    const folder = components.slice(0, -1);
    const siblings = this.#openFolder(folder).children;
    if (siblings.has(name)) throw new ArchiveRefused({ kind: 'duplicate-path', path: components.join('/') });
    this.#count();
    if (entry.kind === 'file') {
      siblings.set(name, { kind: 'file' });
      return components;
    }
    siblings.set(
      name,
      entry.kind === 'symlink' ? { kind: 'symlink', target: entry.target } : { kind: 'hardlink' },
    );
    this.#links.push({ kind: entry.kind, path: components, target: entry.target });
    if (this.#links.length > this.#limits.links) {
      throw new ArchiveRefused({ kind: 'too-many-files', limit: this.#limits.links });
    }
    return components;
  }

  /** To be asked when all members are known: where a link leads can depend on links that come later. */
  checkLinks(): void {
    const escaping = findEscapingLink(this.root, { links: this.#links, limits: this.#limits });
    if (escaping === null) return;
    throw new ArchiveRefused({
      kind: 'escaping-link',
      path: escaping.path.join('/'),
      link: shorten(escaping.target),
    });
  }

  #openFolder(components: readonly string[]): TreeNode & { kind: 'folder' } {
    let folder = this.root;
    for (const [index, name] of components.entries()) {
      let next = folder.children.get(name);
      if (next === undefined) {
        this.#count();
        next = { kind: 'folder', children: new Map() };
        folder.children.set(name, next);
      }
      if (next.kind !== 'folder') {
        throw new ArchiveRefused({ kind: 'duplicate-path', path: components.slice(0, index + 1).join('/') });
      }
      folder = next;
    }
    return folder;
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.files) {
      throw new ArchiveRefused({ kind: 'too-many-files', limit: this.#limits.files });
    }
  }
}

const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}...` : text);
