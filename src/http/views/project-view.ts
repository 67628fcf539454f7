import { nodeOfTarget, nodesFor } from '../../domain/index-view.ts';
import type { IndexTree } from '../../domain/index-tree.ts';
import { compareVersions, type ProjectName, type Version } from '../../domain/release.ts';
import type { Target, TargetName } from '../../domain/target.ts';
import type { Build, IndexFile } from '../../farm/records.ts';
import type { SdistSummary } from '../../farm/project-port.ts';
import type { ProjectFileView, ProjectTargetView, ProjectView, ReleaseView } from '../contract/project.ts';
import { filePath, summarizeBuild, viewBuild } from './build-view.ts';

type Known = {
  readonly sdists: readonly SdistSummary[];
  readonly builds: readonly Build[];
  readonly files: readonly IndexFile[];
};

/** `versions`: newest first. */
export function viewReleases(versions: readonly Version[], { sdists, builds, files }: Known): ReleaseView[] {
  const sdistOf = new Map(sdists.map(({ version, ...sdist }) => [version, sdist]));
  const buildsOf = Map.groupBy(builds, ({ release }) => release.version);
  const filesOf = Map.groupBy(files, ({ version }) => version);
  return versions.map((version) => ({
    version,
    sdist: sdistOf.get(version) ?? null,
    builds: (buildsOf.get(version) ?? []).map(summarizeBuild),
    files: (filesOf.get(version) ?? []).map(viewFile),
  }));
}

const viewFile = (file: IndexFile): ProjectFileView => ({
  index: file.node,
  filename: file.filename,
  path: filePath(file.sha256, file.filename),
  sha256: file.sha256,
  sizeBytes: file.sizeBytes,
  requiresPython: file.requiresPython,
  publishedAt: file.publishedAt,
  build: file.build,
  uploadedBy: file.uploadedBy,
  yanked: file.yanked,
});

/** Where the project stands on each target on offer, and on those that have builds of it though they no longer are. */
export function viewTargets(
  farm: { readonly offered: readonly Target[]; readonly indexes: IndexTree },
  { project, builds, files }: Pick<Known, 'builds' | 'files'> & { readonly project: ProjectName },
): ProjectTargetView[] {
  const offered = farm.offered.map(({ name }) => name);
  const buildsOn = Map.groupBy(builds, ({ target }) => target);
  const newestOf = newestFirst(files.filter(({ filename }) => filename.endsWith('.whl')));
  return [...new Set<TargetName>([...offered, ...buildsOn.keys()])].map((name) => {
    const nodes = nodesFor(farm.indexes, { node: nodeOfTarget(farm.indexes, name), project });
    const wheel = newestOf.find(({ node, yanked }) => nodes.includes(node) && yanked === null);
    const [build] = (buildsOn.get(name) ?? []).toSorted((one, other) =>
      compareVersions(other.release.version, one.release.version),
    );
    return {
      name,
      isOffered: offered.includes(name),
      wheel: wheel === undefined ? null : { version: wheel.version, filename: wheel.filename },
      build: build === undefined ? null : viewBuild(build),
    };
  });
}

const newestFirst = (files: readonly IndexFile[]): readonly IndexFile[] =>
  files.toSorted(
    (one, other) => compareVersions(other.version, one.version) || other.publishedAt - one.publishedAt,
  );

export const viewRequesters = (builds: readonly Build[]): ProjectView['requesters'] =>
  [...Map.groupBy(builds, ({ requestedBy }) => requestedBy)]
    .map(([name, asked]) => ({
      name,
      builds: asked.length,
      newestAt: Math.max(...asked.map(({ createdAt }) => createdAt)),
    }))
    .sort((one, other) => other.builds - one.builds || other.newestAt - one.newestAt)
    .slice(0, mostRequesters);

const mostRequesters = 50;
