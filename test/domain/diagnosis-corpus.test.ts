import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { diagnose } from '../../src/domain/diagnose.ts';
import type { FailureKind } from '../../src/domain/failure.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { MissingKind } from '../../src/domain/missing.ts';

/** Failures of real projects followed by hand. They lie beside the repository, not in it. */
const places = ['../../../shared/corpus', '../../../../shared/corpus'].map((path) =>
  resolve(import.meta.dirname, path),
);
const corpus = places.find((path) => existsSync(join(path, 'diagnosis.json'))) ?? '';
const isThere = corpus !== '';
const title = isThere ? '' : ` (not tried: there is no ${places.join(' or ')})`;

const followed = z.array(
  z.object({ project: z.string(), error: z.string(), kind: z.string(), token: z.string().nullable() }),
);
const baseline = z.array(
  z.object({ project: z.string(), error: z.string().nullable(), category: z.string().nullable() }),
);

const read = <Value>(name: string, schema: z.ZodType<Value>): Value =>
  schema.parse(JSON.parse(isThere ? readFileSync(join(corpus, name), 'utf8') : '[]'));

const diagnoseLine = (line: string) => diagnose([line], { exitCode: 1, limits: defaultLimits });

const kindOfToken: Readonly<Record<string, MissingKind>> = {
  header: 'header',
  pkgconfig: 'pkg-config',
  tool: 'program',
};

test(`what was named by hand as missing is named so by the diagnosis${title}`, () => {
  const rows = read('diagnosis.json', followed).filter(({ kind }) => kind in kindOfToken);
  const wrong = rows.filter(({ error, kind, token }) => {
    const [first] = diagnoseLine(error).missing;
    // The version is no part of the name: `libusb-1.0 >= 1.0.9`.
    return first?.kind !== kindOfToken[kind] || first?.name !== token?.split(' ')[0];
  });
  expect(wrong).toEqual([]);
  expect(rows.length >= 25 || !isThere).toBe(true);
});

test(`what was followed by hand is never called unknown, nor an error of the backend${title}`, () => {
  const vague = read('diagnosis.json', followed).filter(({ error }) =>
    ['unknown', 'backend-error'].includes(diagnoseLine(error).failure.kind),
  );
  expect(vague).toEqual([]);
});

const kindsOfCategory: Readonly<Record<string, readonly FailureKind[]>> = {
  'missing C library/header/tool': [
    'missing-header',
    'missing-library',
    'missing-pkg-config',
    'missing-program',
    'missing-dependency',
  ],
  'build requirement missing or too old in bookworm': [
    'missing-python-module',
    'backend-too-old',
    'unmet-requirement',
  ],
  'source incompatible with Python/Cython/numpy here': ['compile-error', 'python-too-new'],
  'network (cargo)': ['needs-network'],
};

test(`the kind of a failure fits the category that it was given by hand${title}`, () => {
  const wrong = read('baseline.json', baseline).flatMap(({ project, error, category }) => {
    const kinds = kindsOfCategory[category ?? ''];
    if (error === null || kinds === undefined) return [];
    const { failure } = diagnoseLine(error);
    return kinds.includes(failure.kind) ? [] : [{ project, error, failure }];
  });
  expect(wrong).toEqual([]);
});
