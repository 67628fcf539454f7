import type { ProjectName } from '../../domain/release.ts';
import { parseSdistFilename } from '../../domain/sdist-filename.ts';
import type { PageFile } from '../project-page.ts';
import { findWithin } from './find-within.ts';

/** What a folder has of a project. */
export type FolderPage = {
  /** Where it would change. */
  readonly folders: readonly string[];
  readonly files: readonly FolderFile[];
};

/** `state`: another one whenever the file may be another. The address leads to the file within the folder. */
export type FolderFile = PageFile & { readonly state: string };

/** Addresses within a folder look like those of an index, so that links are read as there; nobody ever asks for one. */
export const folderAddress = 'http://folder.invalid/';

/** Whether a file name claims to be a source archive of the project. */
export const isSdistOf = (filename: string, project: ProjectName): boolean => {
  const parsed = parseSdistFilename(filename);
  return parsed.ok && parsed.value.claims.some((claim) => claim.project === project);
};

/** The path within the folder that a link leads to; null where it leads elsewhere. */
export function pathOfLink(url: string, page: string): string | null {
  const resolved = URL.parse(url, page);
  if (resolved === null || !/^https?:$/.test(resolved.protocol)) return null;
  let path: string;
  try {
    path = decodeURIComponent(resolved.pathname);
  } catch {
    return null;
  }
  if (resolved.href.startsWith(folderAddress)) return path.slice(1);
  // Bandersnatch writes the address of its server into the pages where it is told it (root_uri).
  const packages = path.indexOf('/packages/');
  return packages === -1 ? null : path.slice(packages + 1);
}

/** Null for a file that is not there: a page may come before its files. */
export async function placeFile(
  root: string,
  file: PageFile & { readonly path: string },
): Promise<FolderFile | null> {
  const { path, ...facts } = file;
  const found = await findWithin(root, path);
  if (found.kind === 'missing' || (found.kind === 'here' && !found.facts.isFile())) return null;
  const url = new URL(path.split('/').map(encodeURIComponent).join('/'), folderAddress).href;
  if (found.kind === 'outside') return { ...facts, url, state: 'outside' };
  const { size, mtimeMs, ctimeMs } = found.facts;
  return { ...facts, url, state: `${size} ${mtimeMs} ${ctimeMs}` };
}
