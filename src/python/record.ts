import { bad, ok, type Result } from '../domain/result.ts';

export type RecordLine = {
  readonly path: string;
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
};

/** A member of the wheel as it was read: its hash is in RECORD's own spelling. */
export type HashedFile = { readonly sha256: string; readonly sizeBytes: number };

/** Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file */
export function parseRecord(text: string): Result<readonly RecordLine[], string> {
  const lines: RecordLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const parsed = parseLine(line);
    if (parsed === null) return bad(`line ${index + 1} of RECORD can't be read`);
    lines.push(parsed);
  }
  return ok(lines);
}

/** CSV; quotes only where a path has commas or quotes. */
function parseLine(line: string): RecordLine | null {
  const match = /^(?:"((?:[^"]|"")*)"|([^",]*)),([^,"]*),(\d{0,15})$/.exec(line);
  if (!match) return null;
  const [, quoted, plain, hash = '', size = ''] = match;
  const path = quoted?.replaceAll('""', '"') ?? plain ?? '';
  const sha256 = hash === '' ? null : hash.startsWith('sha256=') ? hash.slice('sha256='.length) : undefined;
  if (path === '' || sha256 === undefined) return null;
  return { path, sha256, sizeBytes: size === '' ? null : Number(size) };
}

/** The first thing in which RECORD and the wheel's files differ. `recordPath` and its signatures need not be listed. */
export function compareRecord(
  lines: readonly RecordLine[],
  wheel: { readonly files: ReadonlyMap<string, HashedFile>; readonly recordPath: string },
): string | null {
  const exempt = new Set([wheel.recordPath, `${wheel.recordPath}.jws`, `${wheel.recordPath}.p7s`]);
  const listed = new Set<string>();
  for (const line of lines) {
    const name = JSON.stringify(line.path);
    if (listed.has(line.path)) return `RECORD lists ${name} twice`;
    listed.add(line.path);
    const file = wheel.files.get(line.path);
    if (file === undefined) return `RECORD lists ${name}, which the wheel lacks`;
    if (exempt.has(line.path)) continue;
    if (line.sha256 === null) return `RECORD has no hash of ${name}`;
    if (line.sha256 !== file.sha256) return `RECORD has another hash of ${name}`;
    if (line.sizeBytes !== null && line.sizeBytes !== file.sizeBytes)
      return `RECORD has another size of ${name}`;
  }
  const unlisted = [...wheel.files.keys()].find((path) => !listed.has(path) && !exempt.has(path));
  return unlisted === undefined ? null : `RECORD lacks ${JSON.stringify(unlisted)}`;
}
