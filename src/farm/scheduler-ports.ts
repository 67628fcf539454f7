import type { Limits } from '../domain/limits.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { ProjectName } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Clock, Dispatcher, TargetTable } from './ports.ts';

/** What deciding what happens next needs. */
export type SchedulerPorts = {
  readonly catalogue: Catalogue;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly targets: TargetTable;
  readonly recipes: ReadonlyMap<ProjectName, Recipe>;
  readonly limits: Limits;
};
