import { statSync, watch, type FSWatcher } from 'node:fs';
import { basename } from 'node:path';
import { parseProjectName, type ProjectName } from '../../domain/release.ts';
import { parseSdistFilename } from '../../domain/sdist-filename.ts';
import type { FolderChanges } from '../../farm/upstream-feed.ts';

/** Of what happens together, and to one file that is being written, one call. */
const gatherMilliseconds = 500;
const mostFolders = 20_000;

export type WatchedFolders = FolderChanges & {
  /** From now on, also in this folder; what is called there for a project is one, else all that happens is the project's. */
  readonly add: (folder: string, project: ProjectName | null) => void;
};

/**
 * Folders one by one, those of the projects that are watched and the ones above: the whole tree of a mirror would be more
 * than inotify has watches for. Telling is a courtesy; what is missed is found when the project has its turn.
 */
export function openWatchedFolders(): WatchedFolders {
  const watched = new Map<string, { readonly watcher: FSWatcher; readonly inode: number }>();
  const changed = new Set<ProjectName>();
  let told: Parameters<FolderChanges['listen']>[0] | null = null;
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    timer = undefined;
    const projects = [...changed];
    changed.clear();
    told?.changed(projects);
  };
  const note = (projects: readonly ProjectName[]): void => {
    for (const project of projects) changed.add(project);
    if (projects.length > 0) timer ??= setTimeout(tell, gatherMilliseconds);
  };
  const drop = (folder: string): void => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };

  const add: WatchedFolders['add'] = (folder, project) => {
    const facts = statSync(folder, { throwIfNoEntry: false });
    // A folder that was made anew under its name is another one.
    if (told === null || facts === undefined || watched.get(folder)?.inode === facts.ino) return;
    drop(folder);
    if (watched.size >= mostFolders)
      return told.trouble(`more than ${mostFolders} folders are to be watched`);
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) =>
        note(project === null ? projectsCalled(name ?? '') : [project]),
      );
      watcher.on('error', () => drop(folder));
      watched.set(folder, { watcher, inode: facts.ino });
    } catch (error) {
      told.trouble(`${folder} can't be watched: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return {
    add,
    listen: (listener) => {
      told = listener;
      return {
        [Symbol.dispose]: () => {
          told = null;
          clearTimeout(timer);
          timer = undefined;
          for (const folder of watched.keys()) drop(folder);
        },
      };
    },
  };
}

/** Of an sdist, or of a project's folder. */
function projectsCalled(name: string): readonly ProjectName[] {
  const sdist = parseSdistFilename(basename(name));
  if (sdist.ok) return sdist.value.claims.map(({ project }) => project);
  const project = parseProjectName(name);
  return project.ok ? [project.value] : [];
}
