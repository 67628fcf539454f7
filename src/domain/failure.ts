import { plainWords } from './plain-words.ts';

/**
 * Why a build failed, with facts. Closed: a new kind must be explained, classified and provoked by an sdist in the zoo.
 * Faults of the farm itself (engine gone, disk of the host full) are outages, not failures: they are retried and never
 * shown as the package's; only `worker-lost` is both, when the same attempt cost several workers.
 */
export type Failure =
  | { readonly kind: 'missing-header'; readonly header: string; readonly line: string }
  | { readonly kind: 'missing-library'; readonly library: string; readonly line: string }
  | { readonly kind: 'missing-pkg-config'; readonly module: string; readonly line: string }
  | { readonly kind: 'missing-program'; readonly program: string; readonly line: string }
  | { readonly kind: 'missing-cmake-package'; readonly package: string; readonly line: string }
  | { readonly kind: 'missing-python-module'; readonly module: string; readonly line: string }
  /** What a build asks for in words: `Please make sure the libxml2 and libxslt development packages are installed`. */
  | { readonly kind: 'missing-dependency'; readonly names: readonly string[]; readonly line: string }
  /** A module that Python or setuptools no longer has: `distutils`, `pkg_resources`, `imp`. */
  | { readonly kind: 'removed-module'; readonly module: string; readonly line: string }
  | { readonly kind: 'python-too-old'; readonly wanted: string | null; readonly line: string }
  | { readonly kind: 'python-too-new'; readonly wanted: string | null; readonly line: string }
  /** The build backend does not know what the project says to it. */
  | { readonly kind: 'backend-too-old'; readonly message: string; readonly line: string }
  | { readonly kind: 'needs-git-metadata'; readonly line: string }
  | { readonly kind: 'compile-error'; readonly file: string; readonly message: string; readonly line: string }
  | { readonly kind: 'link-error'; readonly message: string; readonly line: string }
  | { readonly kind: 'needs-network'; readonly host: string | null; readonly line: string }
  | { readonly kind: 'read-only-path'; readonly path: string; readonly line: string }
  | { readonly kind: 'broken-metadata'; readonly message: string; readonly line: string }
  | { readonly kind: 'backend-error'; readonly message: string; readonly line: string }
  | { readonly kind: 'patch-failed'; readonly patch: string; readonly line: string }
  | { readonly kind: 'unmet-requirement'; readonly requirement: string; readonly available: string | null }
  /** The farm tried to build a build requirement, and failed. */
  | { readonly kind: 'requirement-failed'; readonly requirement: string; readonly build: number }
  /** A build requirement waits, through others, for the very build that requires it. */
  | { readonly kind: 'requirement-cycle'; readonly requirement: string; readonly through: readonly string[] }
  | { readonly kind: 'no-such-os-package'; readonly packages: readonly string[] }
  /** The package manager can't install these beside the others. */
  | { readonly kind: 'os-package-conflict'; readonly packages: readonly string[] }
  | { readonly kind: 'out-of-memory'; readonly limitBytes: number }
  | { readonly kind: 'out-of-disk'; readonly limitBytes: number }
  | { readonly kind: 'too-many-processes'; readonly limit: number }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'silence'; readonly seconds: number }
  | { readonly kind: 'no-wheel' }
  | { readonly kind: 'several-wheels'; readonly filenames: readonly string[] }
  | { readonly kind: 'wrong-name'; readonly expected: string; readonly found: string }
  | { readonly kind: 'wrong-version'; readonly expected: string; readonly found: string }
  | { readonly kind: 'wrong-tag'; readonly tag: string; readonly target: string }
  | { readonly kind: 'bad-wheel'; readonly problem: string }
  | { readonly kind: 'unresolved-library'; readonly soname: string; readonly path: string }
  | { readonly kind: 'import-failed'; readonly module: string; readonly message: string }
  | { readonly kind: 'bad-protocol'; readonly problem: string }
  | { readonly kind: 'file-name-taken'; readonly filename: string }
  /** What the target's packages hold could not be listed. The build goes on without. */
  | { readonly kind: 'no-file-index'; readonly problem: string }
  | { readonly kind: 'worker-lost'; readonly times: number }
  | { readonly kind: 'unknown'; readonly exitCode: number | null; readonly line: string };

export type FailureKind = Failure['kind'];

/** Who has to act: the package (or its recipe), or those who run the farm. */
export const blameOf = (failure: Failure): 'package' | 'farm' =>
  failure.kind === 'worker-lost' || failure.kind === 'no-file-index' ? 'farm' : 'package';

