import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseProjectName, parseVersion } from '../src/domain/release.ts';
import { say } from './figures.ts';
import type { MirrorSdist } from './mirror-sdist.ts';

/** A real project's archive, and whether it has a PKG-INFO: a `tree` must be told its name and version. */
export type CorpusSdist = MirrorSdist & { readonly layout: 'sdist' | 'tree' };

const schema = z.array(
  z
    .object({
      project: z.string(),
      version: z.string(),
      poolPath: z.string().regex(/^pool\/main\/[\w.+~/-]+$/),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      layout: z.enum(['sdist', 'tree']),
    })
    .readonly(),
);

/** What a benchmark is asked for: every archive, or those of some projects or of one layout. Ends it, saying why, without a corpus. */
export async function chooseSdists(options: {
  readonly corpus: string;
  /** Names of projects, with commas between them. */
  readonly only?: string | undefined;
  readonly layout?: string | undefined;
}): Promise<readonly CorpusSdist[]> {
  const corpus = await readCorpus(options.corpus);
  if (corpus === null) {
    say(`skipped: there is no list of archives at ${options.corpus}`);
    process.exit(0);
  }
  const names = options.only?.split(',').map((name) => name.trim());
  return corpus.filter(
    ({ project, layout }) =>
      names?.includes(project) !== false && (options.layout === undefined || options.layout === layout),
  );
}

/** Null where there is no corpus beside the repository. */
async function readCorpus(file: string): Promise<readonly CorpusSdist[] | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : schema.parse(JSON.parse(text)).map(withUpstreamVersion);
}

/** Debian marks an archive that it changed (`8.1+dfsg1`) or went back to (`8.2+0.really.8.1`); the release is upstream's. */
const withUpstreamVersion = (sdist: CorpusSdist): CorpusSdist => ({
  ...sdist,
  version: sdist.version.replace(/^.*\+0\.really\.|\+(?:dfsg|ds|repack)[\d.]*$/g, ''),
});

/** Why the farm could not even be asked for it, in words; null when it can. */
export function explainUnusable({ project, version }: CorpusSdist): string | null {
  const name = parseProjectName(project);
  if (!name.ok) return name.problem;
  const parsed = parseVersion(version);
  return parsed.ok ? null : parsed.problem;
}
