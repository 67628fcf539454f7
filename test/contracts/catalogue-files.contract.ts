import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { ImageRecord } from '../../src/farm/records.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { addBuildOf, bookworm, indexFileOf, projectNamed, trixie, wheelOf } from './catalogue-samples.ts';

/** What every catalogue promises of the served index, images and tokens. */
export function describeCatalogueOfFiles(kind: string, open: OpenCatalogue): void {
  describeIndex(kind, open);
  describeImages(kind, open);
  describeTokens(kind, open);
}

const demo = projectNamed('demo');

function describeIndex(kind: string, open: OpenCatalogue): void {
  describe(`the index of a catalogue ${kind}`, () => {
    it('never changes the hash of a file name within a node', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const file = indexFileOf(id, { node: bookworm, name: 'demo', version: '1.0' });
      const other = { ...file, sha256: sha256Of('other bytes') };
      expect(await house.catalogue.publishFile(file)).toBe('published');
      expect(await house.catalogue.publishFile(file)).toBe('known');
      expect(await house.catalogue.publishFile(other)).toBe('taken');
      expect(await house.catalogue.publishFile({ ...other, node: trixie })).toBe('published');
      expect(await house.catalogue.listFiles({ nodes: [bookworm], project: demo })).toEqual([file]);
    });

    it('takes one of two files of the same name that come at once', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const files = ['one', 'two'].map((content) =>
        indexFileOf(id, { node: bookworm, name: 'demo', version: '1.0', content }),
      );
      const answers = await Promise.all(files.map((file) => house.catalogue.publishFile(file)));
      expect(answers.toSorted()).toEqual(['published', 'taken']);
    });

    it('lists the files of a project with the newest version last', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      for (const version of ['1.10', '1.9', '2.0rc1', '2.0', '1.9.post1']) {
        await house.catalogue.publishFile(indexFileOf(id, { node: bookworm, name: 'demo', version }));
      }
      await house.catalogue.publishFile(indexFileOf(id, { node: bookworm, name: 'other', version: '1' }));
      const files = await house.catalogue.listFiles({ nodes: [bookworm], project: demo });
      expect(files.map((file) => file.version)).toEqual(['1.9', '1.9.post1', '1.10', '2.0rc1', '2.0']);
    });

    it('lists a name that stands in several nodes from the first of them', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const own = indexFileOf(id, { node: bookworm, name: 'demo', version: '1.0', content: 'own' });
      const shared = indexFileOf(id, { node: 'pure', name: 'demo', version: '1.0', content: 'shared' });
      const more = indexFileOf(id, { node: 'pure', name: 'demo', version: '2.0' });
      for (const file of [shared, own, more]) await house.catalogue.publishFile(file);
      const list = (nodes: readonly string[]) => house.catalogue.listFiles({ nodes, project: demo });
      expect(await list([bookworm, 'pure'])).toEqual([own, more]);
      expect(await list(['pure', bookworm])).toEqual([shared, more]);
      expect(await list([trixie])).toEqual([]);
      expect(await list([])).toEqual([]);
    });

    it('names each project once, in order', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      for (const [node, name, version] of [
        [bookworm, 'zope', '1'],
        [bookworm, 'demo', '1'],
        [bookworm, 'demo', '2'],
        ['pure', 'demo', '1'],
        [trixie, 'attrs', '1'],
      ] as const) {
        await house.catalogue.publishFile(indexFileOf(id, { node, name, version }));
      }
      expect(await house.catalogue.listProjects([bookworm, 'pure'])).toEqual(['demo', 'zope']);
      expect(await house.catalogue.listProjects([trixie])).toEqual(['attrs']);
      expect(await house.catalogue.listProjects([])).toEqual([]);
    });

    it('finds a file by hash and name together only', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const file = indexFileOf(id, { node: 'pure', name: 'demo', version: '1.0' });
      await house.catalogue.publishFile(file);
      expect(await house.catalogue.findFile(file.sha256, file.filename)).toEqual(file);
      expect(await house.catalogue.findFile(file.sha256, 'demo-2.0-py3-none-any.whl')).toBeNull();
      expect(await house.catalogue.findFile(sha256Of('x'), file.filename)).toBeNull();
    });

    it('tells of each change to what a node shows of a project, and of nothing else', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const told: string[] = [];
      house.catalogue.onIndexChange(({ node, project }) => void told.push(`${node} ${project}`));
      const file = indexFileOf(id, { node: bookworm, name: 'demo', version: '1.0' });
      await house.catalogue.publishFile(file);
      await house.catalogue.publishFile(file);
      await house.catalogue.publishFile({ ...file, sha256: sha256Of('taken') });
      expect(told).toEqual([`${bookworm} demo`]);
      await house.catalogue.yankFile(file, 'broken');
      await house.catalogue.yankFile({ node: trixie, filename: file.filename }, 'not there');
      await house.catalogue.setProjectStatus(
        { node: 'pure', project: demo },
        { status: 'archived', reason: null },
      );
      expect(told).toEqual([`${bookworm} demo`, `${bookworm} demo`, 'pure demo']);
    });

    it('keeps a file that was not built here, with who sent it', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const built = indexFileOf(id, { node: 'pure', name: 'demo', version: '1.0' });
      const uploaded = { ...built, build: null, uploadedBy: 'team a' };
      await house.catalogue.addWheel(wheelOf('demo'), null, 1);
      expect(await house.catalogue.publishFile(uploaded)).toBe('published');
      expect(await house.catalogue.findFileIn('pure', built.filename)).toEqual(uploaded);
      expect(await house.catalogue.findFileIn(bookworm, built.filename)).toBeNull();
      expect(await house.catalogue.findWheel(wheelOf('demo').sha256)).toEqual(wheelOf('demo'));
    });

    it('takes a file back for a reason, and the reason back', async () => {
      await using house = await open();
      const { id } = await addBuildOf(house.catalogue, 'demo');
      const file = indexFileOf(id, { node: bookworm, name: 'demo', version: '1.0' });
      await house.catalogue.publishFile(file);
      const list = () => house.catalogue.listFiles({ nodes: [bookworm], project: demo });
      expect(await house.catalogue.yankFile(file, 'broken')).toBe(true);
      expect(await list()).toEqual([{ ...file, yanked: 'broken' }]);
      expect(await house.catalogue.yankFile(file, null)).toBe(true);
      expect(await list()).toEqual([file]);
      expect(await house.catalogue.yankFile({ ...file, node: 'pure' }, 'broken')).toBe(false);
    });

    it('has the status of a project from the first node that says one', async () => {
      await using house = await open();
      const find = (nodes: readonly string[]) => house.catalogue.findProjectStatus({ nodes, project: demo });
      expect(await find([bookworm, 'pure'])).toBeNull();
      const archived = { status: 'archived', reason: 'see demo2' } as const;
      await house.catalogue.setProjectStatus({ node: 'pure', project: demo }, archived);
      expect(await find([bookworm, 'pure'])).toEqual(archived);
      const active = { status: 'active', reason: null } as const;
      await house.catalogue.setProjectStatus({ node: bookworm, project: demo }, active);
      expect(await find([bookworm, 'pure'])).toEqual(active);
      expect(await find(['pure'])).toEqual(archived);
      expect(await find([])).toBeNull();
    });
  });
}

