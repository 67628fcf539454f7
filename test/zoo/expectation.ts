import { z } from 'zod';
import type { FailureKind } from '../../src/domain/failure.ts';
import { limitsSchema } from '../../src/domain/limits-schema.ts';
import type { SdistRefusal } from '../../src/domain/sdist.ts';
import { hostileArchives } from './hostile-archives.ts';

/** A subset of a failure's or refusal's own fields, as text; `findDisagreements` compares. */
export type Facts = Readonly<Record<string, string | readonly string[]>>;

/** What must come of an sdist. */
export type ZooExpectation = z.output<typeof expectation>;

// Written as a table so that a new kind does not compile until it stands here.
export const failureKinds: Readonly<Record<FailureKind, true>> = {
  'missing-header': true,
  'missing-library': true,
  'missing-pkg-config': true,
  'missing-program': true,
  'missing-cmake-package': true,
  'missing-python-module': true,
  'missing-dependency': true,
  'removed-module': true,
  'python-too-old': true,
  'python-too-new': true,
  'backend-too-old': true,
  'needs-git-metadata': true,
  'compile-error': true,
  'link-error': true,
  'needs-network': true,
  'read-only-path': true,
  'broken-metadata': true,
  'backend-error': true,
  'patch-failed': true,
  'unmet-requirement': true,
  'requirement-failed': true,
  'requirement-cycle': true,
  'no-such-os-package': true,
  'os-package-conflict': true,
  'out-of-memory': true,
  'out-of-disk': true,
  'too-many-processes': true,
  timeout: true,
  silence: true,
  'no-wheel': true,
  'several-wheels': true,
  'wrong-name': true,
  'wrong-version': true,
  'wrong-tag': true,
  'bad-wheel': true,
  'unresolved-library': true,
  'import-failed': true,
  'bad-protocol': true,
  'file-name-taken': true,
  'no-file-index': true,
  'worker-lost': true,
  unknown: true,
};

const refusalKinds: Readonly<Record<SdistRefusal['kind'], true>> = {
  'not-an-archive': true,
  'unsafe-path': true,
  'escaping-link': true,
  'special-file': true,
  'duplicate-path': true,
  'too-many-files': true,
  'too-large': true,
  'unpacks-too-large': true,
  'several-top-folders': true,
  'bad-filename': true,
  'bad-pkg-info': true,
  'bad-pyproject': true,
  'nothing-to-build': true,
  'name-and-version-needed': true,
  'wrong-name': true,
  'wrong-version': true,
  'wrong-hash': true,
  'wrong-digest': true,
};

const keyOf = <Key extends string>(table: Readonly<Record<Key, true>>, what: string) =>
  z.custom<Key>((value) => typeof value === 'string' && Object.hasOwn(table, value), `not a kind of ${what}`);

const facts = z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({});
const logContains = z.array(z.string()).default([]);

const common = {
  /** What a quick test sets below the farm's defaults. */
  limits: limitsSchema.default({}),
  /** The archive is made by code, not of the folder `sdist/`. */
  archive: z.enum(Object.keys(hostileArchives)).nullable().default(null),
};

export const expectation = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...common,
    outcome: z.literal('succeeded'),
    'log-contains': logContains,
    /** Tags that the wheel must bear; empty: any. */
    tags: z.array(z.string()).default([]),
    /** What its evidence must say was missing and was left out. */
    missing: z.array(z.string()).default([]),
    'skipped-extensions': z.array(z.string()).default([]),
    /** Contents of files in the wheel. */
    'wheel-files': z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({
    ...common,
    outcome: z.literal('failed'),
    'log-contains': logContains,
    failure: keyOf(failureKinds, 'failure'),
    facts,
  }),
  z.strictObject({
    ...common,
    outcome: z.literal('refused'),
    failure: keyOf(refusalKinds, 'refusal'),
    facts,
  }),
]);
