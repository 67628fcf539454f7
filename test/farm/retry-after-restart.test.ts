import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestFarm } from './open-test-farm.ts';
import { makeSmallSdist, setupPy } from './small-sdist.ts';

const target = 'debian-12-cp311-amd64';

test('a build that failed succeeds by itself once the farm was started with a recipe for it', async () => {
  await using place = await mkdtempDisposable(join(tmpdir(), 'wy-again-'));
  const folder = place.path;
  const environment = { WHEELYARD_TARGETS: target };
  const file = await makeSmallSdist({
    folder,
    name: 'wy-word',
    files: { 'setup.py': `import os\nos.environ['WY_WORD']\n${setupPy('wy-word')}`, 'wy_word.py': '' },
  });
  let id = 0;
  {
    await using farm = await openTestFarm({ folder, environment });
    id = (await farm.build(file, [target])).get(target) ?? 0;
    expect((await farm.follow(id)).build.state.name).toBe('failed');
  }
  const recipe = '# Its setup.py asks for a word.\nproject: wy-word\nenvironment: {WY_WORD: yes it is}\n';
  await using again = await openTestFarm({ folder, environment, recipes: { 'wy-word.yaml': recipe } });
  await expect
    .poll(async () => (await again.show(id)).state.name, { timeout: 60_000, interval: 200 })
    .toBe('succeeded');
});
