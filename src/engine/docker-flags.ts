import type { ContainerCreateOptions } from 'dockerode';

/**
 * A container's options as words of `docker run`, so that a container made by hand has the bounds of a worker's. An option
 * that it does not know stops it: a bound must not get lost on the way.
 */
export function renderDockerFlags(options: ContainerCreateOptions): readonly string[] {
  const { HostConfig: host = {}, ...rest } = options;
  return [...render(rest, flagsOf), ...render(host, hostFlagsOf)];
}

type FlagTable = Readonly<Record<string, (value: unknown) => readonly string[]>>;

function render(values: object, table: FlagTable): readonly string[] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    const flags = table[name];
    if (flags === undefined)
      throw new Error(`docker run has no words for ${name} here; add them to docker-flags.ts`);
    return flags(value);
  });
}

const one = (flag: string) => (value: unknown) => [`--${flag}`, String(value)];
const each = (flag: string) => (value: unknown) =>
  listOf(value).flatMap((item) => [`--${flag}`, String(item)]);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
/** Said elsewhere, or by nobody: see the place. */
const nothing = (): readonly string[] => [];
/** What `docker run` does unless it is told; anything else has no flag here. */
const only = (expected: string) => (value: unknown) => {
  if (JSON.stringify(value) !== expected)
    throw new Error(`docker run has no words for ${JSON.stringify(value)} here`);
  return [];
};

const flagsOf: FlagTable = {
  // What is run, and on which image, stands behind the flags.
  Image: nothing,
  Cmd: nothing,
  Entrypoint: (value) => (listOf(value).length === 0 ? ['--entrypoint', ''] : only('[]')(value)),
  User: one('user'),
  WorkingDir: one('workdir'),
  Hostname: one('hostname'),
  Env: each('env'),
  // They would make it the worker's, which sweeps what it does not know.
  Labels: nothing,
  // Whether somebody is at the terminal is not the sandbox's matter.
  AttachStdin: nothing,
  AttachStdout: nothing,
  AttachStderr: nothing,
  OpenStdin: nothing,
  StdinOnce: nothing,
  Tty: nothing,
  // `--network none` says it.
  NetworkDisabled: nothing,
};

const hostFlagsOf: FlagTable = {
  NetworkMode: one('network'),
  IpcMode: one('ipc'),
  ReadonlyRootfs: (value) => (value === true ? ['--read-only'] : only('false')(value)),
  CapDrop: each('cap-drop'),
  SecurityOpt: each('security-opt'),
  Privileged: only('false'),
  Memory: one('memory'),
  MemorySwap: one('memory-swap'),
  NanoCpus: (value) => ['--cpus', String(Number(value) / 1e9)],
  PidsLimit: one('pids-limit'),
  ShmSize: one('shm-size'),
  Ulimits: (value) => listOf(value).flatMap((limit) => ['--ulimit', renderUlimit(limit)]),
  Tmpfs: (value) =>
    Object.entries(value ?? {}).flatMap(([path, mount]) => ['--tmpfs', `${path}:${String(mount)}`]),
  LogConfig: (value) => [...only('{"Type":"none","Config":{}}')(value), '--log-driver', 'none'],
  RestartPolicy: only('{"Name":"no"}'),
  // Who makes a container by hand says when it goes.
  AutoRemove: nothing,
};

function renderUlimit(limit: unknown): string {
  const { Name, Soft, Hard } = Object.fromEntries(Object.entries(limit ?? {}));
  return `${String(Name)}=${String(Soft)}:${String(Hard)}`;
}
