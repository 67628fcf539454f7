import type { StorageView } from '../contract/storage.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, type Reply } from '../reply.ts';
import { viewSpace } from '../views/worker-view.ts';

export async function showStorage(farm: HttpFarm): Promise<Reply<StorageView>> {
  const { measuredAt, parts, space } = await farm.storage.read();
  return json(200, {
    measuredAt,
    parts: parts.map((part) => ({ ...part })),
    disk: space && viewSpace(space),
  });
}
