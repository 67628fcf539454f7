import type { AttemptId } from '../../domain/plan.ts';
import type { ReproductionFile } from '../../domain/reproduction.ts';
import { inputBlobs, reproduceAttempt } from '../../farm/reproduce-attempt.ts';
import type { Asked } from '../asked.ts';
import type { ReproductionView } from '../contract/reproduction.ts';
import { replyWithBlob } from '../file-reply.ts';
import type { HttpFarm } from '../http-ports.ts';
import { json, notFound, problem, type Reply } from '../reply.ts';

type OneAttempt = { readonly params: { readonly id: AttemptId } };

export async function showReproduction(
  farm: HttpFarm,
  { params }: OneAttempt,
): Promise<Reply<ReproductionView>> {
  const found = await reproduceAttempt(farm, params.id);
  if (found.ok) {
    const { release, image, files, limits, ...rest } = found.value;
    return json(200, {
      ...rest,
      ...release,
      limits: { ...limits },
      image: [...image],
      files: files.map((file) => viewFile(params.id, file)),
    });
  }
  switch (found.problem.kind) {
    case 'no-such-attempt':
      return noSuchAttempt(params.id);
    case 'not-a-build':
      return problem(409, {
        kind: 'not-reproducible',
        detail: `attempt ${params.id} is of the kind ${found.problem.planKind}; only builds can be repeated by hand`,
      });
  }
}

const viewFile = (attempt: AttemptId, file: ReproductionFile): ReproductionView['files'][number] =>
  'text' in file
    ? file
    : { ...file, href: `/api/attempts/${attempt}/inputs/${encodeURIComponent(nameOf(file.path))}` };

/** An sdist or a laid-in wheel, and nothing else of the blobs: only what this attempt's plan names. */
export async function getInput(
  farm: HttpFarm,
  {
    params,
    asked,
  }: { readonly params: { readonly id: AttemptId; readonly name: string }; readonly asked: Asked },
): Promise<Reply<never>> {
  const attempt = await farm.catalogue.findAttempt(params.id);
  if (attempt === null) return noSuchAttempt(params.id);
  const { plan } = attempt;
  const inputs = plan.kind === 'build' ? inputBlobs(plan) : [];
  const input = inputs.find(({ path }) => nameOf(path) === params.name);
  const headers = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'private, no-store' };
  if (input === undefined) return notFound(`attempt ${params.id} has no input ${params.name.slice(0, 255)}`);
  const reply = await replyWithBlob(farm.blobs, { sha256: input.sha256, asked, headers });
  const detail = `${params.name} is not kept any more: it has left the indexes, and attempt ${params.id} is too old`;
  return reply ?? notFound(detail);
}

const nameOf = (path: string): string => path.slice(path.indexOf('/') + 1);
const noSuchAttempt = (id: AttemptId) => notFound(`there is no attempt ${id}`);
