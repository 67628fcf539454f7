import { describe, expect, it } from 'vitest';
import { parse } from 'node-html-parser';
import { IndexNodeList } from '../../src/http/contract/index-node.ts';
import { Problem } from '../../src/http/contract/problem.ts';
import { SimpleProject, SimpleProjects } from '../../src/http/contract/simple-index.ts';
import { bookworm, openFarm, type FarmUnderTest } from './farm-under-test.ts';
import { publish } from './publish.ts';
import { threeLevels } from './three-levels.ts';

const accept = 'application/vnd.pypi.simple.v1+json';

const openTree = () => openFarm({ indexes: threeLevels() });
const target = bookworm.name;

async function pageOf(farm: FarmUnderTest, path: string): Promise<SimpleProject> {
  const reply = await farm.ask(`/index/${path}/`, { headers: { accept } });
  return SimpleProject.parse(await reply.json());
}

const yank = (farm: FarmUnderTest, path: string, json: unknown, token = farm.tokens.admin) =>
  farm.ask(`/api/index/${path}/yank`, { method: 'PUT', token, json });

const setStatus = (farm: FarmUnderTest, path: string, json: unknown) =>
  farm.ask(`/api/index/${path}/status`, { method: 'PUT', token: farm.tokens.admin, json });

describe('an index of several levels', () => {
  it('shows the files of all its bases, and of two with one name the nearest', async () => {
    await using farm = await openTree();
    const far = await publish(farm, { node: 'oss', name: 'six', target });
    const near = await publish(farm, { node: 'team-a', name: 'six', target });
    await publish(farm, { node: 'bookworm', name: 'six', version: '2.0', target });
    const shown = await pageOf(farm, 'team-a/simple/six');
    expect(shown.files.map(({ hashes, _wheelyard: { index } }) => [index, hashes.sha256])).toEqual([
      ['team-a', near.sha256],
      ['bookworm', expect.any(String)],
    ]);
    expect(shown.versions).toEqual(['1.0', '2.0']);
    expect((await pageOf(farm, 'trixie/simple/six')).files.map(({ hashes }) => hashes.sha256)).toEqual([
      far.sha256,
    ]);
  });

  it('answers for an internal project from its own node and from no other, wherever somebody asks', async () => {
    await using farm = await openTree();
    const own = await publish(farm, { node: 'team-a', name: 'acme-core', target });
    await publish(farm, { node: 'oss', name: 'acme-core', version: '99.0', target });
    const shown = await pageOf(farm, 'team-a/simple/acme-core');
    expect(shown.files.map(({ hashes }) => hashes.sha256)).toEqual([own.sha256]);
    for (const node of ['oss', 'bookworm', 'trixie']) {
      const reply = await farm.ask(`/index/${node}/simple/acme-core/`, { headers: { accept } });
      expect(reply.status).toBe(404);
      expect(Problem.parse(await reply.json()).detail).toContain(
        'an internal project, which this index does not',
      );
      const list = await farm.ask(`/index/${node}/simple/`, { headers: { accept } });
      expect(SimpleProjects.parse(await list.json()).projects).toEqual([]);
    }
    const list = await farm.ask('/index/team-a/simple/', { headers: { accept } });
    expect(SimpleProjects.parse(await list.json()).projects).toEqual([{ name: 'acme-core' }]);
  });

  it('shows a change in a base at once, also where the page lay ready', async () => {
    await using farm = await openTree();
    await publish(farm, { node: 'oss', name: 'six', target });
    const countFiles = async () => (await pageOf(farm, 'team-a/simple/six')).files.length;
    expect([await countFiles(), await countFiles()]).toEqual([1, 1]);
    await publish(farm, { node: 'oss', name: 'six', version: '2.0', target });
    expect(await countFiles()).toBe(2);
  });

  it('is told as data', async () => {
    await using farm = await openTree();
    const { indexes } = IndexNodeList.parse(await (await farm.ask('/api/indexes')).json());
    expect(indexes.at(-1)).toEqual({
      name: 'team-a',
      path: '/index/team-a/simple/',
      bases: ['bookworm'],
      chain: ['team-a', 'bookworm', 'oss'],
      targets: [bookworm.name],
      isPure: false,
      pins: { 'acme-core': 'team-a' },
      onDemand: null,
    });
    const { indexPath } = (await (await farm.ask(`/api/targets/${target}`)).json()) as { indexPath: string };
    expect(indexPath).toBe('/index/bookworm/simple/');
  });
});

