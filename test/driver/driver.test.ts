import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test("the drivers' pure parts keep their promises (python3 test/driver/test_driver.py; needs python3-packaging)", () => {
  const run = spawnSync('/usr/bin/python3', ['test_driver.py'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  expect(run.error).toBeUndefined();
  expect(run.stderr).toMatch(/Ran \d{2,} tests[^]*\nOK\n$/);
});
