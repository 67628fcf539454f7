import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseReleaseSpecifier } from '../../src/domain/release.ts';
import { openArchives } from '../../src/python/archives.ts';
import { defaultSdistLimits, defaultWheelLimits } from '../../src/python/archive-limits.ts';
import { keepFile, paxRecord, tarHeader, writeTar, writeTarGz, writeZip } from './write-archives.ts';

type Inspected = Awaited<ReturnType<ReturnType<typeof openArchives>['inspectSdist']>>;

async function inspect(
  content: Buffer,
  claim: { filename?: string; release?: string; limits?: Partial<typeof defaultSdistLimits> } = {},
): Promise<Inspected> {
  await using kept = await keepFile('archive', content);
  const archives = openArchives({
    sdist: { ...defaultSdistLimits, ...claim.limits },
    wheel: defaultWheelLimits,
  });
  const release = claim.release === undefined ? null : parseReleaseSpecifier(claim.release);
  return await archives.inspectSdist(kept.file, {
    filename: claim.filename ?? 'upload.tar.gz',
    release: release?.ok === true ? release.value : null,
  });
}

const refusalOf = (result: Inspected): unknown => (result.ok ? 'taken' : result.problem);

const pkgInfo =
  'Metadata-Version: 2.1\nName: Demo_Pkg\nVersion: 1.0\nRequires-Python: >=3.9\n\nName: other\n';
const pyproject =
  '[build-system]\nrequires = ["setuptools>=61", "Cython"]\nbuild-backend = "setuptools.build_meta"\n[project]\nrequires-python = ">=3.8"\n';
const demo = [
  { name: 'demo_pkg-1.0/PKG-INFO', content: pkgInfo },
  { name: 'demo_pkg-1.0/pyproject.toml', content: pyproject },
  { name: 'demo_pkg-1.0/demo_pkg/__init__.py', content: 'x = 1\n' },
  { name: 'demo_pkg-1.0/demo_pkg/_fast.pyx', content: '' },
  { name: 'demo_pkg-1.0/tests/probe.c', content: '' },
];

const demoFacts = {
  format: 'tar',
  layout: 'sdist',
  topFolder: 'demo_pkg-1.0',
  requiresPython: '>=3.9',
  buildSystem: { requires: ['setuptools>=61', 'Cython'], buildBackend: 'setuptools.build_meta' },
  nativeSources: ['demo_pkg/_fast.pyx'],
  requiresDist: [],
  hints: [],
  fileCount: 5,
  unpackedBytes: pkgInfo.length + pyproject.length + 6,
};
const demoRelease = { project: 'demo-pkg', version: '1.0' };

