import { collectContent, readBeginning, type ArchiveEntry } from './archive-entry.ts';
import { allowedUnpackedBytes, type ArchiveLimits } from './archive-limits.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { ArchiveTree } from './archive-tree.ts';
import { openHintCollector, type HintCollector } from './hints/collect-hints.ts';
import { isNativeSource } from './native-sources.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { sniffArchive } from './sniff-archive.ts';

/** What one pass over a source archive gives. */
export type SdistContents = {
  readonly format: 'tar' | 'zip';
  readonly topFolder: string;
  readonly pkgInfo: Buffer | null;
  readonly pyproject: Buffer | null;
  readonly hasSetupPy: boolean;
  readonly nativeSources: readonly string[];
  /** What the sources name, once pyproject.toml has had its say. */
  readonly finishHints: HintCollector['finish'];
  readonly fileCount: number;
  readonly unpackedBytes: number;
};

const mostNativeSources = 50;

/** Reads every byte of the archive once, so that a damaged one is known now and not in the sandbox. */
export async function readSdistContents(file: string, limits: ArchiveLimits): Promise<SdistContents> {
  const { form, sizeBytes } = await sniffArchive(file);
  if (sizeBytes > limits.archiveBytes) {
    throw new ArchiveRefused({ kind: 'too-large', limitBytes: limits.archiveBytes });
  }
  const unpackedBytes = allowedUnpackedBytes(sizeBytes, limits);
  const entries =
    form.format === 'zip'
      ? readZip(file, { limits, unpackedBytes })
      : readTar(file, { compression: form.compression, unpackedBytes });
  return { format: form.format, ...(await gather(entries, limits)) };
}

async function gather(
  entries: AsyncIterable<ArchiveEntry>,
  limits: ArchiveLimits,
): Promise<Omit<SdistContents, 'format'>> {
  const tree = new ArchiveTree(limits);
  const metadata = new Map<string, Buffer>();
  const nativeSources: string[] = [];
  const hints = openHintCollector();
  let hasSetupPy = false;
  let fileCount = 0;
  let unpackedBytes = 0;
  for await (const entry of entries) {
    const [, ...inside] = tree.add(entry);
    if (tree.root.children.size > 1) throw severalTops(tree);
    if (entry.kind === 'folder' || entry.kind === 'special') continue;
    const path = inside.join('/');
    const hintBytes = hints.wantedBytes(inside);
    fileCount += 1;
    hasSetupPy ||= path === 'setup.py';
    if (nativeSources.length < mostNativeSources && isNativeSource(inside)) nativeSources.push(path);
    if (path === 'PKG-INFO' || path === 'pyproject.toml') {
      metadata.set(path, await readMetadata(entry, { path, limits }));
    } else if (entry.kind === 'file') {
      // Read to its end in any case.
      hints.read(inside, await readBeginning(entry.content(), hintBytes));
    }
    if (entry.kind === 'file') unpackedBytes += entry.sizeBytes;
  }
  tree.checkLinks();
  return {
    topFolder: readTopFolder(tree),
    pkgInfo: metadata.get('PKG-INFO') ?? null,
    pyproject: metadata.get('pyproject.toml') ?? null,
    hasSetupPy,
    nativeSources,
    finishHints: hints.finish,
    fileCount,
    unpackedBytes,
  };
}

async function readMetadata(
  entry: ArchiveEntry,
  given: { readonly path: 'PKG-INFO' | 'pyproject.toml'; readonly limits: ArchiveLimits },
): Promise<Buffer> {
  const kind = given.path === 'PKG-INFO' ? 'bad-pkg-info' : 'bad-pyproject';
  if (entry.kind !== 'file') throw new ArchiveRefused({ kind, detail: 'it is a link' });
  const bytes = await collectContent(entry.content(), given.limits.metadataBytes);
  if (bytes !== null) return bytes;
  throw new ArchiveRefused({ kind, detail: `it is larger than ${given.limits.metadataBytes} bytes` });
}

function readTopFolder(tree: ArchiveTree): string {
  const [top] = tree.root.children;
  if (top === undefined)
    throw new ArchiveRefused({ kind: 'nothing-to-build', detail: 'the archive is empty' });
  const [name, node] = top;
  if (node.kind !== 'folder') throw severalTops(tree);
  return name;
}

const severalTops = (tree: ArchiveTree): ArchiveRefused =>
  new ArchiveRefused({ kind: 'several-top-folders', folders: [...tree.root.children.keys()] });
