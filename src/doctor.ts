import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { DoctorFinding } from './cli/surroundings.ts';
import type { Config } from './config.ts';
import { BadDefinitions, readDefinitions } from './definitions.ts';
import { findHostMirror } from './distro/host-mirror.ts';
import { openHostEngine } from './work.ts';

const GiB = 1024 ** 3;
const leastFreeBytes = 10 * GiB;
const oldestNode = 24;

/** Looks at each thing that a farm on this machine needs: what is there, or how to get it. */
export async function examineMachine(config: Config): Promise<readonly DoctorFinding[]> {
  return Promise.all([
    examineNode(),
    examineRedis(config),
    examineEngine(config),
    examineBootstrap(),
    examineMirror(),
    examineDisk(config.dataFolder),
    examineDefinitions(config),
  ]);
}

async function examineNode(): Promise<DoctorFinding> {
  const { node } = process.versions;
  const prerequisite = 'Node.js';
  if (Number(node.split('.')[0]) >= oldestNode) return { prerequisite, state: 'found', version: node };
  return {
    prerequisite,
    state: 'needed',
    problem: `${node} is too old`,
    fix: `npm install (it brings Node ${oldestNode})`,
  };
}

async function examineRedis(config: Config): Promise<DoctorFinding> {
  const prerequisite = 'redis-server';
  if (config.redisUrl !== null)
    return { prerequisite, state: 'found', version: 'not needed: REDIS_URL is set' };
  const version = await versionOf('redis-server', ['--version']);
  if (version !== null)
    return { prerequisite, state: 'found', version: /v=(\S+)/.exec(version)?.[1] ?? version };
  return {
    prerequisite,
    state: 'needed',
    problem: 'not installed',
    fix: 'apt-get install redis-server, or set REDIS_URL',
  };
}

async function examineEngine(config: Config): Promise<DoctorFinding> {
  const prerequisite = 'container engine';
  const engine = await openHostEngine(config, 'doctor');
  const problem = await engine.checkReady();
  if (problem === null) return { prerequisite, state: 'found', version: `answers at ${config.dockerHost}` };
  return {
    prerequisite,
    state: 'needed',
    problem,
    fix: 'apt-get install docker.io and start dockerd, or set DOCKER_HOST',
  };
}

async function examineBootstrap(): Promise<DoctorFinding> {
  const prerequisite = 'mmdebstrap';
  const version = await versionOf('mmdebstrap', ['--version']);
  if (version !== null)
    return { prerequisite, state: 'found', version: version.replace(/^mmdebstrap\s*/, '') };
  return {
    prerequisite,
    state: 'advised',
    problem: 'not installed: base images must come from a registry',
    fix: 'apt-get install mmdebstrap',
  };
}

async function examineMirror(): Promise<DoctorFinding> {
  const prerequisite = 'package mirror of this host';
  const mirror = await findHostMirror();
  if (mirror !== null) return { prerequisite, state: 'found', version: mirror.main };
  return {
    prerequisite,
    state: 'advised',
    problem: "apt is not here or names no Debian mirror: the distribution's default mirror is used",
    fix: 'configure apt on this host where that one is out of reach',
  };
}

async function examineDisk(dataFolder: string): Promise<DoctorFinding> {
  const prerequisite = 'disk space';
  const free = await freeBytes(dataFolder);
  const version = `${Math.floor(free / GiB)} GiB free`;
  if (free >= leastFreeBytes) return { prerequisite, state: 'found', version };
  return {
    prerequisite,
    state: 'advised',
    problem: `${version} at ${dataFolder}`,
    fix: `make room, or set WHEELYARD_DATA to a disk with at least ${leastFreeBytes / GiB} GiB`,
  };
}

async function examineDefinitions(config: Config): Promise<DoctorFinding> {
  const prerequisite = 'targets and recipes';
  try {
    const { targets, recipes } = await readDefinitions(config);
    return { prerequisite, state: 'found', version: `${targets.size} targets, ${recipes.size} recipes` };
  } catch (error) {
    if (!(error instanceof BadDefinitions)) throw error;
    return {
      prerequisite,
      state: 'needed',
      problem: error.message,
      fix: 'mend what is listed: wheelyard recipes check',
    };
  }
}

const versionOf = (program: string, arguments_: readonly string[]): Promise<string | null> =>
  promisify(execFile)(program, arguments_, { timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim().split('\n')[0] ?? '',
    () => null,
  );

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // It is made at the first start; what counts is the disk that it will lie on.
    return dirname(folder) === folder ? 0 : freeBytes(dirname(folder));
  }
}
