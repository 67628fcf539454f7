import { describe, expect, it } from 'vitest';
import type { IndexEntry } from '../../src/domain/file-index.ts';
import type { Missing } from '../../src/domain/missing.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { OpenCatalogue } from './catalogue.contract.ts';
import { bookworm, projectNamed, trixie } from './catalogue-samples.ts';
import { fileEntry, packageEntry } from './file-index-samples.ts';

/** What every catalogue promises of the file indexes of targets. */
export function describeFileIndexes(kind: string, open: OpenCatalogue): void {
  describe(`file indexes of a catalogue ${kind}`, () => {
    it('say nothing of a target that has none', async () => {
      await using house = await open();
      await keep(house.catalogue, small, trixie);
      expect(await house.catalogue.findFileIndex(bookworm)).toBeNull();
      expect(await find(house.catalogue, { kind: 'header', name: 'yaml.h' })).toEqual([]);
      expect(await house.catalogue.findBuildDepends(bookworm, projectNamed('pyyaml'))).toEqual([]);
    });

    it('give back each file with all that is known of its package', async () => {
      await using house = await open();
      const { catalogue } = house;
      await keep(catalogue, small);
      expect(await catalogue.findFileIndex(bookworm)).toEqual(indexOf(1));
      const wanted = [
        { kind: 'header', name: 'yaml.h' },
        { kind: 'header', name: 'nowhere.h' },
      ] as const;
      const [found, nothing] = await catalogue.findProviders(bookworm, wanted);
      expect(nothing).toEqual({ missing: wanted[1], providers: [] });
      expect(found).toEqual({
        missing: wanted[0],
        providers: [
          {
            package: packageEntry('libyaml-dev', { usedBySources: 43 }).package,
            path: '/usr/include/yaml.h',
          },
          { package: packageEntry('libyaml-cpp-dev').package, path: '/usr/include/yaml-cpp/yaml.h' },
        ],
      });
    });

    it('know what the distribution builds a project with', async () => {
      await using house = await open();
      await keep(house.catalogue, small);
      const needs = await house.catalogue.findBuildDepends(bookworm, projectNamed('pyyaml'));
      expect(needs).toEqual(['cython3', 'libyaml-dev']);
    });

    it.each<readonly [Missing['kind'], string, readonly string[]]>([
      ['header', 'brotli/decode.h', ['/usr/include/brotli/decode.h']],
      ['header', 'decode.h', ['/usr/include/brotli/decode.h', '/usr/include/notbrotli/decode.h']],
      ['header', '../brotli/decode.h', ['/usr/include/brotli/decode.h']],
      ['library', 'yaml', ['/usr/lib/x86_64-linux-gnu/libyaml.a', '/usr/lib/x86_64-linux-gnu/libyaml.so']],
      ['pkg-config', 'yaml-0.1', ['/usr/lib/x86_64-linux-gnu/pkgconfig/yaml-0.1.pc']],
      ['program', 'pg_config', ['/usr/bin/pg_config']],
      ['cmake-package', 'TINYXML2', ['/usr/lib/x86_64-linux-gnu/cmake/tinyxml2/tinyxml2-config.cmake']],
      ['python-module', 'lxml.etree', ['/usr/lib/python3/dist-packages/lxml/__init__.py']],
      ['python-project', 'pyyaml', ['/usr/lib/python3/dist-packages/PyYAML-6.0.egg-info']],
      ['typelib', 'Gtk-3.0', ['/usr/lib/x86_64-linux-gnu/girepository-1.0/Gtk-3.0.typelib']],
    ])('find the %s %s by what a build calls it', async (kind, name, paths) => {
      await using house = await open();
      await keep(house.catalogue, small);
      const found = await find(house.catalogue, { kind, name });
      expect(found.map(({ path }) => path).toSorted()).toEqual(paths);
    });

    it.each([
      ['libyaml', 'libyaml-dev'],
      ['YAML', 'libyaml-dev'],
      ['pg_config', 'libpq-dev'],
      ['PostgreSQL', 'libpq-dev'],
      ['xmlsec1', 'libxmlsec1-dev'],
    ])('find what people call %s', async (name, expected) => {
      await using house = await open();
      await keep(house.catalogue, small);
      const found = await find(house.catalogue, { kind: 'words', name });
      expect(found.map((provider) => provider.package.name)).toContain(expected);
    });

    it('look for the library where CMake has a finder for a package, but the package no file for CMake', async () => {
      await using house = await open();
      await keep(house.catalogue, small);
      const found = await find(house.catalogue, { kind: 'cmake-package', name: 'Yaml' });
      expect(found.map((provider) => provider.package.name)).toContain('libyaml-dev');
    });

    it('give at most 200 packages, those in the default folder among them', async () => {
      await using house = await open();
      const names = Array.from({ length: 300 }, (_, number) => `lib${number}-dev`);
      await keep(house.catalogue, [
        ...names.map((name) => packageEntry(name)),
        ...names.map((name) => fileEntry('header', { path: `/usr/include/${name}/config.h`, package: name })),
        fileEntry('header', { path: '/usr/include/config.h', package: 'lib299-dev' }),
      ]);
      const found = await find(house.catalogue, { kind: 'header', name: 'config.h' });
      expect(found).toHaveLength(200);
      expect(found[0]?.path).toBe('/usr/include/config.h');
    });

    it('replace the one before, of which nothing is left', async () => {
      await using house = await open();
      await keep(house.catalogue, small);
      await house.catalogue.keepFileIndex(indexOf(2), listed([packageEntry('libfoo-dev'), fooHeader]));
      expect(await house.catalogue.findFileIndex(bookworm)).toEqual(indexOf(2));
      expect(await house.catalogue.findFileIndexSize(bookworm)).toEqual({ packages: 1, files: 1 });
      expect(await find(house.catalogue, { kind: 'header', name: 'yaml.h' })).toEqual([]);
      expect(await find(house.catalogue, { kind: 'header', name: 'foo.h' })).toHaveLength(1);
    });

    it('are read as they were until the new one is whole, and stay when that fails', async () => {
      await using house = await open();
      const { catalogue } = house;
      await keep(catalogue, small);
      const lookUp = () => find(catalogue, { kind: 'header', name: 'yaml.h' });
      const before = await lookUp();
      const seen: unknown[] = [];
      async function* broken(): AsyncGenerator<IndexEntry> {
        for (let number = 0; number < 6000; number += 1) {
          const path = `/usr/include/yaml${number}/yaml.h`;
          yield fileEntry('header', { path, package: 'libfoo-dev' });
        }
        seen.push(await lookUp());
        throw new Error('the list ends too early');
      }
      const kept = catalogue.keepFileIndex(indexOf(2), broken());
      await expect(kept).rejects.toThrow('the list ends too early');
      expect(seen).toEqual([before]);
      expect(await lookUp()).toEqual(before);
      expect(await catalogue.findFileIndex(bookworm)).toEqual(indexOf(1));
    });

    it('are refused when they say nothing of a package that has files', async () => {
      await using house = await open();
      const kept = house.catalogue.keepFileIndex(indexOf(1), listed([fooHeader]));
      await expect(kept).rejects.toThrow('nothing is said of the package libfoo-dev');
      expect(await house.catalogue.findFileIndex(bookworm)).toBeNull();
    });

    it('of two that are kept at once the later counts, whole', async () => {
      await using house = await open();
      await Promise.all([
        keep(house.catalogue, small),
        house.catalogue.keepFileIndex(indexOf(2), listed([packageEntry('libfoo-dev'), fooHeader])),
      ]);
      expect(await house.catalogue.findFileIndex(bookworm)).toEqual(indexOf(2));
      expect(await find(house.catalogue, { kind: 'header', name: 'yaml.h' })).toEqual([]);
    });
  });
}

