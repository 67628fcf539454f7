import { Readable } from 'node:stream';
import type { BuildId } from '../../src/domain/build-state.ts';
import type { Sha256 } from '../../src/domain/sha256.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { TargetName } from '../../src/domain/target.ts';
import { addBuildOf, releaseOf, wheelOf } from '../contracts/catalogue-samples.ts';
import type { FarmUnderTest } from './farm-under-test.ts';

export type Published = {
  readonly filename: string;
  readonly sha256: Sha256;
  readonly content: string;
  readonly build: BuildId;
};

/** Puts a file into a node of the index as the farm does when a build has succeeded. */
export async function publish(
  farm: FarmUnderTest,
  file: {
    readonly node: string;
    readonly name: string;
    readonly version?: string;
    readonly requiresPython?: string;
    readonly target: TargetName;
  },
): Promise<Published> {
  const { node, name, version = '1.0', requiresPython = null, target } = file;
  const build = await addBuildOf(farm.catalogue, name, { target });
  const filename = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
  const content = `wheel ${filename} for ${node}, ${'x'.repeat(100)}`;
  const { sha256, sizeBytes } = await farm.blobs.put(Readable.from([content]));
  const text = `Metadata-Version: 2.1\nName: ${name}\n`;
  const metadata = { sha256: sha256Of(text), text };
  const release = releaseOf(name, version);
  await farm.catalogue.addWheel(
    { ...wheelOf(name), filename, sha256, sizeBytes, release, requiresPython, metadata },
    build.id,
    1,
  );
  await farm.catalogue.publishFile({
    node,
    ...release,
    filename,
    sha256,
    sizeBytes,
    requiresPython,
    metadataSha256: metadata.sha256,
    publishedAt: farm.time.now,
    build: build.id,
    uploadedBy: null,
    yanked: null,
  });
  return { filename, sha256, content, build: build.id };
}
