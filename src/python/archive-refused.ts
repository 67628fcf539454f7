import type { SdistRefusal } from '../domain/sdist.ts';

/** Ends the reading of an archive from anywhere in its stream. Never leaves this room. */
export class ArchiveRefused extends Error {
  override readonly name = 'ArchiveRefused';
  readonly refusal: SdistRefusal;

  constructor(refusal: SdistRefusal, options?: ErrorOptions) {
    super(refusal.kind, options);
    this.refusal = refusal;
  }
}

export const notAnArchive = (detail: string): ArchiveRefused =>
  new ArchiveRefused({ kind: 'not-an-archive', detail });

/**
 * What an error met while decoding means: a fault of the host's disk stays what it is (it carries a system call),
 * all else is the archive's.
 */
export function blameArchive(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ArchiveRefused || 'syscall' in error) return error;
  return new ArchiveRefused(
    { kind: 'not-an-archive', detail: error.message.slice(0, 200) },
    { cause: error },
  );
}
