import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { assignSymbols, type SymbolsByLibrary } from '../domain/symbols.ts';
import type { ImageSpec } from '../domain/image.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** An image of this has libraries by the hundred; far more, and it is not looked at. */
const mostLibraries = 1000;

/** The C library drops no version of a symbol under its soname, and every extension uses it: there is nothing to watch. */
const cLibraries: ReadonlySet<string> = new Set(['libc6', 'glibc']);

const isWatched = (owner: string): boolean => !cLibraries.has(owner);

type Subject = {
  readonly image: { readonly reference: string; readonly spec: ImageSpec };
  /** soname to OS package, all or some of the image's. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Of the attempt. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** Which symbols the image's libraries offer, read from their files without running any; those that can't be read are left out. */
export async function readLibrarySymbols(worker: WorkerPorts, of: Subject): Promise<SymbolsByLibrary> {
  const names = Object.entries(of.libraries).flatMap(([soname, owner]) => (isWatched(owner) ? [soname] : []));
  if (names.length === 0) return {};
  const folder = join(of.folder, 'libraries');
  await mkdir(folder, { recursive: true });
  const { reference, spec } = of.image;
  const files = await worker.engine.copyLibraries(reference, {
    names: names.slice(0, mostLibraries),
    architecture: spec.target.architecture,
    folder,
    signal: of.signal,
  });
  const offered: Record<string, readonly string[]> = {};
  for (const [soname, file] of files) {
    const symbols = await worker.archives.listOfferedSymbols(file);
    if (symbols !== null) offered[soname] = symbols;
  }
  return offered;
}

/** What a wheel uses of each library that it links; null: it uses too much, or can't be read. */
export async function findUsedSymbols(
  worker: WorkerPorts,
  of: Subject & { readonly wheel: string },
): Promise<SymbolsByLibrary | null> {
  if (!Object.values(of.libraries).some(isWatched)) return {};
  const wanted = await worker.archives.listWantedSymbols(of.wheel);
  return wanted === null ? null : assignSymbols(wanted, await readLibrarySymbols(worker, of));
}
