import type { Failure } from '../failure.ts';
import type { Finding, Naming } from './rule.ts';

/** The failures that one finding can become, named for what the pattern found. */

export const missingHeader: Naming = ({ found, line }) => ({ kind: 'missing-header', header: found, line });
export const missingLibrary: Naming = ({ found, line }) => ({
  kind: 'missing-library',
  library: found,
  line,
});
export const missingPkgConfig: Naming = ({ found, line }) => ({
  kind: 'missing-pkg-config',
  module: found,
  line,
});
export const missingProgram: Naming = ({ found, line }) => ({
  kind: 'missing-program',
  program: found,
  line,
});
export const missingCmakePackage: Naming = ({ found, line }) => ({
  kind: 'missing-cmake-package',
  package: found,
  line,
});
export const missingModule: Naming = ({ found, line }) => ({
  kind: 'missing-python-module',
  module: found,
  line,
});
export const removedModule: Naming = ({ found, line }) => ({ kind: 'removed-module', module: found, line });
export const backendTooOld: Naming = ({ found, line }) => ({
  kind: 'backend-too-old',
  message: found || line,
  line,
});
export const needsGitMetadata: Naming = ({ line }) => ({ kind: 'needs-git-metadata', line });
export const linkError: Naming = ({ found, line }) => ({ kind: 'link-error', message: found || line, line });
export const needsNetwork: Naming = ({ found, line }) => ({
  kind: 'needs-network',
  host: found || null,
  line,
});
export const readOnlyPath: Naming = ({ found, line }) => ({ kind: 'read-only-path', path: found, line });
export const brokenMetadata: Naming = ({ found, line }) => ({
  kind: 'broken-metadata',
  message: found || line,
  line,
});
export const unmetRequirement: Naming = ({ found, second }) => ({
  kind: 'unmet-requirement',
  requirement: found.trim(),
  available: second || null,
});

/** Where the driver unpacks, and where an old pip copies it to: another folder in each attempt, and no news to anybody. */
const sourceFolder = /^\/work\/(?:src|tmp)\/[^/]+\//;

export const compileError: Naming = ({ found, second, line }) => ({
  kind: 'compile-error',
  file: found.replace(sourceFolder, ''),
  message: second,
  line,
});

export const outOfMemory = ({ limits }: Finding): Failure => ({
  kind: 'out-of-memory',
  limitBytes: limits.memoryBytes,
});
export const outOfDisk = ({ limits }: Finding): Failure => ({
  kind: 'out-of-disk',
  limitBytes: limits.diskBytes,
});
export const tooManyProcesses = ({ limits }: Finding): Failure => ({
  kind: 'too-many-processes',
  limit: limits.processes,
});

/** For a line that says what is missing, but not by the name under which it is looked for. */
export const called =
  (name: string, naming: Naming): Naming =>
  (finding) =>
    naming({ ...finding, found: name });