const seen = (identity: string, recordedAt: number): ImageRecord => ({
  target: bookworm,
  flavour: 'build',
  osPackages: [],
  identity: sha256Of(identity),
  factsBlob: sha256Of(`facts of ${identity}`),
  recordedAt,
});

function describeImages(kind: string, open: OpenCatalogue): void {
  describe(`images of a catalogue ${kind}`, () => {
    it('have a latest: the plain one that was seen last, also when it had been seen before', async () => {
      await using house = await open();
      expect(await house.catalogue.findLatestImage(bookworm, 'build')).toBeNull();
      await house.catalogue.recordImage(seen('old', 1));
      await house.catalogue.recordImage(seen('new', 2));
      await house.catalogue.recordImage({ ...seen('with packages', 3), osPackages: ['libxml2-dev'] });
      await house.catalogue.recordImage({ ...seen('runtime', 4), flavour: 'runtime' });
      expect(await house.catalogue.findLatestImage(bookworm, 'build')).toEqual(seen('new', 2));
      await house.catalogue.recordImage(seen('old', 5));
      expect(await house.catalogue.findLatestImage(bookworm, 'build')).toEqual(seen('old', 5));
      expect(await house.catalogue.findLatestImage(trixie, 'build')).toBeNull();
    });

    it('are new once', async () => {
      await using house = await open();
      expect(await house.catalogue.recordImage(seen('old', 1))).toEqual({ isNew: true });
      expect(await house.catalogue.recordImage(seen('new', 2))).toEqual({ isNew: true });
      expect(await house.catalogue.recordImage(seen('old', 3))).toEqual({ isNew: false });
      const other = { ...seen('old', 4), target: trixie };
      expect(await house.catalogue.recordImage(other)).toEqual({ isNew: true });
    });

    it('do not grow older when reports come late', async () => {
      await using house = await open();
      await house.catalogue.recordImage(seen('new', 9));
      await house.catalogue.recordImage(seen('old', 8));
      await house.catalogue.recordImage(seen('new', 7));
      expect(await house.catalogue.findLatestImage(bookworm, 'build')).toEqual(seen('new', 9));
    });
  });
}

function describeTokens(kind: string, open: OpenCatalogue): void {
  describe(`tokens of a catalogue ${kind}`, () => {
    const hash = sha256Of('secret');

    it('are found by their hash until they are removed, and their number is never given again', async () => {
      await using house = await open();
      const token = await house.catalogue.addToken({ name: 'ci', scopes: ['build', 'upload'], hash, at: 7 });
      expect(token).toEqual({
        id: token.id,
        name: 'ci',
        scopes: ['build', 'upload'],
        createdAt: 7,
        lastUsedAt: null,
      });
      expect(await house.catalogue.findToken(hash)).toEqual(token);
      expect(await house.catalogue.listTokens()).toEqual([token]);
      expect(await house.catalogue.removeToken(token.id)).toBe(true);
      expect(await house.catalogue.removeToken(token.id)).toBe(false);
      expect(await house.catalogue.findToken(hash)).toBeNull();
      const next = await house.catalogue.addToken({ name: 'ci', scopes: [], hash, at: 8 });
      expect(next.id).toBeGreaterThan(token.id);
    });

    it('remember when they were last used', async () => {
      await using house = await open();
      const { id } = await house.catalogue.addToken({ name: 'ci', scopes: ['admin'], hash, at: 7 });
      await house.catalogue.touchToken(id, 20);
      await house.catalogue.touchToken(id, 10);
      expect((await house.catalogue.findToken(hash))?.lastUsedAt).toBe(20);
    });

    it('are never two with the same hash', async () => {
      await using house = await open();
      const token = { name: 'ci', scopes: ['admin'], hash, at: 7 } as const;
      await house.catalogue.addToken(token);
      await expect(house.catalogue.addToken(token)).rejects.toThrow('UNIQUE');
    });
  });
}
