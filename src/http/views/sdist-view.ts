import type { Sdist } from '../../domain/sdist.ts';
import type { SdistView } from '../contract/sdist.ts';

export const viewSdist = ({ facts, ...sdist }: Sdist): SdistView => ({
  sha256: sdist.sha256,
  filename: sdist.filename,
  sizeBytes: sdist.sizeBytes,
  project: sdist.release.project,
  version: sdist.release.version,
  format: facts.format,
  layout: facts.layout,
  requiresPython: facts.requiresPython,
  buildRequires: facts.buildSystem && [...facts.buildSystem.requires],
  buildBackend: facts.buildSystem?.buildBackend ?? null,
  nativeSources: [...facts.nativeSources],
  hints: [...facts.hints],
  fileCount: facts.fileCount,
  unpackedBytes: facts.unpackedBytes,
});
