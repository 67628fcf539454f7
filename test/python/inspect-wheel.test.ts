import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { WheelFacts } from '../../src/domain/wheel.ts';
import type { Result } from '../../src/domain/result.ts';
import { openArchives } from '../../src/python/archives.ts';
import { keepFile } from './write-archives.ts';
import { writeElf, writeWheel } from './write-wheel.ts';

async function inspect(
  content: Buffer,
  filename = 'demo-1.0-py3-none-any.whl',
): Promise<Result<WheelFacts, string>> {
  await using kept = await keepFile(filename, content);
  return await openArchives().inspectWheel(kept.file);
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

describe('a right wheel', () => {
  test('gives all its facts', async () => {
    const metadata =
      'Metadata-Version: 2.1\nName: Demo\nVersion: 1\nRequires-Python: >=3.9\nRequires-Dist: six\nRequires-Dist: attrs (>=1)\n\nText';
    const content = writeWheel({
      metadata,
      wheel: 'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-cp311-linux_x86_64\n',
      files: [
        { name: 'demo/__init__.py', content: 'x', method: 8 },
        { name: 'demo/a, "b".txt', content: 'y' },
        {
          name: 'demo/_c.so',
          content: writeElf({ bits: 64, order: 'little', needed: ['libyaml-0.so.2'] }),
          method: 8,
        },
      ],
      unlisted: [
        { name: 'demo/', mode: 0o040_755 },
        { name: 'demo-1.0.dist-info/RECORD.jws', content: '{}' },
      ],
    });
    expect(await inspect(content, 'demo-1.0-cp311-cp311-linux_x86_64.whl')).toEqual({
      ok: true,
      value: {
        filename: 'demo-1.0-cp311-cp311-linux_x86_64.whl',
        sha256: sha256(content),
        sizeBytes: content.length,
        release: { project: 'demo', version: '1.0' },
        tags: [{ python: 'cp311', abi: 'cp311', platform: 'linux_x86_64' }],
        requiresPython: '>=3.9',
        metadata: { sha256: sha256(metadata), text: metadata },
        requiresDist: ['six', 'attrs (>=1)'],
        importNames: ['demo'],
        extensions: [{ path: 'demo/_c.so', needed: ['libyaml-0.so.2'] }],
        fileCount: 7,
      },
    });
  });

  test('names what an ELF file needs that is larger than what is kept in memory', async () => {
    const elf = writeElf({ bits: 64, order: 'little', needed: ['libz.so.1'] });
    // The string table alone is moved behind the padding: its address is the second last entry's value.
    const stringsAt = elf.indexOf('\0libz');
    const far = Buffer.concat([
      elf.subarray(0, stringsAt),
      Buffer.alloc(12 * 1024 ** 2),
      elf.subarray(stringsAt),
    ]);
    const moved = BigInt(0x10000 + stringsAt + 12 * 1024 ** 2);
    far.writeBigUInt64LE(moved, far.indexOf(Buffer.from([5, 0, 0, 0, 0, 0, 0, 0]), 176) + 8);
    far.writeBigUInt64LE(BigInt(far.length), 64 + 32);
    const result = await inspect(writeWheel({ files: [{ name: 'big.so', content: far, method: 8 }] }));
    expect(result.ok && result.value.extensions).toEqual([{ path: 'big.so', needed: ['libz.so.1'] }]);
  });
});

const tagged = (lines: string): string => `Wheel-Version: 1.0\nRoot-Is-Purelib: true\n${lines}`;

describe('a wrong wheel', () => {
  test.each([
    ['more than one .dist-info', { unlisted: [{ name: 'x-1.dist-info/METADATA' }] }],
    ["does not bear the wheel's name", { distInfo: 'other-1.0.dist-info' }],
    ["does not bear the wheel's name", { files: [{ name: 'other-1.0.data/scripts/x' }] }],
    ['no WHEEL', { wheel: null }],
    ['no METADATA', { metadata: null }],
    ['no RECORD', { record: () => null }],
    ['Wheel-Version 1.x', { wheel: 'Wheel-Version: 2.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n' }],
    ['Root-Is-Purelib', { wheel: 'Wheel-Version: 1.0\nTag: py3-none-any\n' }],
    ['has the tags none', { wheel: tagged('') }],
    ['has the tags py2-none-any, py3-none-any', { wheel: tagged('Tag: py2.py3-none-any\n') }],
    ["a Tag that can't be read", { wheel: tagged('Tag: py3\n') }],
    ['METADATA says other 1.0', { metadata: 'Name: other\nVersion: 1.0\n' }],
    ['METADATA says demo 1.1', { metadata: 'Name: demo\nVersion: 1.1\n' }],
    ["METADATA can't be read: it has no Version", { metadata: 'Name: demo\n' }],
    [
      'METADATA is not UTF-8',
      { metadata: Buffer.from('Name: demo\nVersion: 1.0\nAuthor: \u00e9\n', 'latin1') },
    ],
    ['RECORD lacks "evil.py"', { unlisted: [{ name: 'evil.py' }] }],
    ['which the wheel lacks', { record: (right: string) => `${right}gone.py,sha256=x,1\n` }],
    ['twice', { record: (right: string) => `${right}${right.split('\n')[0]}\n` }],
    ['another hash', { record: (right: string) => right.replace(/sha256=./, 'sha256=_') }],
    ['another size', { record: (right: string) => right.replace(',6\n', ',7\n') }],
    ['no hash', { record: (right: string) => right.replace(/sha256=[\w-]+,6/, ',') }],
    ["line 1 of RECORD can't be read", { record: (right: string) => right.replace('sha256=', 'md5=') }],
    ['no readable ELF', { files: [{ name: 'a.so', content: '\u007fELF\u0002\u0001' }] }],
    ['twice', { unlisted: [{ name: 'demo/__init__.py' }] }],
    ['unsafe path', { unlisted: [{ name: '../x' }] }],
    ['is a link', { unlisted: [{ name: 'l', mode: 0o120_777, content: 'demo' }] }],
    ['encrypted', { unlisted: [{ name: 'e', flags: 1, method: 8 as const }] }],
    ['checksum', { unlisted: [{ name: 'e', content: 'x', crc: 5 }] }],
    ['unusual way', { unlisted: [{ name: './demo/x.py' }] }],
  ])('is refused because: %s', async (why, parts) => {
    const result = await inspect(writeWheel(parts));
    expect(result.ok ? 'taken' : result.problem).toContain(why);
  });

  test('is refused for its name, and for being no ZIP', async () => {
    expect(await inspect(writeWheel(), 'demo.whl')).toMatchObject({ ok: false });
    expect(await inspect(Buffer.from('#!/bin/sh'))).toMatchObject({ ok: false });
    const built = 'demo-1.0-1-py3-none-any.whl';
    expect((await inspect(writeWheel(), built)).ok).toBe(true);
    expect((await inspect(writeWheel({ wheel: tagged('Tag: py3-none-any\nBuild: 2\n') }), built)).ok).toBe(
      false,
    );
  });

  test('cut anywhere is refused', async () => {
    const whole = writeWheel();
    for (let length = 0; length < whole.length; length += 41) {
      expect((await inspect(whole.subarray(0, length))).ok).toBe(false);
    }
  });
});