describe('a good source archive', () => {
  test('gives its release and facts from tar.gz, whatever its name', async () => {
    const result = await inspect(writeTarGz(demo), { filename: 'demo_pkg-1.0.zip' });
    expect(result).toEqual({ ok: true, value: { release: demoRelease, facts: demoFacts } });
  });

  test.each(['xz', 'bzip2'])('gives the same from a tar packed by %s', async (program) => {
    const noise = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * index * 31) >> 7));
    const runs = Buffer.concat(
      [3, 4, 5, 255, 259, 260, 600_000].map((length) => Buffer.alloc(length, length)),
    );
    const members = [
      ...demo,
      { name: 'demo_pkg-1.0/noise', content: noise },
      { name: 'demo_pkg-1.0/runs', content: runs },
    ];
    const packed = execFileSync(program, ['-c'], { input: writeTar(members), maxBuffer: 1e9 });
    const result = await inspect(packed);
    const unpackedBytes = demoFacts.unpackedBytes + noise.length + runs.length;
    expect(result).toEqual({
      ok: true,
      value: { release: demoRelease, facts: { ...demoFacts, fileCount: 7, unpackedBytes } },
    });
  });

  test('gives the same from zip, packed and stored', async () => {
    const result = await inspect(
      writeZip(demo.map((member, index) => ({ ...member, method: index % 2 ? 8 : 0 }))),
    );
    expect(result).toEqual({
      ok: true,
      value: { release: demoRelease, facts: { ...demoFacts, format: 'zip' } },
    });
  });

  test('made by git and GNU tar, with a global header, long names and inner links, is taken', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wheelyard-test-'));
    try {
      const deep = join(folder, 'tree-1', 'a'.repeat(90), 'b'.repeat(90));
      execFileSync('mkdir', ['-p', deep]);
      writeFileSync(join(deep, 'c.py'), '');
      writeFileSync(join(folder, 'tree-1', 'setup.py'), '');
      execFileSync('ln', [
        '-s',
        '../../setup.py',
        join(folder, 'tree-1', 'a'.repeat(90), 'b'.repeat(90), 'link'),
      ]);
      execFileSync('ln', [join(folder, 'tree-1', 'setup.py'), join(folder, 'tree-1', 'twin.py')]);
      execFileSync('tar', ['-C', folder, '-czf', join(folder, 'gnu.tgz'), '--format=gnu', 'tree-1']);
      execFileSync('tar', ['-C', folder, '-czf', join(folder, 'pax.tgz'), '--format=pax', './tree-1']);
      for (const name of ['gnu.tgz', 'pax.tgz']) {
        const result = await inspect(readFileSync(join(folder, name)), { release: 'tree==1' });
        expect(result).toMatchObject({
          ok: true,
          value: { facts: { layout: 'tree', topFolder: 'tree-1', fileCount: 4 } },
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('without PKG-INFO takes the name and version that its sender gives, and requires-python from pyproject.toml', async () => {
    const tree = writeTarGz([
      { name: 'pax_global_header', type: 'g', content: paxRecord('comment', 'a'.repeat(40)) },
      ...demo.slice(1),
    ]);
    expect(refusalOf(await inspect(tree))).toEqual({ kind: 'name-and-version-needed' });
    expect(await inspect(tree, { release: 'demo==3', filename: 'other-2.0.tar.gz' })).toMatchObject({
      ok: true,
      value: {
        release: { project: 'demo', version: '3' },
        facts: { layout: 'tree', requiresPython: '>=3.8' },
      },
    });
  });

  test('whose PKG-INFO is old, folded and in another encoding is read', async () => {
    const old = Buffer.from(
      '\uFEFFName: Demo-Pkg\r\nVersion: 1.0\r\nAuthor: J\u00f6rg\r\nDescription: a\r\n  b\r\nstray\r\n\r\n',
    );
    const latin1 = Buffer.from('Name: demo.pkg\nVersion: 1.0\nAuthor: J\u00f6rg\n', 'latin1');
    for (const content of [old, latin1]) {
      const result = await inspect(writeTarGz([{ ...demo[0]!, content }, { name: 'demo_pkg-1.0/setup.py' }]));
      expect(result).toMatchObject({
        ok: true,
        value: { release: demoRelease, facts: { buildSystem: null } },
      });
    }
  });
});

describe('what an archive says of itself', () => {
  test.each([
    [{ release: 'other==1.0' }, { kind: 'wrong-name', claimed: 'other', found: 'demo-pkg' }],
    [{ release: 'demo-pkg==1.1' }, { kind: 'wrong-version', claimed: '1.1', found: '1.0' }],
    [{ filename: 'demo-pkg-1.1.tar.gz' }, { kind: 'wrong-version', claimed: '1.1', found: '1.0' }],
    [{ filename: 'other-1.0.tar.gz' }, { kind: 'wrong-name', claimed: 'other', found: 'demo-pkg' }],
    [{ filename: '../demo-pkg-1.0.tar.gz' }, { kind: 'bad-filename', filename: '../demo-pkg-1.0.tar.gz' }],
    [{ filename: 'Demo.Pkg-1.0.0.tar.gz', release: 'demo_pkg==1' }, 'taken'],
    [{ filename: 'demo-pkg_9.orig.tar.gz' }, 'taken'],
  ])('is held against the claim %j', async (claim, expected) => {
    expect(refusalOf(await inspect(writeTarGz(demo), claim))).toEqual(expected);
  });

  test.each([
    ['PKG-INFO', 'Version: 1.0\n', 'bad-pkg-info', 'no Name'],
    ['PKG-INFO', 'Name: demo\nVersion: soon\n', 'bad-pkg-info', 'not a version'],
    ['PKG-INFO', 'Name: demo\nName: other\nVersion: 1\n', 'bad-pkg-info', 'twice'],
    ['PKG-INFO', `Name: demo\nVersion: 1\nDescription: ${'a'.repeat(5000)}`, 'bad-pkg-info', 'larger than'],
    ['pyproject.toml', '[build-system', 'bad-pyproject', 'Invalid TOML'],
    ['pyproject.toml', '[build-system]\nbuild-backend = "a"', 'bad-pyproject', 'build-system.requires'],
    ['pyproject.toml', '[build-system]\nrequires = [1]', 'bad-pyproject', 'build-system.requires.0'],
    ['pyproject.toml', Buffer.from([0x61, 0xff]), 'bad-pyproject', 'not valid'],
    ['pyproject.toml', `a = ${'['.repeat(2000)}`, 'bad-pyproject', 'nested'],
  ])('case %#: an unreadable %s is refused with the reason', async (name, content, kind, detail) => {
    const members = [
      ...demo.filter((member) => !member.name.endsWith(`/${name}`)),
      { name: `demo_pkg-1.0/${name}`, content },
    ];
    const result = await inspect(writeTarGz(members), { limits: { metadataBytes: 4096 } });
    expect(refusalOf(result)).toMatchObject({ kind, detail: expect.stringContaining(detail) });
  });

  test('with neither pyproject.toml nor setup.py there is nothing to build', async () => {
    const result = await inspect(writeTarGz([demo[0]!, demo[2]!]));
    expect(refusalOf(result)).toMatchObject({ kind: 'nothing-to-build' });
    expect(refusalOf(await inspect(writeTarGz([])))).toMatchObject({ kind: 'nothing-to-build' });
  });
});

const top = 'demo_pkg-1.0';

describe('a hostile tar', () => {
  test.each([
    [{ name: '/etc/cron.d/x' }, { kind: 'unsafe-path', path: '/etc/cron.d/x', why: 'absolute' }],
    [{ name: `${top}/../../x` }, { kind: 'unsafe-path', path: `${top}/../../x`, why: 'parent' }],
    [
      { name: Buffer.from([0x61, 0xff, 0xfe]) },
      { kind: 'unsafe-path', path: 'a\uFFFD\uFFFD', why: 'not-text' },
    ],
    [
      { name: `${top}/null`, type: '3' },
      { kind: 'special-file', path: `${top}/null`, type: 'character-device' },
    ],
    [
      { name: `${top}/disk`, type: '4' },
      { kind: 'special-file', path: `${top}/disk`, type: 'block-device' },
    ],
    [
      { name: `${top}/pipe`, type: '6' },
      { kind: 'special-file', path: `${top}/pipe`, type: 'fifo' },
    ],
    [
      { name: `${top}/sparse`, type: 'S' },
      { kind: 'special-file', type: 'member of an unknown type' },
    ],
    [{ name: `${top}/PKG-INFO` }, { kind: 'duplicate-path', path: `${top}/PKG-INFO` }],
    [{ name: `./${top}//PKG-INFO` }, { kind: 'duplicate-path', path: `${top}/PKG-INFO` }],
    [{ name: `${top}/PKG-INFO/below` }, { kind: 'duplicate-path', path: `${top}/PKG-INFO` }],
    [{ name: `${top}/demo_pkg` }, { kind: 'duplicate-path', path: `${top}/demo_pkg` }],
    [{ name: 'second/file' }, { kind: 'several-top-folders', folders: [top, 'second'] }],
    [{ name: 'loose-file' }, { kind: 'several-top-folders', folders: [top, 'loose-file'] }],
    [
      { name: `${top}/a`, type: '2', link: '/etc/passwd' },
      { kind: 'escaping-link', link: '/etc/passwd' },
    ],
    [
      { name: `${top}/a`, type: '2', link: '../other' },
      { kind: 'escaping-link', link: '../other' },
    ],
    [
      { name: `${top}/a`, type: '2', link: 'a' },
      { kind: 'escaping-link', link: 'a' },
    ],
    [
      { name: `${top}/a`, type: '1', link: '../../etc/shadow' },
      { kind: 'escaping-link', link: '../../etc/shadow' },
    ],
    [
      { name: `${top}/a`, type: '1', link: `${top}/missing` },
      { kind: 'escaping-link', link: `${top}/missing` },
    ],
    [{ name: `${top}/setup.py`, type: '2', link: 'demo_pkg' }, 'taken'],
    [{ name: `${top}/a/b`, type: '2', link: '../demo_pkg/__init__.py' }, 'taken'],
    [{ name: `${top}/demo_pkg/`, type: '5' }, 'taken'],
  ])('with %j is answered by %j', async (member, expected) => {
    const refusal = refusalOf(await inspect(writeTarGz([...demo, member])));
    expect({ refusal }).toMatchObject({ refusal: expected });
  });

  test('cannot hide a path in a pax header', async () => {
    const evil = [{ name: 'x', type: 'x', content: paxRecord('path', '../../x') }, { name: `${top}/fine` }];
    expect(refusalOf(await inspect(writeTarGz([...demo, ...evil])))).toMatchObject({
      kind: 'unsafe-path',
      why: 'parent',
    });
  });

  test('cannot lead out through two links that are harmless alone, in either order', async () => {
    const links = [
      { name: `${top}/a/up`, type: '2', link: '..' },
      { name: `${top}/out`, type: '2', link: 'a/up/../x' },
    ];
    for (const order of [links, links.toReversed()]) {
      expect(refusalOf(await inspect(writeTarGz([...demo, ...order])))).toMatchObject({
        kind: 'escaping-link',
        path: `${top}/out`,
      });
    }
  });

  test('cannot write through a link, in either order', async () => {
    const members = [{ name: `${top}/d`, type: '2', link: 'demo_pkg' }, { name: `${top}/d/file` }];
    for (const order of [members, members.toReversed()]) {
      expect(refusalOf(await inspect(writeTarGz([...demo, ...order])))).toEqual({
        kind: 'duplicate-path',
        path: `${top}/d`,
      });
    }
  });

  test('whose pyproject.toml is a link is refused', async () => {
    const members = [demo[0]!, { name: `${top}/pyproject.toml`, type: '2', link: 'other.toml' }];
    expect(refusalOf(await inspect(writeTarGz(members)))).toEqual({
      kind: 'bad-pyproject',
      detail: 'it is a link',
    });
  });

  test('of five GiB of zeros is stopped early, in memory that does not grow with it', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 ** 2));
    const bomb = Buffer.concat([
      gzipSync(tarHeader({ name: `${top}/zeros`, size: 5 * 1024 ** 3 })),
      ...Array.from({ length: 80 }, () => zeros),
    ]);
    const limits = { harmlessBytes: 16 * 1024 ** 2, ratio: 10 };
    const before = process.memoryUsage().rss;
    expect(refusalOf(await inspect(bomb, { limits }))).toEqual({
      kind: 'unpacks-too-large',
      limitBytes: bomb.length * 10,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 ** 2);
  });

  test('of bzip2 blocks that grow a millionfold is stopped early', async () => {
    const zeros = execFileSync('bzip2', ['-c'], { input: Buffer.alloc(20_000_000), maxBuffer: 1e9 });
    const head = execFileSync('bzip2', ['-c'], {
      input: tarHeader({ name: `${top}/zeros`, size: 5 * 1024 ** 3 }),
    });
    const bomb = Buffer.concat([head, ...Array.from({ length: 100 }, () => zeros)]);
    const limits = { harmlessBytes: 16 * 1024 ** 2 };
    expect(refusalOf(await inspect(bomb, { limits }))).toEqual({
      kind: 'unpacks-too-large',
      limitBytes: limits.harmlessBytes,
    });
  });

  test('with too many files, or folders in one path, is refused', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `${top}/${index}` }));
    const limits = { files: 20 };
    expect(refusalOf(await inspect(writeTarGz(many), { limits }))).toEqual({
      kind: 'too-many-files',
      limit: 20,
    });
    const deep = [{ name: `${'a/'.repeat(30)}b` }];
    expect(refusalOf(await inspect(writeTarGz(deep), { limits }))).toEqual({
      kind: 'too-many-files',
      limit: 20,
    });
  });

  test('that is itself too large is not read', async () => {
    expect(refusalOf(await inspect(writeTarGz(demo), { limits: { archiveBytes: 100 } }))).toEqual({
      kind: 'too-large',
      limitBytes: 100,
    });
  });
});

