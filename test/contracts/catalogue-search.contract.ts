import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { BuildId } from '../../src/domain/build-state.ts';
import {
  addBuildOf,
  bookworm,
  indexFileOf,
  nextAttempt,
  projectNamed,
  queued,
  releaseOf,
  sdistOf,
} from './catalogue-samples.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';

/* What every catalogue promises of what is found in it. */

export function describeSearch(kind: string, open: OpenCatalogue): void {
  describe(`a search in a catalogue ${kind}`, () => {
    it('finds projects by how their name begins, then by what it has within, each once', async () => {
      await using house = await open();
      for (const name of ['types-lxml', 'lxml', 'lxml-stubs', 'yarl'])
        await addBuildOf(house.catalogue, name);
      const find = (name: string, limit = 9) => house.catalogue.searchProjects({ name, limit });
      expect(await find('lxml')).toEqual(['lxml', 'lxml-stubs', 'types-lxml']);
      expect(await find('lxml', 2)).toEqual(['lxml', 'lxml-stubs']);
      expect(await find('lx')).toEqual(['lxml', 'lxml-stubs']);
      expect(await find('xml-st')).toEqual(['lxml-stubs']);
      expect(await find('numpy')).toEqual([]);
    });

    it('finds a project of which there is only a file that was uploaded ready-made', async () => {
      await using house = await open();
      const file = indexFileOf(1 as BuildId, { node: 'pure', name: 'ready-made', version: '1.0' });
      await house.catalogue.publishFile({ ...file, build: null, uploadedBy: 'anna' });
      expect(await house.catalogue.searchProjects({ name: 'ready', limit: 9 })).toEqual(['ready-made']);
    });

    it('finds the builds of a project by how the version begins, newest first', async () => {
      await using house = await open();
      for (const version of ['5.2', '5.3.0', '5.3.1', '6.0']) {
        const sdist = { ...sdistOf('lxml', version), release: releaseOf('lxml', version) };
        await house.catalogue.addSdist(sdist, 1);
        const wish = { release: sdist.release, sdist: sdist.sha256, priority: 10, requestedBy: 'anna' };
        await house.catalogue.addBuild({ ...wish, target: bookworm, state: queued }, 1);
      }
      const found = await house.catalogue.searchReleases({
        project: projectNamed('lxml'),
        version: '5.3',
        limit: 9,
      });
      expect(found.map(({ release }) => release.version)).toEqual(['5.3.1', '5.3.0']);
    });

    it('finds builds by words of what they failed of, newest first, and no longer once they go on', async () => {
      await using house = await open();
      const one = await fail(house.catalogue, 'one', missing('yaml.h'));
      const two = await fail(house.catalogue, 'two', missing('yaml.h'));
      await fail(house.catalogue, 'three', missing('Python.h'));
      const find = async (...words: readonly string[]) =>
        (await house.catalogue.searchFailures({ words, limit: 9 })).map(({ id }) => id);
      expect(await find('YAML.H')).toEqual([two, one]);
      expect(await find('yaml', 'header')).toEqual([two, one]);
      expect(await find('such file', 'yaml')).toEqual([two, one]);
      expect(await find('yaml', 'python')).toEqual([]);
      // Also by what has failed, and where.
      expect(await find('one', 'yaml')).toEqual([one]);
      expect(await find('debian-12', 'two')).toEqual([two]);
      expect((await house.catalogue.searchFailures({ words: ['header'], limit: 1 })).length).toBe(1);
      await house.catalogue.moveBuild(two, { from: 'failed', to: queued, at: 4 });
      expect(await find('yaml.h')).toEqual([one]);
      await house.catalogue.addAttempt(two, nextAttempt);
      expect(await find('yaml.h')).toEqual([one]);
    });

    it('takes words for nothing but words', async () => {
      await using house = await open();
      await fail(house.catalogue, 'one', { kind: 'backend-error', message: 'a "quoted" *word*', line: '' });
      const find = async (...words: readonly string[]) =>
        (await house.catalogue.searchFailures({ words, limit: 9 })).length;
      expect(await find('"quoted"')).toBe(1);
      expect(await find('*word*')).toBe(1);
      for (const hostile of [
        'quot*',
        'text:quoted',
        'quoted OR nothing',
        '^quoted',
        '"""',
        "'; drop",
        'a\0bc',
      ])
        expect([hostile, await find(hostile)]).toEqual([hostile, 0]);
      expect(await find('qu', 'ab')).toBe(0);
    });
  });
}

const missing = (header: string): Failure => ({
  kind: 'missing-header',
  header,
  line: `fatal error: ${header}: No such file`,
});

async function fail(catalogue: Catalogue, name: string, failure: Failure): Promise<BuildId> {
  const { id } = await addBuildOf(catalogue, name);
  await catalogue.moveBuild(id, { from: 'queued', to: { name: 'failed', failure, inputs: null }, at: 3 });
  return id;
}
