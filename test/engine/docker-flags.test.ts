import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { AttemptId } from '../../src/domain/plan.ts';
import { sandboxOptions } from '../../src/engine/container-options.ts';
import { renderDockerFlags } from '../../src/engine/docker-flags.ts';

const options = sandboxOptions(
  {
    attempt: '17.1' as AttemptId,
    image: 'image',
    driver: 'print()',
    limits: { ...defaultLimits, cpus: 1.5 },
  },
  { 'wheelyard.farm': 'f' },
);

test('every bound of a sandbox is a word of docker run', () => {
  const words = renderDockerFlags(options).join(' ');
  for (const bound of [
    '--network none',
    '--read-only',
    '--cap-drop ALL',
    '--security-opt no-new-privileges',
    '--user 1000:1000',
    '--cpus 1.5',
    '--pids-limit 512',
    `--tmpfs /work:rw,exec,nosuid,nodev,size=${defaultLimits.diskBytes},mode=0700,uid=1000,gid=1000`,
    '--ulimit core=0:0',
    '--log-driver none',
  ])
    expect(words).toContain(bound);
  expect(words).not.toContain('wheelyard.');
});

test('a bound that has no word yet stops it, and is not lost', () => {
  const bounded = { ...options, HostConfig: { ...options.HostConfig, BlkioWeight: 10 } };
  expect(() => renderDockerFlags(bounded)).toThrow('no words for BlkioWeight');
  expect(() => renderDockerFlags({ ...options, Healthcheck: {} })).toThrow('no words for Healthcheck');
  expect(() => renderDockerFlags({ HostConfig: { Privileged: true } })).toThrow('no words for true');
});