describe('a damaged archive', () => {
  const whole = writeTar([
    ...demo,
    { name: `${top}/data`, content: Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i) >> 5)) },
  ]);
  const packed: readonly (readonly [string, Buffer])[] = [
    ['gzip', gzipSync(whole)],
    ['xz', execFileSync('xz', ['-c'], { input: whole })],
    ['bzip2', execFileSync('bzip2', ['-c'], { input: whole })],
    ['zip', writeZip(demo)],
  ];

  test.each(packed)('of %s is refused wherever it is cut', async (_, bytes) => {
    for (const part of [0.1, 0.5, 0.9, 0.999]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * part));
      expect(refusalOf(await inspect(cut))).toMatchObject({ kind: 'not-an-archive' });
    }
  });

  test.each(packed)('of %s with one byte changed is refused, and the next one is read', async (_, bytes) => {
    const changed = Buffer.from(bytes);
    const middle = changed.length >> 1;
    changed[middle] = (changed[middle] ?? 0) ^ 0xff;
    expect((await inspect(changed)).ok).toBe(false);
    expect((await inspect(bytes)).ok).toBe(true);
  });

  test('whose tar is cut inside a good gzip is refused', async () => {
    expect(refusalOf(await inspect(gzipSync(whole.subarray(0, 3000))))).toMatchObject({
      kind: 'not-an-archive',
    });
  });

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a bare tar', writeTar(demo)],
  ])('that is %s is no archive', async (_, bytes) => {
    expect(refusalOf(await inspect(Buffer.from(bytes)))).toMatchObject({ kind: 'not-an-archive' });
  });

  test('that is not there is the fault of the host, not of the archive', async () => {
    const claim = { filename: 'a-1.tar.gz', release: null };
    await expect(openArchives().inspectSdist('/nonexistent/a-1.tar.gz', claim)).rejects.toThrow('ENOENT');
  });
});

