import { isSideFolder } from '../native-sources.ts';

/** How a file of an sdist is read for hints. */
export type HintSource = {
  readonly reading: 'c' | 'cython' | 'python' | 'cffi' | 'meson' | 'cmake' | 'autoconf';
  /** Whether the project itself is at work there, or somebody whose code it carries along. */
  readonly isOwn: boolean;
};

const foreignFolders: ReadonlySet<string> = new Set(
  (
    'vendor vendored _vendor third_party third-party thirdparty 3rdparty 3rd_party extern external externals ext_libs deps ' +
    'dep dependencies contrib bundled bundle subprojects submodules upstream lib-src libs'
  ).split(' '),
);

/** More than `isSideFolder` knows: an include there is no sign of what a wheel needs. */
const idleFolders: ReadonlySet<string> = new Set(
  (
    'tests testing unittest unittests example sample samples demo demos benchmark bench fuzz fuzzing fuzzers man ' +
    'win32 win64 windows win msvc vs msvcbuild macos macosx osx darwin mac ios android wasm emscripten ci .ci .github ' +
    'perl ruby java php lua csharp go node nodejs javascript'
  ).split(' '),
);

const cEndings: ReadonlySet<string> = new Set(
  '.c .cc .cpp .cxx .h .hh .hpp .hxx .i .swg .cu .inl'.split(' '),
);

/** Whether a header there is one of another system's build. */
export const isIdleFolder = (folder: string): boolean => idleFolders.has(folder.toLowerCase());

/** Null for a file that names nothing worth a look. `path`: components below the top folder. */
export function findHintSource(path: readonly string[]): HintSource | null {
  const name = path.at(-1) ?? '';
  const folders = path.slice(0, -1).map((folder) => folder.toLowerCase());
  const reading = readingOf(name, folders);
  if (reading === null || folders.some((folder) => isSideFolder(folder) || idleFolders.has(folder)))
    return null;
  return { reading, isOwn: !folders.some((folder) => foreignFolders.has(folder)) };
}

function readingOf(name: string, folders: readonly string[]): HintSource['reading'] | null {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot).toLowerCase() : '';
  if (cEndings.has(ending)) return 'c';
  if (ending === '.pyx' || ending === '.pxd' || ending === '.pxi') return 'cython';
  if (ending === '.py') {
    if (/build|ffi/.test(name)) return 'cffi';
    return folders.length === 0 || (folders.length === 1 && /^(setup|config)/.test(name)) ? 'python' : null;
  }
  if (name === 'setup.cfg' && folders.length === 0) return 'python';
  if (name === 'meson.build') return 'meson';
  if (name === 'CMakeLists.txt') return 'cmake';
  return (name === 'configure.ac' || name === 'configure.in') && folders.length === 0 ? 'autoconf' : null;
}
