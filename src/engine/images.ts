import type Docker from 'dockerode';
import { setTimeout as pause } from 'node:timers/promises';
import type { Extract } from 'tar-stream';
import { z } from 'zod';
import type { ImageFacts, ImageSpec } from '../domain/image.ts';
import { identityOf, packagesBeyond } from '../domain/image.ts';
import type { PackageMirror } from '../domain/package-mirror.ts';
import type { ImageResult } from '../farm/engine-port.ts';
import { Outage } from '../farm/ports.ts';
import { ensureBase, hasImage } from './base-image.ts';
import type { Belongings } from './belongings.ts';
import { imageReference, makerName, plainPackages } from './image-reference.ts';
import type { ImageUses } from './image-uses.ts';
import { makeImage } from './make-image.ts';
import { factsPath } from './maker-script.ts';
import { callEngine, statusOf } from './outage.ts';
import { openStillContainer } from './still-container.ts';
import { openSharedWork } from './shared-work.ts';

export type ImageMaking = {
  readonly docker: Docker;
  readonly belongings: Belongings;
  readonly describer: string;
  readonly mirror: PackageMirror | null;
  readonly uses: ImageUses;
  readonly network: string;
};

type Wish = { readonly report: (line: string) => void; readonly signal: AbortSignal };
type Order = Wish & { readonly spec: ImageSpec; readonly packages: readonly string[] };

/** Images of one engine, each made once: within this process by sharing the work, across processes by a container's name. */
export function openImages(making: ImageMaking): (spec: ImageSpec, wish: Wish) => Promise<ImageResult> {
  const share = openSharedWork<ImageResult>();
  const facts = new Map<string, ImageFacts>();

  const ensure = async (spec: ImageSpec, wish: Wish): Promise<ImageResult> => {
    if (spec.osPackages.length === 0) return ensurePlain(spec, wish);
    const plain = await ensurePlain(spec, wish);
    if (plain.kind !== 'ready') return plain;
    // What the plain image has already adds nothing: the plan gets the image that it would get without.
    const osPackages = packagesBeyond(plain.facts, spec.osPackages);
    if (osPackages.length === 0) return plain;
    const order = { ...wish, spec: { ...spec, osPackages }, packages: osPackages };
    return once(order, async () => plain.reference);
  };

  const ensurePlain = (spec: ImageSpec, wish: Wish): Promise<ImageResult> => {
    const { target, flavour } = spec;
    const packages = plainPackages(target, flavour);
    const order = { ...wish, spec: { ...spec, osPackages: [] }, packages };
    const { docker, mirror } = making;
    return once(order, (signal) => ensureBase(docker, target, { mirror, report: wish.report, signal }));
  };

  const once = (order: Order, parent: (signal: AbortSignal) => Promise<string>): Promise<ImageResult> => {
    const reference = imageReference(order.spec, making.describer);
    const work = (signal: AbortSignal): Promise<ImageResult> => make({ ...order, reference, signal }, parent);
    return share(reference, { work, signal: order.signal });
  };

  const make = async (
    order: Order & { reference: string },
    parent: (signal: AbortSignal) => Promise<string>,
  ): Promise<ImageResult> => {
    const { reference, spec, report, signal } = order;
    // Before the look: what was used just now is not swept.
    await making.uses.note(reference, spec);
    while (!(await hasImage(making.docker, reference))) {
      // One that is made once more may have other packages than the one that was swept.
      facts.delete(reference);
      report(`making image ${reference}`);
      const made = await makeImage(making.docker, { ...making, ...order, parent: await parent(signal) });
      if (typeof made === 'object')
        return 'missing' in made
          ? { kind: 'no-such-os-package', packages: made.missing }
          : { kind: 'os-package-conflict', packages: made.conflict };
      if (made === 'made-elsewhere') await othersDone(making.docker, { name: makerName(reference), signal });
    }
    const found = facts.get(reference) ?? (await readFacts(making, reference));
    facts.set(reference, found);
    return { kind: 'ready', reference, facts: found };
  };

  return ensure;
}

/** Waits until the container in which another worker makes the image is gone; clears away one that its worker left. */
async function othersDone(
  docker: Docker,
  maker: { readonly name: string; readonly signal: AbortSignal },
): Promise<void> {
  const container = docker.getContainer(maker.name);
  let stopped = 0;
  for (;;) {
    try {
      const { State } = await container.inspect();
      stopped = State.Running ? 0 : stopped + 1;
      // Its worker keeps the image and removes the container at once; one that stays had its worker killed.
      if (stopped > 20) await container.remove({ force: true });
    } catch (error) {
      if (statusOf(error) === 404) return;
      throw new Outage('container engine, wait for another worker', { cause: error });
    }
    await pause(500, undefined, { signal: maker.signal });
  }
}

const factsSchema = z.object({
  manifest: z.array(z.string()),
  libraries: z.record(z.string(), z.string()),
});

/** Reads the description out of an image, through a container that is never started. */
async function readFacts({ docker, belongings }: ImageMaking, reference: string): Promise<ImageFacts> {
  await using container = await openStillContainer(docker, { reference, belongings });
  const text = await callEngine('read an image', readText(await container.unpack(factsPath)));
  const { manifest, libraries } = factsSchema.parse(JSON.parse(text));
  return { manifest, libraries, identity: identityOf(manifest) };
}

async function readText(entries: Extract | null): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const entry of entries ?? [])
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