describe('a file that is taken back', () => {
  it('is shown as yanked with its reason (PEP 592), until it is given again', async () => {
    await using farm = await openTree();
    const { filename } = await publish(farm, { node: 'oss', name: 'six', target });
    const yankedIn = async (node: string) => (await pageOf(farm, `${node}/simple/six`)).files[0]?.yanked;
    expect(await yankedIn('team-a')).toBe(false);
    expect((await yank(farm, `oss/files/${filename}`, { reason: 'wrong "licence"' })).status).toBe(200);
    expect(await yankedIn('team-a')).toBe('wrong "licence"');
    const link = parse(await (await farm.ask('/index/oss/simple/six/')).text()).querySelector('a');
    expect(link?.getAttribute('data-yanked')).toBe('wrong "licence"');
    await yank(farm, `oss/files/${filename}`, {});
    expect(await yankedIn('oss')).toBe(true);
    const path = `/api/index/oss/files/${filename}/yank`;
    await farm.ask(path, { method: 'DELETE', token: farm.tokens.admin });
    expect(await yankedIn('oss')).toBe(false);
  });

  it('must be named where it lies', async () => {
    await using farm = await openTree();
    const { filename } = await publish(farm, { node: 'oss', name: 'six', target });
    const reply = await yank(farm, `team-a/files/${filename}`, {});
    expect([reply.status, Problem.parse(await reply.json()).detail]).toEqual([
      404,
      `${filename} is not in team-a itself, but in oss, which it inherits`,
    ]);
    expect((await yank(farm, 'oss/files/other.whl', {})).status).toBe(404);
    expect((await yank(farm, `nowhere/files/${filename}`, {})).status).toBe(404);
    expect((await yank(farm, `oss/files/${filename}`, { reason: 'two\nlines' })).status).toBe(400);
    expect((await yank(farm, `oss/files/${filename}`, {}, farm.tokens.build)).status).toBe(403);
  });
});

describe('the status of a project (PEP 792)', () => {
  it('is active unless told, and is shown with its reason in both forms', async () => {
    await using farm = await openTree();
    await publish(farm, { node: 'oss', name: 'six', target });
    expect((await pageOf(farm, 'team-a/simple/six'))['project-status']).toEqual({ status: 'active' });
    const said = { status: 'deprecated', reason: 'Python 2 is gone' };
    expect((await setStatus(farm, 'oss/projects/Six', said)).status).toBe(200);
    const shown = await pageOf(farm, 'team-a/simple/six');
    expect([shown['project-status'], shown.files.length]).toEqual([said, 1]);
    const html = parse(await (await farm.ask('/index/team-a/simple/six/')).text());
    const metaOf = (name: string) => html.querySelector(`meta[name="${name}"]`)?.getAttribute('content');
    expect(metaOf('pypi:repository-version')).toBe('1.4');
    expect(metaOf('pypi:project-status')).toBe('deprecated');
    expect(metaOf('pypi:project-status-reason')).toBe('Python 2 is gone');
    expect((await setStatus(farm, 'oss/projects/six', { status: 'dead' })).status).toBe(400);
  });

  it('quarantined offers no file, neither in the page nor by its address', async () => {
    await using farm = await openTree();
    const { sha256, filename } = await publish(farm, { node: 'oss', name: 'six', target });
    await setStatus(farm, 'oss/projects/six', { status: 'quarantined', reason: 'malware' });
    const shown = await pageOf(farm, 'team-a/simple/six');
    expect([shown.files, shown['project-status'].status]).toEqual([[], 'quarantined']);
    const file = await farm.ask(`/files/${sha256}/${filename}`);
    expect([file.status, Problem.parse(await file.json()).detail]).toEqual([
      403,
      'six is quarantined in oss: malware',
    ]);
    await setStatus(farm, 'oss/projects/six', { status: 'active' });
    expect((await farm.ask(`/files/${sha256}/${filename}`)).status).toBe(200);
  });
});
