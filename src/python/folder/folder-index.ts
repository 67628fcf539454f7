import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ProjectName } from '../../domain/release.ts';
import { BlobMismatch, type Clock } from '../../farm/ports.ts';
import type { FolderChanges } from '../../farm/upstream-feed.ts';
import type { WatchedIndex } from '../../farm/watched-index.ts';
import { chooseSdist, listReleases } from '../choose-sdist.ts';
import { defaultSimpleIndexLimits, type SimpleIndexLimits } from '../simple-index.ts';
import { findWithin } from './find-within.ts';
import { folderAddress, pathOfLink, type FolderPage } from './folder-page.ts';
import { readMirrorPage } from './mirror-page.ts';
import { openPlainFolder } from './plain-folder.ts';
import { readSettled } from './read-settled.ts';
import { openWatchedFolders } from './watch-folders.ts';

/**
 * A folder that a mirror fills, as an index: with `simple/` in it, the pages that bandersnatch writes; else sdists, in the
 * folder itself or in one folder a project. Nothing outside of it is ever opened.
 */
export function openFolderIndex(options: {
  readonly path: string;
  readonly clock: Clock;
  readonly limits?: SimpleIndexLimits;
}): WatchedIndex & { readonly changes: FolderChanges } {
  const { path: root, clock } = options;
  const { pageBytes, fileBytes } = options.limits ?? defaultSimpleIndexLimits;
  const plain = openPlainFolder(root, { clock });
  const watched = openWatchedFolders();
  const base = folderAddress;

  const read = async (project: ProjectName): Promise<FolderPage | null> => {
    const simple = await findWithin(root, 'simple');
    const isMirror = simple.kind === 'here' && simple.facts.isDirectory();
    return isMirror ? readMirrorPage(root, { project, pageBytes }) : plain.read(project);
  };

  return {
    changes: watched,
    findSdist: async (release) => {
      const page = await read(release.project);
      return page === null ? null : chooseSdist(page.files, { release, base });
    },
    listSdists: async (project) => {
      const page = await read(project);
      return page === null ? null : listReleases(page.files, { project, base });
    },
    look: async (project, { etag }) => {
      watched.add(root, null);
      watched.add(join(root, 'simple'), null);
      // Before it is read: what changes meanwhile is told, and looked at again.
      watched.add(join(root, 'simple', project), project);
      const page = await read(project);
      if (page === null) return { kind: 'unknown-project' };
      const [above, ...own] = page.folders;
      if (above !== undefined) watched.add(above, null);
      for (const folder of own) watched.add(folder, project);
      const seen = createHash('sha256').update(JSON.stringify(page.files)).digest('hex');
      if (seen === etag) return { kind: 'unchanged' };
      return {
        kind: 'page',
        etag: seen,
        serial: null,
        releases: listReleases(page.files, { project, base }),
      };
    },
    download: async (sdist) => {
      const path = pathOfLink(sdist.url, base);
      const found = path === null ? null : await findWithin(root, path);
      if (found?.kind === 'outside') throw new BlobMismatch(`${sdist.filename} leads out of the folder`);
      if (found?.kind !== 'here') return null;
      return Readable.from(readSettled(found.path, { sdist, limitBytes: fileBytes, clock }), {
        objectMode: false,
      });
    },
  };
}
