import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import { sandboxOptions } from '../../src/engine/container-options.ts';

const MiB = 1024 ** 2;

const options = sandboxOptions(
  {
    attempt: '17.1' as AttemptId,
    image: 'image',
    driver: 'print()',
    limits: { ...defaultLimits, memoryBytes: 100 * MiB, diskBytes: 50 * MiB, cpus: 1.5, processes: 64 },
  },
  { 'wheelyard.farm': 'f', 'wheelyard.worker': 'w' },
);

test('a sandbox has no network, no root, no capabilities, no new privileges and nothing to write but its scratch space', () => {
  expect(options).toMatchObject({
    User: '1000:1000',
    NetworkDisabled: true,
    Tty: false,
    Env: [],
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Privileged: false,
      LogConfig: { Type: 'none' },
    },
  });
  expect(options.HostConfig).not.toHaveProperty('Binds');
  expect(options.HostConfig).not.toHaveProperty('Mounts');
  expect(Object.keys(options.HostConfig?.Tmpfs ?? {})).toEqual(['/work', '/tmp']);
});

test('memory, swap, processors, processes and disk are bounded by the limits', () => {
  const memory = options.HostConfig?.Memory ?? 0;
  expect(memory).toBeGreaterThanOrEqual(150 * MiB);
  expect(memory).toBeLessThanOrEqual(150 * MiB + 64 * MiB);
  expect(options.HostConfig).toMatchObject({ MemorySwap: memory, NanoCpus: 1.5e9, PidsLimit: 64 });
  expect(options.HostConfig?.Tmpfs?.['/work']).toContain(`size=${50 * MiB},`);
});

test('what a killed worker leaves can be found by its labels', () => {
  expect(options.Labels).toEqual({
    'wheelyard.farm': 'f',
    'wheelyard.worker': 'w',
    'wheelyard.attempt': '17.1',
  });
});
