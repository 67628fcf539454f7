import { json as readJson } from 'node:stream/consumers';
import * as z from 'zod';
import { nodeOfTarget } from '../../domain/index-view.ts';
import { platformOf, type Flavour, type Target, type TargetName } from '../../domain/target.ts';
import type { ImageRecord } from '../../farm/records.ts';
import type { TargetDetail, TargetList, TargetView } from '../contract/target.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';
import { pathOfProjects } from '../simple-index/index-shelf.ts';

type Images = Readonly<Record<Flavour, ImageRecord | null>>;

export async function listTargets(farm: HttpFarm): Promise<Reply<TargetList>> {
  const targets: TargetView[] = [];
  for (const target of farm.targets.values()) {
    targets.push(viewTarget(farm, { target, images: await findImages(farm, target.name) }));
  }
  return json(200, { targets });
}

export async function showTarget(
  farm: HttpFarm,
  { params }: { readonly params: { readonly name: TargetName } },
): Promise<Reply<TargetDetail>> {
  const target = farm.targets.get(params.name);
  if (target === undefined) return notFound(`there is no target ${params.name}`);
  const { catalogue } = farm;
  const images = await findImages(farm, target.name);
  const index = await catalogue.findFileIndex(target.name);
  const order = await catalogue.findFileIndexOrder(target.name);
  return json(200, {
    ...viewTarget(farm, { target, images }),
    registryImage: target.base.registryImage,
    runtimePackages: [...target.runtimePackages],
    buildPackages: [...target.buildPackages],
    manifests: {
      build: await readManifest(farm, images.build),
      runtime: await readManifest(farm, images.runtime),
    },
    builds: { ...(await catalogue.countBuildsOf(target.name)) },
    fileIndex: index && {
      madeAt: index.madeAt,
      image: index.image,
      size: await catalogue.findFileIndexSize(target.name),
    },
    fileIndexOrder: order && { build: order.build, failedAt: order.failedAt },
  });
}

async function findImages(farm: HttpFarm, name: TargetName): Promise<Images> {
  const [build, runtime] = await Promise.all([
    farm.catalogue.findLatestImage(name, 'build'),
    farm.catalogue.findLatestImage(name, 'runtime'),
  ]);
  return { build, runtime };
}

const viewTarget = (
  farm: HttpFarm,
  { target, images }: { readonly target: Target; readonly images: Images },
): TargetView => ({
  name: target.name,
  family: target.family,
  release: target.release,
  pythonVersion: target.pythonVersion,
  architecture: target.architecture,
  platform: platformOf(target),
  status: target.status,
  tried: target.tried,
  isOffered: farm.offered.some(({ name }) => name === target.name),
  indexPath: pathOfProjects(nodeOfTarget(farm.indexes, target.name)),
  images: { build: viewImage(images.build), runtime: viewImage(images.runtime) },
});

const viewImage = (image: ImageRecord | null): TargetView['images']['build'] =>
  image && { identity: image.identity, recordedAt: image.recordedAt };

const StoredManifest = z.object({ manifest: z.array(z.string()) });

async function readManifest(farm: HttpFarm, image: ImageRecord | null): Promise<string[] | null> {
  const facts = image && (await farm.blobs.get(image.factsBlob));
  return facts === null ? null : StoredManifest.parse(await readJson(facts.content)).manifest;
}
