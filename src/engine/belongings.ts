import { farmLabel, markLabel, workerLabel } from './labels.ts';

/** Whose containers these are. */
export type Owner = { readonly farm: string; readonly worker: string };

export type Labels = Readonly<Record<string, string>>;

/** The containers that this process works with now. */
export type Belongings = Owner & {
  /** Labels for one container, known before it is made: an engine that breaks off may have made it all the same. */
  readonly claim: () => { readonly labels: Labels } & Disposable;
  /** Whether a container with these labels is this worker's, but one that it works with no more. */
  readonly isLeftOver: (labels: Labels) => boolean;
};

export function openBelongings(owner: Owner, newMark: () => string): Belongings {
  const marks = new Set<string>();
  return {
    ...owner,
    claim: () => {
      const mark = newMark();
      marks.add(mark);
      return {
        labels: { [farmLabel]: owner.farm, [workerLabel]: owner.worker, [markLabel]: mark },
        [Symbol.dispose]: () => void marks.delete(mark),
      };
    },
    isLeftOver: (labels) => labels[workerLabel] === owner.worker && !marks.has(labels[markLabel] ?? ''),
  };
}
