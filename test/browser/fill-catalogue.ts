import { DatabaseSync } from 'node:sqlite';
import { stateColumns } from '../../src/catalogue/build-row.ts';
import {
  buildStateNames,
  type BuildId,
  type BuildState,
  type BuildStateName,
} from '../../src/domain/build-state.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { CampaignId } from '../../src/domain/campaign.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { TargetName } from '../../src/domain/target.ts';
import { attemptNamed, sdistOf } from '../contracts/catalogue-samples.ts';

export const matrixTargets = [
  'debian-12-cp311-amd64',
  'debian-13-cp313-amd64',
  'ubuntu-24.04-cp312-amd64',
  'rocky-9-cp39-amd64',
].map((name) => name as TargetName);

const failures: readonly Failure[] = [
  { kind: 'missing-header', header: 'yaml.h', line: 'fatal error: yaml.h: No such file' },
  { kind: 'missing-header', header: 'libpq-fe.h', line: 'fatal error: libpq-fe.h: No such file' },
  { kind: 'missing-program', program: 'cargo', line: 'error: cargo is not installed' },
];

/** One state of each kind, in turn; most builds of a farm have succeeded. */
export function stateFor(number: number): BuildState {
  const name: BuildStateName =
    number % 3 === 0 ? (buildStateNames[(number / 3) % buildStateNames.length] ?? 'queued') : 'succeeded';
  switch (name) {
    case 'queued':
      return { name, attempt: null };
    case 'waiting':
      return { name, on: 1 as BuildId, reason: 'requirement' };
    case 'building':
      return { name, attempt: attemptNamed('1.1') };
    case 'verifying':
      return { name, attempt: attemptNamed('1.1'), wheel: sha256Of('wheel') };
    case 'held':
      return {
        name,
        campaign: 1 as CampaignId,
        built: sha256Of('wheel'),
        wheel: sha256Of('wheel'),
        filename: 'demo-1.0-py3-none-any.whl',
        degradation: null,
        rebuilt: null,
      };
    case 'publishing':
      return { name, wheel: sha256Of('wheel') };
    case 'succeeded':
      return {
        name,
        wheel: sha256Of('wheel'),
        filename: 'sample-1.0-cp311-cp311-linux_x86_64.whl',
        answeredBy: null,
        degradation: null,
        rebuilt: null,
      };
    case 'failed': {
      const failure = failures[Math.floor(number / 27) % failures.length] ?? failures[0];
      if (failure === undefined) throw new Error('there are failures to choose from');
      return { name, failure, inputs: null };
    }
    case 'blocked':
      return { name, rule: 'requires Python >=3.12; the target has 3.11' };
    case 'cancelled':
      return { name, by: 'anna' };
  }
}

/** So many projects, each with a build on each target: in one transaction, past the catalogue, which would take a minute. */
export function fillMatrix(catalogueFile: string, projects: number): void {
  using database = new DatabaseSync(catalogueFile);
  const addSdist = database.prepare('insert into sdists values (?, ?, ?, ?, ?, ?, ?)');
  const addBuild = database.prepare(
    `insert into builds (project, version, sdist, target, state, state_facts, attempt, cause, priority, requested_by,
      created_at, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, 10, 'anna', ?, ?)`,
  );
  const newest = Date.now();
  database.exec('begin');
  for (let index = 0; index < projects; index++) {
    const { sha256, release, filename, sizeBytes, facts } = sdistOf(nameOf(index));
    addSdist.run(sha256, release.project, release.version, filename, sizeBytes, JSON.stringify(facts), 1000);
    for (const [column, target] of matrixTargets.entries()) {
      const number = index * matrixTargets.length + column;
      const { state, state_facts, attempt, cause } = stateColumns(stateFor(number));
      const at = newest - (number % 5000) * 60_000;
      const { project, version } = release;
      addBuild.run(project, version, sha256, target, state, state_facts, attempt, cause, at, at);
    }
  }
  database.exec('commit');
}

const nameOf = (index: number): string => `project-${String(index).padStart(4, '0')}`;
