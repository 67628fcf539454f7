import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinitionFile } from '../../src/domain/definition-file.ts';
import { renderFileProblem } from '../../src/domain/file-problem.ts';
import { expectation, type ZooExpectation } from './expectation.ts';

/** One sdist of the zoo, and what must come of it. */
export type ZooBehaviour = {
  readonly name: string;
  readonly folder: string;
  /** `zoo_two_wheels-1.0.tar.gz` */
  readonly filename: string;
  readonly reason: string;
  readonly expected: ZooExpectation;
};

const zooFolder = join(import.meta.dirname, '..', 'sdists');

/** Every behaviour, by name. Throws when one has no readable expectation. */
export const readZoo = (): readonly ZooBehaviour[] => readdirSync(zooFolder).sort().map(readBehaviour);

function readBehaviour(name: string): ZooBehaviour {
  const folder = join(zooFolder, name);
  const text = readFileSync(join(folder, 'expected.yaml'), 'utf8');
  const read = parseDefinitionFile({ name: `test/sdists/${name}/expected.yaml`, text }, expectation);
  if (!read.ok) throw new Error(read.problem.map(renderFileProblem).join('\n'));
  const filename = `zoo_${name.replaceAll('-', '_')}-1.0.tar.gz`;
  return { name, folder, filename, reason: read.value.reason, expected: read.value.value };
}
