import type { ProjectName, Version } from '../domain/release.ts';
import type { Sha256 } from '../domain/sha256.ts';
import type { Build, IndexFile, ProjectStatus } from './records.ts';

/** What the catalogue knows of one project, and which projects an index has; each a bounded look. */
export interface Projects {
  /** Every version that the farm has an sdist or a file of, in no order. */
  listVersions(project: ProjectName): Promise<readonly Version[]>;
  /** What there is of these versions, in no order. */
  listReleases(of: {
    readonly project: ProjectName;
    readonly versions: readonly Version[];
  }): Promise<KnownReleases>;
  /** What each of the nodes says of a project. */
  listProjectStatuses(of: {
    readonly project: ProjectName;
    readonly nodes: readonly string[];
  }): Promise<readonly (ProjectStatus & { readonly node: string })[]>;
  /** Projects that any of the nodes has files of, by name, at most `limit` behind `after`, with how many files. */
  listIndexProjects(of: {
    readonly nodes: readonly string[];
    /** A part of the name; of less than three characters, how it begins. Empty: all. */
    readonly name: string;
    readonly after: ProjectName | null;
    readonly limit: number;
  }): Promise<readonly { readonly project: ProjectName; readonly files: number }[]>;
}

type KnownReleases = {
  readonly sdists: readonly SdistSummary[];
  readonly builds: readonly Build[];
  readonly files: readonly IndexFile[];
};

/** An sdist in short. */
export type SdistSummary = {
  readonly version: Version;
  readonly sha256: Sha256;
  readonly filename: string;
  readonly sizeBytes: number;
  readonly addedAt: number;
};
