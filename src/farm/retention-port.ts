import type { ProjectName } from '../domain/release.ts';

/** What the catalogue knows of files that indexes show no more. */
export interface Retention {
  /** Projects with files that bear a build tag, by node: only they have files that another goes before. */
  listRebuiltProjects(): Promise<readonly { readonly node: string; readonly project: ProjectName }[]>;
  /**
   * Takes a file out of a node; its name stays bound to its hash. False when it is not there, a build that succeeded
   * names it, or it is on its way to a publisher.
   */
  retireFile(file: { readonly node: string; readonly filename: string }, at: number): Promise<boolean>;
}
