import { describe, expect, it } from 'vitest';
import { watchListBody, watchListOf } from '../../src/domain/watch-list-schema.ts';
import type { WatchedProject, WatchedRelease } from '../../src/farm/records.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { projectNamed, releaseOf } from './catalogue-samples.ts';

const project = projectNamed('demo');
const page: WatchedProject = {
  upstream: 'pypi',
  project,
  etag: '"x"',
  serial: 7,
  rules: '[]',
  lookedAt: 1,
  dueAt: 2,
  eventAt: null,
  problem: null,
  faults: 0,
};
const release: WatchedRelease = {
  upstream: 'pypi',
  ...releaseOf('demo', '1.0'),
  seenAt: 5,
  state: 'taken',
  isYanked: false,
  words: null,
  indexedAt: null,
};

/** What every catalogue promises of what is watched. */
export function describeWatching(kind: string, open: OpenCatalogue): void {
  describe(`what a catalogue ${kind} remembers of upstreams`, () => {
    it('is the last look at each project', async () => {
      await using house = await open();
      await house.catalogue.keepWatchedProject(page);
      const later = { ...page, etag: null, problem: 'away', faults: 3, eventAt: 9 };
      await house.catalogue.keepWatchedProject(later);
      expect(await house.catalogue.listWatchedProjects('pypi')).toEqual([later]);
      expect(await house.catalogue.listWatchedProjects('other')).toEqual([]);
    });

    it('is each release with the first time that it was seen, until it is in the index', async () => {
      await using house = await open();
      await house.catalogue.keepWatchedRelease(release);
      await house.catalogue.keepWatchedRelease({ ...release, seenAt: 99, isYanked: true });
      const yanked = { ...release, isYanked: true };
      expect(await house.catalogue.listWatchedReleases({ upstream: 'pypi', project })).toEqual([yanked]);
      expect(await house.catalogue.listUnindexedReleases(project)).toEqual([yanked]);
      await house.catalogue.markIndexed(release, 12);
      expect(await house.catalogue.listUnindexedReleases(project)).toEqual([]);
      expect(await house.catalogue.listWatchedReleases({ upstream: 'pypi', project })).toEqual([
        { ...yanked, indexedAt: 12 },
      ]);
    });

    it('is up to where a changelog was read, which counts for its own address only', async () => {
      await using house = await open();
      const of = { upstream: 'pypi', url: 'https://pypi.example/pypi' };
      expect(await house.catalogue.findChangelogSerial(of)).toBeNull();
      for (const serial of [5, 40_000_000_000]) await house.catalogue.keepChangelogSerial({ ...of, serial });
      expect(await house.catalogue.findChangelogSerial(of)).toBe(40_000_000_000);
      const elsewhere = { ...of, url: 'https://other.example/pypi' };
      expect(await house.catalogue.findChangelogSerial(elsewhere)).toBeNull();
    });

    it('is every list as it was made last', async () => {
      await using house = await open();
      const lists = ['latest', '>=1'].map((versions) =>
        watchListOf('team', watchListBody.parse({ projects: { demo: versions } })),
      );
      for (const list of lists) await house.catalogue.putWatchList(list, 1);
      expect(await house.catalogue.listWatchLists()).toEqual(lists.slice(1));
      expect([
        await house.catalogue.removeWatchList('team'),
        await house.catalogue.removeWatchList('team'),
      ]).toEqual([true, false]);
    });
  });
}
