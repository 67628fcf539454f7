import type { Asked } from '../asked.ts';
import { followFarm } from '../follow-farm.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { Reply } from '../reply.ts';

/** What a client saw last counts more than where it first wanted to begin. */
export async function showFarmEvents(
  farm: HttpFarm,
  { query, asked }: { readonly query: { readonly after?: string | undefined }; readonly asked: Asked },
): Promise<Reply<never>> {
  const after = asked.header('last-event-id') ?? query.after ?? null;
  return { kind: 'events', events: followFarm(farm, { after, signal: asked.signal }) };
}