/** The one sentence that people see; the facts in it are strangers' words. */
export const explainFailure = (failure: Failure): string => plainWords(renderSentence(failure));

function renderSentence(failure: Failure): string {
  switch (failure.kind) {
    case 'missing-header':
      return `missing header: ${failure.header}`;
    case 'missing-library':
      return `missing library: ${failure.library}`;
    case 'missing-pkg-config':
      return `missing pkg-config module: ${failure.module}`;
    case 'missing-program':
      return `missing program: ${failure.program}`;
    case 'missing-cmake-package':
      return `missing CMake package: ${failure.package}`;
    case 'missing-python-module':
      return `missing Python module: ${failure.module}`;
    case 'missing-dependency':
      return `asks for ${failure.names.join(', ')}`;
    case 'removed-module':
      return `imports ${failure.module}, which this Python or setuptools no longer has`;
    case 'python-too-old':
      return `wants a newer Python${failure.wanted === null ? '' : `: ${failure.wanted}`}`;
    case 'python-too-new':
      return `does not know so new a Python${failure.wanted === null ? '' : `: ${failure.wanted}`}`;
    case 'backend-too-old':
      return `the build backend is too old for it: ${failure.message}`;
    case 'needs-git-metadata':
      return 'takes its version from git, and the archive has no git metadata';
    case 'compile-error':
      return `compiler error in ${failure.file}: ${failure.message}`;
    case 'link-error':
      return `linker error: ${failure.message}`;
    case 'needs-network':
      return `wants the network${failure.host === null ? '' : ` (${failure.host})`}, which builds do not have`;
    case 'read-only-path':
      return `writes outside its folder: ${failure.path}`;
    case 'broken-metadata':
      return `broken metadata: ${failure.message}`;
    case 'backend-error':
      return `the build backend failed: ${failure.message}`;
    case 'patch-failed':
      return `the recipe's patch ${failure.patch} does not apply`;
    case 'unmet-requirement':
      return failure.available === null
        ? `build requirement not to be had: ${failure.requirement}`
        : `build requirement ${failure.requirement} not met: the target has ${failure.available}`;
    case 'requirement-failed':
      return `build requirement ${failure.requirement} could not be built (build ${failure.build})`;
    case 'requirement-cycle':
      return `build requirement ${failure.requirement} needs this itself: ${failure.through.join(' needs ')}`;
    case 'os-package-conflict':
      return `OS packages that can't be installed together: ${failure.packages.join(', ')}`;
    case 'no-such-os-package':
      return `the target has no OS package ${failure.packages.join(', ')}`;
    case 'out-of-memory':
      return `out of memory (limit ${renderBytes(failure.limitBytes)})`;
    case 'out-of-disk':
      return `out of disk (limit ${renderBytes(failure.limitBytes)})`;
    case 'too-many-processes':
      return `too many processes (limit ${failure.limit})`;
    case 'timeout':
      return `not done after ${failure.seconds} s`;
    case 'silence':
      return `no output for ${failure.seconds} s`;
    case 'no-wheel':
      return 'the build ended well but left no wheel';
    case 'several-wheels':
      return `the build left several wheels: ${failure.filenames.join(', ')}`;
    case 'wrong-name':
      return `the wheel is named ${failure.found}, not ${failure.expected}`;
    case 'wrong-version':
      return `the wheel has version ${failure.found}, not ${failure.expected}`;
    case 'wrong-tag':
      return `the wheel's tag ${failure.tag} does not fit ${failure.target}`;
    case 'bad-wheel':
      return `bad wheel: ${failure.problem}`;
    case 'unresolved-library':
      return `${failure.path} needs ${failure.soname}, which no OS package of the image provides`;
    case 'import-failed':
      return `import ${failure.module} fails in the runtime image: ${failure.message}`;
    case 'bad-protocol':
      return `the sandbox said something that its driver never says: ${failure.problem}`;
    case 'file-name-taken':
      return `the index has another file named ${failure.filename}, and this one can't be given a build tag`;
    case 'no-file-index':
      return `the files of the target's OS packages could not be listed: ${failure.problem}`;
    case 'worker-lost':
      return `${failure.times} workers were lost while they ran this`;
    case 'unknown':
      return `failed${failure.exitCode === null ? '' : ` with exit code ${failure.exitCode}`}: ${failure.line}`;
  }
}

function renderBytes(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 1024
    ? `${Math.round((mebibytes / 1024) * 10) / 10} GiB`
    : `${Math.round(mebibytes)} MiB`;
}
