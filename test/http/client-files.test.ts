import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImageSnippet } from '../../src/http/contract/image-snippet.ts';
import { attemptNamed, failedOutcome, nextAttempt } from '../contracts/catalogue-samples.ts';
import { runCli } from '../cli/run-cli.ts';
import { bookworm, openFarm, type FarmUnderTest } from './farm-under-test.ts';
import { publish } from './publish.ts';
import { threeLevels } from './three-levels.ts';

const openTree = (publicUrl?: string) =>
  openFarm({ indexes: threeLevels(), ...(publicUrl !== undefined && { publicUrl }) });
const target = bookworm.name;

describe('the configuration of a client', () => {
  it('names the index at the address that the client came by', async () => {
    await using farm = await openTree();
    expect(await (await farm.ask('/index/team-a/pip.conf')).text()).toBe(
      `[global]\nindex-url = ${farm.url}/index/team-a/simple/\n`,
    );
    expect(await (await farm.ask('/index/team-a/uv.toml')).text()).toBe(
      `[[index]]\nname = "team-a"\nurl = "${farm.url}/index/team-a/simple/"\ndefault = true\n`,
    );
    expect((await farm.ask('/index/nowhere/pip.conf')).status).toBe(404);
  });

  it('names it at the address that is configured, below its path, and trusts a host without TLS', async () => {
    await using farm = await openTree('http://wheels.example/farm');
    expect(await (await farm.ask('/index/oss/pip.conf')).text()).toBe(
      '[global]\nindex-url = http://wheels.example/farm/index/oss/simple/\ntrusted-host = wheels.example\n',
    );
    await using safe = await openTree('https://wheels.example/');
    expect(await (await safe.ask('/index/oss/pip.conf')).text()).not.toContain('trusted-host');
  });
});

/** A wheel whose verification saw that it links libraries of OS packages. */
async function publishLinked(
  farm: FarmUnderTest,
  name: string,
  linkedLibraries: Readonly<Record<string, string>>,
): Promise<string> {
  const { build, filename } = await publish(farm, { node: 'bookworm', name, target });
  await farm.catalogue.addAttempt(build, nextAttempt);
  const { evidence } = failedOutcome;
  const outcome = { kind: 'verified', evidence: { ...evidence, linkedLibraries } } as const;
  await farm.catalogue.endAttempt(attemptNamed(`${build}.1`), outcome, 1);
  return filename;
}

describe('the part of a Dockerfile', () => {
  it('has the OS packages that the wheels of requirements link, and says what it could not look up', async () => {
    await using farm = await openTree();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'wheelyard-snippet-'));
    const yaml = await publishLinked(farm, 'pyyaml', {
      'libyaml-0.so.2': 'libyaml-0-2',
      'libc.so.6': 'libc6',
    });
    await publishLinked(farm, 'lxml', { 'libxml2.so.2': 'libxml2', 'libc.so.6': 'libc6' });
    const requirements = [
      '# what we use',
      'PyYAML==1.0 \\',
      '    --hash=sha256:00',
      'lxml>=0.5  # parser',
      'numpy>=2',
      '-r other.txt',
    ].join('\n');
    const reply = await farm.ask('/api/image-snippet', {
      method: 'POST',
      token: farm.tokens.build,
      json: { target, index: 'team-a', requirements },
    });
    const snippet = ImageSnippet.parse(await reply.json());
    expect(snippet).toMatchObject({
      index: 'team-a',
      missing: ['numpy>=2'],
      skipped: ['-r other.txt'],
      unknown: [],
    });
    expect(snippet.osPackages.map(({ name }) => name)).toEqual(['libc6', 'libxml2', 'libyaml-0-2']);
    expect(snippet.osPackages.at(-1)?.files).toEqual([yaml]);

    const file = join(folder.path, 'requirements.txt');
    await writeFile(file, requirements);
    const words = ['image-snippet', '-r', file, '--target', target, '--index', 'team-a', '--url', farm.url];
    const { code, stdout, stderr } = await runCli([...words, '--token', farm.tokens.build]);
    expect([code, stdout]).toEqual([0, snippet.dockerfile]);
    expect(stderr).toContain('has no wheel for numpy>=2');
    expect(stdout.split('\n')).toEqual([
      'FROM debian',
      'RUN apt-get update \\',
      '    && apt-get install -y --no-install-recommends \\',
      '      libc6 \\',
      '      libxml2 \\',
      '      libyaml-0-2 \\',
      '      python3 \\',
      '    && rm -rf /var/lib/apt/lists/*',
      `ENV PIP_INDEX_URL=${farm.url}/index/team-a/simple/ UV_DEFAULT_INDEX=${farm.url}/index/team-a/simple/`,
      '',
    ]);
  });

  it('is refused for a target or an index that there is not', async () => {
    await using farm = await openTree();
    const ask = (json: unknown) =>
      farm.ask('/api/image-snippet', { method: 'POST', token: farm.tokens.build, json });
    expect((await ask({ target: 'debian-9', requirements: '' })).status).toBe(404);
    expect((await ask({ target, index: 'nowhere', requirements: '' })).status).toBe(404);
    expect((await ask({ target, requirements: 'x'.repeat(60_001) })).status).toBe(400);
  });
});
