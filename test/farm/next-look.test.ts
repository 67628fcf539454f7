import { expect, test } from 'vitest';
import type { ProjectName } from '../../src/domain/release.ts';
import { afterLook, afterTrouble } from '../../src/farm/next-look.ts';
import type { WatchedProject } from '../../src/farm/records.ts';

const project: WatchedProject = {
  upstream: 'world',
  project: 'lxml' as ProjectName,
  etag: '"one"',
  serial: 1,
  rules: 'all',
  lookedAt: 0,
  dueAt: 1000,
  eventAt: null,
  problem: null,
  faults: 0,
};
const page = { kind: 'page', etag: '"two"', serial: 2, releases: [] } as const;
const turns = { every: 60_000, chance: () => 0.5, at: 5000, eventAt: null, rules: 'all', made: 0 };

test.each([
  ['a page that is as it was is looked at after a whole turn', { kind: 'unchanged' }, null, 0, 65_000],
  ['a page that shows nothing new after an event is looked at soon again', page, 4000, 0, 6000],
  ['and then ever later', page, 4000, 3, 35_000],
  ['until it is let be', page, 4000, 5, 65_000],
] as const)('%s', (_title, look, eventAt, lateLooks, dueAt) => {
  const after = afterLook({ project: { ...project, eventAt }, lateLooks }, { ...turns, eventAt, look });
  expect(after.project.dueAt).toBe(dueAt);
  expect(after.project.eventAt).toBe(dueAt === 65_000 ? null : eventAt);
});

test('an event that came while the page was looked at has it looked at again at once', () => {
  const after = afterLook({ project, lateLooks: 0 }, { ...turns, eventAt: 5500, look: page });
  expect(after.project).toMatchObject({ dueAt: 5000, eventAt: 5500, etag: '"two"', serial: 2 });
});

test('after trouble nothing that was known is lost, and the next page is read whatever its etag', () => {
  const after = afterTrouble(
    { project: { ...project, faults: 2 }, lateLooks: 1 },
    { ...turns, problem: 'is down' },
  );
  expect(after.project).toMatchObject({ etag: null, serial: 1, rules: 'all', problem: 'is down', faults: 3 });
  expect(after.project.dueAt).toBeGreaterThan(turns.at);
  expect(after.lateLooks).toBe(1);
});
