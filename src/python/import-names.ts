/** Folders and files that wheels put beside their packages by mistake, or that do things when imported. */
const notForImport: ReadonlySet<string> = new Set([
  'tests',
  'test',
  'docs',
  'doc',
  'examples',
  'example',
  'benchmarks',
  'setup',
  'conftest',
  '__init__',
  '__main__',
]);

const mostNames = 200;
const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

type Folder = { readonly folders: Map<string, Folder>; readonly modules: Set<string> };

/**
 * What `import` would find of a wheel's files (paths as in the archive): modules and packages at the top, and of a
 * folder without `__init__` (a namespace) its first importable child. Sorted.
 */
export function findImportNames(paths: Iterable<string>): readonly string[] {
  const root: Folder = { folders: new Map(), modules: new Set() };
  for (const path of paths) {
    const components = installedPath(path.split('/'));
    if (components !== null) place(root, components);
  }
  const names = importable(root).flatMap((name) => {
    const found = root.modules.has(name) ? name : firstInside(root.folders.get(name), name);
    return found === null ? [] : [found];
  });
  return names.slice(0, mostNames);
}

/** Null for what is not installed beside the packages: metadata, scripts, headers, data. */
function installedPath(components: readonly string[]): readonly string[] | null {
  const [top = '', scheme = '', ...rest] = components;
  if (top.endsWith('.dist-info')) return null;
  if (!top.endsWith('.data')) return components;
  return scheme === 'purelib' || scheme === 'platlib' ? rest : null;
}

function place(root: Folder, components: readonly string[]): void {
  const module = moduleName(components.at(-1) ?? '');
  if (module === null) return;
  let folder = root;
  for (const name of components.slice(0, -1)) {
    const next: Folder = folder.folders.get(name) ?? { folders: new Map(), modules: new Set() };
    folder.folders.set(name, next);
    folder = next;
  }
  folder.modules.add(module);
}

/** `foo.py`, `foo.so`, `foo.abi3.so`, `foo.cpython-311-x86_64-linux-gnu.so` are all module foo. */
function moduleName(filename: string): string | null {
  return /^([^.]+)(?:\.py|(?:\.(?:abi3|cpython-[\w-]+|pypy[\w-]+))?\.so)$/.exec(filename)?.[1] ?? null;
}

const importable = (folder: Folder): readonly string[] =>
  [...new Set([...folder.folders.keys(), ...folder.modules])]
    .filter((name) => identifier.test(name) && !notForImport.has(name))
    .sort();

function firstInside(folder: Folder | undefined, dotted: string): string | null {
  if (folder === undefined) return null;
  if (folder.modules.has('__init__')) return dotted;
  for (const name of importable(folder)) {
    const found = folder.modules.has(name)
      ? `${dotted}.${name}`
      : firstInside(folder.folders.get(name), `${dotted}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
