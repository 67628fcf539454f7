import type { ProjectName } from '../domain/release.ts';
import type { DemandLook } from './demand-look.ts';
import type { Clock } from './ports.ts';

/** Looks for projects upstream, each once for all who ask at about the same time, and what came of the latest. */
export type DemandLooks = {
  /** What is known; `looking`: it is being looked for. Null: nothing, or nothing that still counts. */
  readonly find: (node: string, project: ProjectName) => DemandLook | 'looking' | null;
  /** Begins to look; false: too many looks are under way. */
  readonly begin: (node: string, look: { project: ProjectName; run: () => Promise<DemandLook> }) => boolean;
} & AsyncDisposable;

/** Few, because an upstream's page may be large, and has to be in memory whole. */
const mostAtOnce = 4;
const mostWaiting = 200;
const mostKept = 10_000;

/** Briefly: what an upstream lacks today it may have in some minutes. */
const keptMilliseconds: Readonly<Record<DemandLook['kind'], number>> = {
  asked: 60_000,
  unknown: 300_000,
  'nothing-fits': 300_000,
  refused: 300_000,
  trouble: 15_000,
  'queue-full': 2_000,
};

export function openDemandLooks(options: {
  readonly clock: Clock;
  /** The farm itself is not in order. */
  readonly report: (error: unknown) => void;
}): DemandLooks {
  const { clock, report } = options;
  const kept = new Map<string, { readonly look: DemandLook; readonly until: number }>();
  const looking = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let atWork = 0;
  let isClosed = false;

  const keep = (key: string, look: DemandLook): void => {
    kept.delete(key);
    kept.set(key, { look, until: clock() + keptMilliseconds[look.kind] });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
  };
  const turn = async (): Promise<void> => {
    if (atWork >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    atWork += 1;
  };
  const lookInTurn = async (key: string, run: () => Promise<DemandLook>): Promise<void> => {
    await turn();
    try {
      if (!isClosed) keep(key, await run());
    } catch (error) {
      report(error);
      keep(key, { kind: 'trouble', sentence: 'the farm could not look for it' });
    } finally {
      atWork -= 1;
      waiting.shift()?.();
    }
  };

  return {
    find: (node, project) => {
      const key = keyOf(node, project);
      if (looking.has(key)) return 'looking';
      const known = kept.get(key);
      return known === undefined || known.until <= clock() ? null : known.look;
    },
    begin: (node, { project, run }) => {
      if (looking.size >= mostAtOnce + mostWaiting) return false;
      const key = keyOf(node, project);
      looking.set(
        key,
        lookInTurn(key, run).finally(() => looking.delete(key)),
      );
      return true;
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all(looking.values());
    },
  };
}

const keyOf = (node: string, project: ProjectName): string => `${node} ${project}`;