describe('a hostile zip', () => {
  test.each([
    [{ name: '../x' }, { kind: 'unsafe-path', why: 'parent' }],
    [{ name: '/x' }, { kind: 'unsafe-path', why: 'absolute' }],
    [{ name: Buffer.from([0x61, 0x80]) }, { kind: 'unsafe-path', why: 'not-text' }],
    [
      { name: `${top}/l`, mode: 0o120_777, content: '../../etc' },
      { kind: 'escaping-link', link: '../../etc' },
    ],
    [{ name: `${top}/pipe`, mode: 0o010_644 }, { kind: 'special-file' }],
    [{ name: `${top}/PKG-INFO` }, { kind: 'duplicate-path' }],
    [
      { name: `${top}/secret`, flags: 1, method: 8 as const },
      { kind: 'not-an-archive', detail: expect.stringContaining('encrypted') },
    ],
    [
      { name: `${top}/a`, localName: `${top}/b` },
      { kind: 'not-an-archive', detail: expect.stringContaining('another name') },
    ],
    [
      { name: `${top}/a`, content: 'x', crc: 1 },
      { kind: 'not-an-archive', detail: expect.stringContaining('checksum') },
    ],
    [{ name: `${top}/a`, content: 'x'.repeat(9), method: 8 as const, size: 5 }, { kind: 'not-an-archive' }],
    [{ name: `${top}/big`, method: 8 as const, size: 4_000_000_000 }, { kind: 'unpacks-too-large' }],
  ])('with %j is answered by %j', async (member, expected) => {
    expect(refusalOf(await inspect(writeZip([...demo, member])))).toMatchObject(expected);
  });
});
