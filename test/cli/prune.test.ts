import { expect, test } from 'vitest';
import { sha256Of } from '../../src/domain/sha256.ts';
import { PrunedFiles } from '../../src/http/contract/prune.ts';
import { openFarmDouble, say } from './farm-double.ts';
import { runCli } from './run-cli.ts';

test('prune asks for the rule that it is given and lists what would go', async () => {
  const answer: PrunedFiles = {
    dryRun: true,
    files: [
      { index: 'bookworm', filename: 'demo-1.0-py3-none-any.whl', sha256: sha256Of('demo'), publishedAt: 1 },
    ],
  };
  await using farm = await openFarmDouble({ 'POST /api/prune': say(PrunedFiles, answer) });
  const { code, stdout } = await runCli(['prune', '--keep', '2', '--dry-run', '--url', farm.url]);
  expect([code, stdout]).toEqual([0, 'bookworm  demo-1.0-py3-none-any.whl\n1 files would go\n']);
  expect(JSON.parse(farm.asked[0]?.body.toString() ?? '')).toEqual({ keep: 2, days: 90, dryRun: true });
  expect((await runCli(['prune', '--dry-run', '--url', farm.url])).code).toBe(2);
});
