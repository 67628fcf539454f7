import type { Limits } from '../domain/limits.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { ProjectName } from '../domain/release.ts';
import type { Catalogue } from './catalogue-port.ts';
import type { Errands } from './errands.ts';
import type { FetchPorts } from './fetch-sdist.ts';
import type { SchedulerEvent } from './scheduler-event.ts';
import type { Clock, Dispatcher, TargetTable } from './ports.ts';
import type { RequestPorts } from './request-builds.ts';

/** What deciding what happens next needs. */
export type SchedulerPorts = FetchPorts &
  RequestPorts & {
    readonly catalogue: Catalogue;
    readonly dispatcher: Dispatcher;
    readonly clock: Clock;
    readonly targets: TargetTable;
    readonly recipes: ReadonlyMap<ProjectName, Recipe>;
    readonly limits: Limits;
    /** The most memory that one build may get. */
    readonly mostMemoryBytes: number;
    /** Whether a build requirement that can't be had may be met by another version, as a last resort. */
    readonly loosensBounds: boolean;
    readonly errands: Errands;
    readonly report: (event: SchedulerEvent) => void;
  };
