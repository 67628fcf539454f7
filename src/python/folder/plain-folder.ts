import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProjectName, type ProjectName } from '../../domain/release.ts';
import { sdistEndings } from '../../domain/sdist-filename.ts';
import { Outage, type Clock } from '../../farm/ports.ts';
import { findWithin, unreadable } from './find-within.ts';
import { isSdistOf, placeFile, type FolderFile, type FolderPage } from './folder-page.ts';

/** 500,000, of 300,000 projects, are about 100 MB. */
const mostNames = 2_000_000;
const mostOfProject = 20_000;
/** A folder's time is coarse: what was read sooner after a change may lack one of the same moment. */
const coarseMilliseconds = 2_000;

type Names = {
  /** By the beginning of a project's name, what may be its: sdists, and folders with a `/` at the end. */
  readonly byStart: ReadonlyMap<string, readonly string[]>;
  readonly changedAt: number;
  readonly readAt: number;
};

/** A folder of sdists, or of one folder a project. It is listed anew only when it has changed, once for all who ask meanwhile. */
export function openPlainFolder(
  root: string,
  { clock }: { readonly clock: Clock },
): { readonly read: (project: ProjectName) => Promise<FolderPage | null> } {
  let last: Names | null = null;
  let running: Promise<Names> | null = null;
  let next: Promise<Names> | null = null;
  const list = (): Promise<Names> => {
    if (running === null) {
      running = listNames(root, clock()).finally(() => (running = null));
      return running;
    }
    // What runs may have passed over what came since it began.
    next ??= running
      .catch(() => null)
      .then(() => {
        next = null;
        return list();
      });
    return next;
  };
  const current = async (): Promise<Names> => {
    const { mtimeMs } = await stat(root).catch((error: unknown) => {
      throw unreadable(root, error);
    });
    const holds = last?.changedAt === mtimeMs && last.readAt - mtimeMs >= coarseMilliseconds;
    if (last === null || !holds) last = await list();
    return last;
  };
  return {
    read: async (project) => {
      const { byStart } = await current();
      const folders = [root];
      const paths: string[] = [];
      for (const name of byStart.get(startOf(project)) ?? []) {
        if (!name.endsWith('/')) {
          if (isSdistOf(name, project)) paths.push(name);
        } else if (isNameOf(name.slice(0, -1), project)) {
          folders.push(join(root, name.slice(0, -1)));
          paths.push(...(await listFolder(root, { name, project })));
        }
      }
      const files: FolderFile[] = [];
      for (const path of paths) {
        const filename = path.slice(path.lastIndexOf('/') + 1);
        const facts = { filename, url: path, sha256: null, yanked: false, requiresPython: null };
        const placed = await placeFile(root, { ...facts, path });
        if (placed !== null) files.push(placed);
      }
      return files.length === 0 ? null : { folders, files };
    },
  };
}

/** The same for every spelling of a name, and for the names of its sdists. */
const startOf = (name: string): string => (/^[^-_.]*/.exec(name)?.[0] ?? '').toLowerCase();

const isNameOf = (name: string, project: ProjectName): boolean => {
  const parsed = parseProjectName(name);
  return parsed.ok && parsed.value === project;
};

async function listNames(root: string, readAt: number): Promise<Names> {
  const byStart = new Map<string, string[]>();
  let count = 0;
  try {
    const { mtimeMs } = await stat(root);
    for await (const entry of await opendir(root, { bufferSize: 512 })) {
      const isSdist = sdistEndings.some((ending) => entry.name.endsWith(ending));
      if (entry.name.startsWith('.') || (!isSdist && entry.isFile())) continue;
      count += 1;
      if (count > mostNames) throw new Outage(`${root} has more than ${mostNames} names in it`);
      const start = startOf(entry.name);
      const names = byStart.get(start) ?? [];
      byStart.set(start, names);
      names.push(isSdist ? entry.name : `${entry.name}/`);
    }
    return { byStart, changedAt: mtimeMs, readAt };
  } catch (error) {
    throw error instanceof Outage ? error : unreadable(root, error);
  }
}

async function listFolder(
  root: string,
  of: { readonly name: string; readonly project: ProjectName },
): Promise<readonly string[]> {
  const found = await findWithin(root, of.name);
  if (found.kind !== 'here' || !found.facts.isDirectory()) return [];
  const paths: string[] = [];
  for await (const entry of await opendir(found.path)) {
    if (!isSdistOf(entry.name, of.project)) continue;
    paths.push(`${of.name}${entry.name}`);
    if (paths.length > mostOfProject) throw new Outage(`${of.name} has more than ${mostOfProject} sdists`);
  }
  return paths;
}
