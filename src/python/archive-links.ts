import { parseArchivePath } from './archive-path.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import type { TreeNode } from './archive-tree.ts';

export type LinkToCheck = {
  readonly kind: 'symlink' | 'hardlink';
  readonly path: readonly string[];
  readonly target: string;
};

type Folder = TreeNode & { kind: 'folder' };

/** As Linux does (path_resolution(7)); a chain that is longer leads nowhere. */
const mostHops = 40;

/** The first link that leaves the top folder, or leads nowhere that can be told. */
export function findEscapingLink(
  root: Folder,
  tree: { readonly links: readonly LinkToCheck[]; readonly limits: ArchiveLimits },
): LinkToCheck | null {
  const staysInside = (link: LinkToCheck): boolean =>
    link.kind === 'symlink' ? symlinkStays(root, link) : hardlinkStays(root, { link, limits: tree.limits });
  return tree.links.find((link) => !staysInside(link)) ?? null;
}

/** A hard link names another file of the archive, from the root on. */
function hardlinkStays(root: Folder, given: { link: LinkToCheck; limits: ArchiveLimits }): boolean {
  const target = parseArchivePath(given.link.target, given.limits);
  if (!target.ok) return false;
  let node: TreeNode | undefined = root;
  for (const name of target.value) node = node?.kind === 'folder' ? node.children.get(name) : undefined;
  return node?.kind === 'file';
}

/**
 * Walks as the kernel would, through other links of the archive: `a/b -> ..` and `c -> a/b/..` are each harmless by
 * their letters, and lead out together.
 */
function symlinkStays(root: Folder, link: LinkToCheck): boolean {
  const at = link.path.slice(0, -1);
  const todo = splitTarget(link.target);
  let hops = 0;
  if (todo === null) return false;
  for (let step = todo.shift(); step !== undefined; step = todo.shift()) {
    if (step === '..') at.pop();
    else at.push(step);
    if (at.length === 0) return false;
    const node = nodeAt(root, at);
    if (step === '..' || node?.kind !== 'symlink') continue;
    const further = splitTarget(node.target);
    hops += 1;
    if (further === null || hops > mostHops) return false;
    at.pop();
    todo.unshift(...further);
  }
  return true;
}

/** Null for a target that no archive of sources needs: absolute, empty, very long. Reversed nowhere: first step first. */
function splitTarget(target: string): string[] | null {
  if (target === '' || target.length > 4096 || target.startsWith('/') || target.includes('\0')) return null;
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  return steps.length <= 256 ? steps : null;
}

function nodeAt(root: Folder, path: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const name of path) node = node?.kind === 'folder' ? node.children.get(name) : undefined;
  return node;
}
