import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { ImageSpec } from '../domain/image.ts';
import type { Clock } from '../farm/ports.ts';

/** When this worker used each image last. An engine does not know, and can't note it on an image that is there. */
export type ImageUses = {
  readonly note: (reference: string, spec: ImageSpec) => Promise<void>;
  /** Those not used since, but for the newest plain image of each target and flavour: the next plan wants that one. */
  readonly listUnused: (since: number) => readonly string[];
  readonly forget: (reference: string) => Promise<void>;
};

const useSchema = z.object({
  /** `<target> <flavour>` of a plain image; null: OS packages were added to one. */
  plain: z.string().nullable(),
  usedAt: z.number(),
});
const fileSchema = z.record(z.string(), useSchema);

/** The use of a moment ago is not worth a write. */
const saveMilliseconds = 60 * 60 * 1000;

/** Keeps it in a file of its own. One that can't be read counts as empty: what is used again is noted again. */
export async function openImageUses(options: {
  readonly file: string;
  readonly clock: Clock;
}): Promise<ImageUses> {
  const { file, clock } = options;
  const uses = new Map(Object.entries(await readUses(file)));
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    saving = saving.then(() => writeUses(file, uses)).catch(() => undefined);
    return saving;
  };
  return {
    note: async (reference, { target, flavour, osPackages }) => {
      const plain = osPackages.length === 0 ? `${target.name} ${flavour}` : null;
      const before = uses.get(reference);
      const usedAt = clock();
      uses.set(reference, { plain, usedAt });
      if (before === undefined || usedAt - before.usedAt >= saveMilliseconds) await save();
    },
    listUnused: (since) => {
      const all = [...uses];
      const isNewestPlain = (plain: string | null, usedAt: number): boolean =>
        plain !== null && !all.some(([, other]) => other.plain === plain && other.usedAt > usedAt);
      return all
        .filter(([, { plain, usedAt }]) => usedAt < since && !isNewestPlain(plain, usedAt))
        .map(([reference]) => reference);
    },
    forget: async (reference) => {
      if (uses.delete(reference)) await save();
    },
  };
}

async function readUses(file: string): Promise<z.output<typeof fileSchema>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

async function writeUses(file: string, uses: ReadonlyMap<string, unknown>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(uses)));
  await rename(`${file}.new`, file);
}
