import type { ProjectName } from '../domain/release.ts';
import type { Build } from './records.ts';

/** What the catalogue finds by parts of names and texts, each by an index, however long the history is. */
export interface Search {
  /** Projects that the farm has an sdist or a file of: those that begin with the name, then those that have it within. */
  searchProjects(of: { readonly name: string; readonly limit: number }): Promise<readonly ProjectName[]>;
  /** Builds of a project whose version begins so, newest first. */
  searchReleases(of: {
    readonly project: ProjectName;
    readonly version: string;
    readonly limit: number;
  }): Promise<readonly Build[]>;
  /** Builds that have failed, by words that stand in project, version, target, or what it failed of, newest first. A word has three characters or more. */
  searchFailures(of: {
    readonly words: readonly string[];
    readonly limit: number;
  }): Promise<readonly Build[]>;
}
