import type { ContainerCreateOptions } from 'dockerode';
import type { SandboxRun } from '../farm/engine-port.ts';
import type { Labels } from './belongings.ts';
import { attemptLabel } from './labels.ts';

const MiB = 1024 ** 2;
/** Room for /tmp, /dev/shm and the driver itself, on top of what the build is given. */
const temporaryBytes = 256 * MiB;
const overheadBytes = 64 * MiB;
const buildUser = 1000;

/** A sandbox's container. Pure: every bound that a hostile build meets stands in this value. */
export function sandboxOptions(
  run: Pick<SandboxRun, 'attempt' | 'image' | 'driver' | 'limits'>,
  labels: Labels,
): ContainerCreateOptions {
  const { limits } = run;
  const memory = limits.memoryBytes + limits.diskBytes + overheadBytes;
  return {
    Image: run.image,
    Cmd: ['python3', '-I', '-c', run.driver],
    Entrypoint: [],
    User: `${buildUser}:${buildUser}`,
    WorkingDir: '/work',
    Hostname: 'wheelyard',
    Env: [],
    Labels: { ...labels, [attemptLabel]: run.attempt },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: 'none',
      IpcMode: 'private',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Privileged: false,
      Memory: memory,
      MemorySwap: memory,
      NanoCpus: Math.round(limits.cpus * 1e9),
      PidsLimit: limits.processes,
      ShmSize: temporaryBytes / 4,
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: 4096, Hard: 4096 },
      ],
      // The scratch file systems live in memory: that is what bounds them, and nothing of them is left afterwards.
      Tmpfs: {
        '/work': `rw,exec,nosuid,nodev,size=${limits.diskBytes},mode=0700,uid=${buildUser},gid=${buildUser}`,
        '/tmp': `rw,exec,nosuid,nodev,size=${temporaryBytes},mode=1777`,
      },
      // The log goes through the attached stream only; the engine keeps no copy that a build could fill the disk with.
      LogConfig: { Type: 'none', Config: {} },
      RestartPolicy: { Name: 'no' },
      AutoRemove: false,
    },
  };
}