const fooHeader = fileEntry('header', { path: '/usr/include/foo.h', package: 'libfoo-dev' });
const library = '/usr/lib/x86_64-linux-gnu';
const python = '/usr/lib/python3/dist-packages';

const small: readonly IndexEntry[] = [
  fileEntry('header', { path: '/usr/include/yaml.h', package: 'libyaml-dev' }),
  fileEntry('header', { path: '/usr/include/yaml-cpp/yaml.h', package: 'libyaml-cpp-dev' }),
  fileEntry('header', { path: '/usr/include/brotli/decode.h', package: 'libbrotli-dev' }),
  fileEntry('header', { path: '/usr/include/notbrotli/decode.h', package: 'libbrotli-dev' }),
  fileEntry('library', { name: 'yaml', path: `${library}/libyaml.so`, package: 'libyaml-dev' }),
  fileEntry('library', { name: 'yaml', path: `${library}/libyaml.a`, package: 'libyaml-dev' }),
  fileEntry('library', { name: 'pq', path: `${library}/libpq.so`, package: 'libpq-dev' }),
  fileEntry('pkg-config', {
    name: 'yaml-0.1',
    path: `${library}/pkgconfig/yaml-0.1.pc`,
    package: 'libyaml-dev',
  }),
  fileEntry('program', { path: '/usr/bin/pg_config', package: 'libpq-dev' }),
  fileEntry('cmake-package', {
    name: 'tinyxml2',
    path: `${library}/cmake/tinyxml2/tinyxml2-config.cmake`,
    package: 'libtinyxml2-dev',
  }),
  fileEntry('cmake-package', {
    name: 'Yaml',
    path: '/usr/share/cmake-3.25/Modules/FindYaml.cmake',
    package: 'cmake-data',
  }),
  fileEntry('python-module', { name: 'lxml', path: `${python}/lxml/__init__.py`, package: 'python3-lxml' }),
  fileEntry('python-project', {
    name: 'pyyaml',
    path: `${python}/PyYAML-6.0.egg-info`,
    package: 'python3-yaml',
  }),
  fileEntry('typelib', {
    name: 'Gtk-3.0',
    path: `${library}/girepository-1.0/Gtk-3.0.typelib`,
    package: 'gir1.2-gtk-3.0',
  }),
  packageEntry('libyaml-dev', { usedBySources: 43 }),
  packageEntry('cmake-data', { isInstalled: true }),
  ...['libyaml-cpp-dev', 'libbrotli-dev', 'libpq-dev', 'libtinyxml2-dev', 'python3-lxml'].map((name) =>
    packageEntry(name),
  ),
  ...['python3-yaml', 'gir1.2-gtk-3.0', 'libxmlsec1-dev'].map((name) => packageEntry(name)),
  { entry: 'source', project: 'pyyaml', buildDepends: ['cython3', 'libyaml-dev'] },
];

const indexOf = (madeAt: number, target = bookworm) => ({ target, image: sha256Of('image'), madeAt });

async function* listed(entries: readonly IndexEntry[]): AsyncGenerator<IndexEntry> {
  yield* entries;
}

const keep = (catalogue: Catalogue, entries: readonly IndexEntry[], target = bookworm): Promise<void> =>
  catalogue.keepFileIndex(indexOf(1, target), listed(entries));

async function find(catalogue: Catalogue, missing: Missing) {
  const [found] = await catalogue.findProviders(bookworm, [missing]);
  return found?.providers ?? [];
}
