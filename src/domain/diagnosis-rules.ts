import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';

/** What a pattern found, and what it was found in. All of it is the build's own words, cut to a bounded length. */
export type Finding = {
  readonly found: string;
  readonly second: string;
  readonly line: string;
  readonly limits: Limits;
};

/** One line of a log that means one failure. Patterns name what follows a fixed word, never `.*` twice: they stay linear. */
export type Rule = { readonly pattern: RegExp; readonly toFailure: (finding: Finding) => Failure };

const missingHeader = ({ found, line }: Finding): Failure => ({
  kind: 'missing-header',
  header: found,
  line,
});
const missingLibrary = ({ found, line }: Finding): Failure => ({
  kind: 'missing-library',
  library: found,
  line,
});
const missingPkgConfig = ({ found, line }: Finding): Failure => ({
  kind: 'missing-pkg-config',
  module: found,
  line,
});
const missingProgram = ({ found, line }: Finding): Failure => ({
  kind: 'missing-program',
  program: found,
  line,
});
const missingModule = ({ found, line }: Finding): Failure => ({
  kind: 'missing-python-module',
  module: found,
  line,
});
/** Where the driver unpacks, and where an old pip copies it to: another folder in each attempt, and no news to anybody. */
const sourceFolder = /^\/work\/(?:src|tmp)\/[^/]+\//;
const compileError = ({ found, second, line }: Finding): Failure => ({
  kind: 'compile-error',
  file: found.replace(sourceFolder, ''),
  message: second,
  line,
});
const linkError = ({ found, line }: Finding): Failure => ({ kind: 'link-error', message: found, line });
const needsNetwork = ({ found, line }: Finding): Failure => ({
  kind: 'needs-network',
  host: found || null,
  line,
});
const readOnlyPath = ({ found, line }: Finding): Failure => ({ kind: 'read-only-path', path: found, line });
const brokenMetadata = ({ found, line }: Finding): Failure => ({
  kind: 'broken-metadata',
  message: found || line,
  line,
});
const unmetRequirement = ({ found }: Finding): Failure => ({
  kind: 'unmet-requirement',
  requirement: found,
  available: null,
});
const outOfMemory = ({ limits }: Finding): Failure => ({
  kind: 'out-of-memory',
  limitBytes: limits.memoryBytes,
});
const outOfDisk = ({ limits }: Finding): Failure => ({ kind: 'out-of-disk', limitBytes: limits.diskBytes });
const tooManyProcesses = ({ limits }: Finding): Failure => ({
  kind: 'too-many-processes',
  limit: limits.processes,
});

const rule = (pattern: RegExp, toFailure: Rule['toFailure']): Rule => ({ pattern, toFailure });

