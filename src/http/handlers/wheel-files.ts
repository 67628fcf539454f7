import type { AttemptId } from '../../domain/plan.ts';
import type { WheelFiles } from '../contract/attempt.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, type Reply } from '../reply.ts';

/** What the wheel of an attempt holds, published or not. */
export async function showWheelFiles(
  farm: HttpFarm,
  { params }: { readonly params: { readonly id: AttemptId } },
): Promise<Reply<WheelFiles>> {
  const attempt = await farm.catalogue.findAttempt(params.id);
  if (attempt?.outcome?.kind !== 'built') return notFound(`attempt ${params.id} has built no wheel`);
  const list = await farm.listWheelFiles(attempt.outcome.wheel.sha256);
  if (list === null) return notFound(`the wheel of attempt ${params.id} is not kept`);
  return json(200, { fileCount: list.fileCount, files: list.files.map((file) => ({ ...file })) });
}
