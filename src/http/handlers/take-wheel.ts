import { renderRelease } from '../../domain/release.ts';
import { explainRefusal } from '../../domain/sdist.ts';
import { takeInWheel, type WheelProblem } from '../../farm/take-in-wheel.ts';
import type { LegacyUpload } from '../contract/farm.ts';
import type { HttpFarm } from '../http-ports.ts';
import type { MultipartUpload } from '../read-multipart.ts';
import { json, problem, type ProblemReply, type Reply } from '../reply.ts';
import { claimOf, parseClaim, refused } from './take-upload.ts';

/** Takes one ready-made wheel into a node and reports what came of it. */
export async function takeWheel(
  farm: HttpFarm,
  { upload, by, node }: { readonly upload: MultipartUpload; readonly by: string; readonly node: string },
): Promise<Reply<LegacyUpload>> {
  const parsed = parseClaim(claimOf(upload, 'sha256_digest'));
  if (!parsed.ok) return refused(farm, { why: 'bad-claim', sentence: parsed.problem, by });
  const { release, ...claim } = parsed.value;
  if (release === null)
    return refused(farm, { why: 'bad-claim', sentence: 'name and version are missing', by });
  const taken = await takeInWheel(farm, { content: upload.content, claim: { ...claim, release }, node, by });
  if (!taken.ok) {
    const reply = wheelProblem(taken.problem);
    farm.report({ kind: 'wheel-refused', node, why: taken.problem.kind, sentence: reply.problem.detail, by });
    return reply;
  }
  const { wheel, isNew } = taken.value;
  const { filename, sha256 } = wheel;
  if (isNew) farm.report({ kind: 'wheel-taken-in', node, filename, sha256, by });
  return json(200, { sha256, release: renderRelease(wheel.release), builds: [] });
}

/** Why a wheel was not taken in, as the sender hears it. */
function wheelProblem(why: WheelProblem): ProblemReply {
  switch (why.kind) {
    case 'refused':
      return problem(why.refusal.kind === 'too-large' ? 413 : 400, {
        kind: `wheel-${why.refusal.kind}`,
        detail: explainRefusal(why.refusal),
      });
    case 'bad-wheel':
    case 'misplaced':
      return problem(400, { kind: why.kind, detail: why.sentence });
    case 'closed':
      return problem(403, { kind: why.kind, detail: why.sentence });
    case 'name-taken':
      return problem(409, {
        kind: 'file-name-taken',
        detail: `${why.filename} stands in ${why.node} with other content (sha256 ${why.known}); a file name never changes its content, give a new version or build tag`,
      });
  }
}
