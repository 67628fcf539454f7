/** Endings of files that a compiler would read. */
const endings: ReadonlySet<string> = new Set(
  '.c .cc .cpp .cxx .pyx .f .f90 .for .F .F90 .rs .s .S .m .mm .go .swg .i .cu'.split(' '),
);
const buildFiles: ReadonlySet<string> = new Set(['CMakeLists.txt', 'meson.build', 'Cargo.toml', 'configure']);

/** Folders whose sources are not what the wheel is built from. */
const sideFolders: ReadonlySet<string> = new Set(['tests', 'test', 'docs', 'doc', 'examples', 'benchmarks']);

export const isSideFolder = (folder: string): boolean => sideFolders.has(folder);

/** `path`: components below the top folder. */
export function isNativeSource(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  if (path.length === 1 && buildFiles.has(name)) return true;
  const dot = name.lastIndexOf('.');
  return dot > 0 && endings.has(name.slice(dot)) && !path.slice(0, -1).some(isSideFolder);
}