/** Something ran out. What fails shortly after it fails because of it, so these win over every cause near the end. */
export const exhaustionRules: readonly Rule[] = [
  rule(/No space left on device|Disk quota exceeded/, outOfDisk),
  rule(/^MemoryError\b|virtual memory exhausted|Cannot allocate memory/, outOfMemory),
  rule(/fatal error: Killed signal terminated program|^cc1\w*: out of memory|std::bad_alloc/, outOfMemory),
  rule(/\bmemory allocation of \d+ bytes failed/, outOfMemory),
  rule(/\bv?fork\b.{0,40}: Resource temporarily unavailable|can't start new thread/, tooManyProcesses),
  rule(/BlockingIOError: \[Errno 11\] Resource temporarily unavailable/, tooManyProcesses),
];

/** Causes with a name. Where one line fits several, the first row holds. */
export const causeRules: readonly Rule[] = [
  // The compiler looked for a header: gcc, then clang.
  rule(/^[^\s:][^:]*:\d+:(?:\d+:)? fatal error: ([\w./+-]+): No such file or directory$/, missingHeader),
  rule(/fatal error: ['"<]([\w./+-]+)['">] file not found/, missingHeader),
  // The linker looked for a library.
  rule(/cannot find -l([\w.+-]+)/, missingLibrary),
  rule(/ERROR: C(?:\+\+)? shared or static library '([\w.+-]+)' not found/, missingLibrary),
  // CMake, where it is in earnest; an optional one stands behind dashes.
  rule(/^Could NOT find ([\w.+-]+) \(missing: /, missingLibrary),
  rule(/need to install lib([\w.+-]+) development headers/, missingLibrary),
  // pkg-config, and those who ask it.
  rule(/Package '?([\w.+-]+)'? was not found in the pkg-config search path/, missingPkgConfig),
  rule(/Package '([\w.+-]+)'(?:, required by '[^']*',)? not found/, missingPkgConfig),
  rule(/No package '([\w.+-]+)' found/, missingPkgConfig),
  rule(/pkg-config package '([\w.+-]{1,60})[^']{0,60}' not found/, missingPkgConfig),
  rule(/Package requirements \(([\w.+-]{1,60})[^)]{0,300}\) were not met/, missingPkgConfig),
  rule(/ERROR: Dependency "([\w.+-]+)" not found/, missingPkgConfig),
  rule(/error: ([\w.+-]+) is not installed or not in path/, missingPkgConfig),
  rule(/ensure ([\w.+-]+)\.pc is in PKG_CONFIG_PATH/, missingPkgConfig),
  // A program that is not there.
  rule(
    /^(?:\/bin\/)?(?:ba|da)?sh: (?:line )?\d+: (?:\d+: )?([\w.+-]+): (?:command )?not found/,
    missingProgram,
  ),
  rule(/^(?:\/bin\/)?(?:ba|da)?sh: ([\w.+-]+): (?:command )?not found/, missingProgram),
  rule(/error: command '(?:[\w./+-]*\/)?([\w.+-]+)' failed: No such file or directory/, missingProgram),
  rule(/unable to execute '(?:[\w./+-]*\/)?([\w.+-]+)': No such file or directory/, missingProgram),
  rule(/FileNotFoundError: \[Errno 2\] No such file or directory: '([a-z][a-z0-9_+-]*)'/, missingProgram),
  rule(/(?:env: |make(?:\[\d+\])?: )['‘]?([\w.+-]+)['’]?: No such file or directory/, missingProgram),
  rule(/Could not run ([\w.+-]+)/, missingProgram),
  rule(/\b([\w+-]{1,60}) executable not found/, missingProgram),
  rule(/Could not find (?:a|an|the) [`']([\w.+-]+)['`] binary/, missingProgram),
  rule(/The '([\w.+-]+)' command appears not to be installed/, missingProgram),
  rule(/Program '([\w.+-]+)' not found/, missingProgram),
  rule(
    /\b([\w.+-]{1,60}_config|[\w.+]{1,60}-config|cmake|swig|meson|ninja|patchelf|cargo|rustc): (?:command )?not found/,
    missingProgram,
  ),
  // A build requirement: an old setup_requires that calls pip, pip itself, or an import.
  rule(
    /DistutilsError: Command '\[.{0,1000}'([\w.\-[\]]+[=<>!~]=?[\w.*,<>=!~]+)'\]' returned non-zero/,
    unmetRequirement,
  ),
  rule(/Could not find a version that satisfies the requirement ([^()]{1,200}) \(from /, unmetRequirement),
  rule(/\bNo module named '?([A-Za-z_][\w.]*)/, missingModule),
  rule(/BackendUnavailable: Cannot import '([\w.]+)'/, missingModule),
  // The network. The host stands in some of them; else `diagnose` looks for it nearby.
  rule(/Could not resolve host: ([\w.-]+)/, needsNetwork),
  rule(/Failed to download \S+ Please download one of \['https?:\/\/([\w.-]+)/, needsNetwork),
  rule(/Temporary failure in name resolution|Name or service not known|Network is unreachable/, needsNetwork),
  rule(
    /\burlopen error|\bgaierror\b|Unable to update registry|NewConnectionError|ConnectionRefusedError/,
    needsNetwork,
  ),
  // Outside of the build's own folders.
  rule(/(?:Read-only file system|\[Errno 13\] Permission denied): '(\/[^']+)'/, readOnlyPath),
  rule(/['‘](\/[^'’]+)['’]: (?:Read-only file system|Permission denied)/, readOnlyPath),
  rule(/(?:^|\s)(\/[^\s:'"]+): (?:Read-only file system|Permission denied)/, readOnlyPath),
  // What the project says of itself.
  rule(/InvalidVersion: (.+)/, brokenMetadata),
  rule(/\berror in \S+ setup command: (.+)/, brokenMetadata),
  rule(/\bconfiguration error: (.+)/, brokenMetadata),
  rule(/\b(?:ConfigError|ConfigurationError|InvalidConfigError|TOMLDecodeError): (.+)/, brokenMetadata),
  rule(/meson-python: error: (Unknown configuration key .+)/, brokenMetadata),
  rule(/LookupError: (setuptools-scm was unable to detect version .+)/, brokenMetadata),
  rule(/(does not appear to be a Python project.*)/, brokenMetadata),
  // The compiler and the linker, about the source itself.
  rule(/^cc1\w*: fatal error: ([^:]+): (No such file or directory)/, compileError),
  rule(/^([^\s:][^:]*):\d+:(?:\d+:)? (?:fatal )?error: (.+)/, compileError),
  rule(/(undefined reference to .+)/, linkError),
];
