import { parseReleaseSpecifier, renderRelease, type Release } from '../../domain/release.ts';
import { bad, ok, type Result } from '../../domain/result.ts';
import type { Sdist } from '../../domain/sdist.ts';
import { parseSha256 } from '../../domain/sha256.ts';
import { takeInSdist, type SdistClaim } from '../../farm/take-in-sdist.ts';
import type { Readable } from 'node:stream';
import type { HttpFarm } from '../http-ports.ts';
import type { MultipartUpload } from '../read-multipart.ts';
import { problem, type ProblemReply } from '../reply.ts';
import { intakeProblem } from './intake-problem.ts';

/** What a sender says of its file, not yet understood. */
export type RawClaim = {
  readonly filename: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly sha256: string | undefined;
  /** Of upload forms, and checked like the other. */
  readonly md5?: string | undefined;
  readonly blake2b256?: string | undefined;
};

export const claimOf = (upload: MultipartUpload, hashField: 'sha256' | 'sha256_digest'): RawClaim => ({
  filename: upload.filename,
  name: upload.fields.get('name'),
  version: upload.fields.get('version'),
  sha256: upload.fields.get(hashField),
  md5: upload.fields.get('md5_digest'),
  blake2b256: upload.fields.get('blake2_256_digest'),
});

/** Takes one uploaded sdist in and reports what came of it. */
export async function takeUpload(
  farm: HttpFarm,
  upload: { readonly claim: RawClaim; readonly content: Readable; readonly by: string },
): Promise<Result<Sdist, ProblemReply>> {
  const { by, content } = upload;
  const claim = parseClaim(upload.claim);
  if (!claim.ok) return bad(refused(farm, { why: 'bad-claim', sentence: claim.problem, by }));
  const taken = await takeInSdist(farm, { content, claim: claim.value });
  if (!taken.ok) {
    const reply = intakeProblem(taken.problem);
    const why = taken.problem.kind === 'refused' ? taken.problem.refusal.kind : taken.problem.kind;
    farm.report({ kind: 'sdist-refused', why, sentence: reply.problem.detail, by });
    return bad(reply);
  }
  const { sha256, release } = taken.value;
  farm.report({ kind: 'sdist-taken-in', release: renderRelease(release), sha256, by });
  return taken;
}

export function refused(
  farm: HttpFarm,
  refusal: { readonly why: string; readonly sentence: string; readonly by: string },
): ProblemReply {
  farm.report({ kind: 'sdist-refused', ...refusal });
  return problem(400, { kind: `sdist-${refusal.why}`, detail: refusal.sentence });
}

export function parseClaim(raw: RawClaim): Result<SdistClaim, string> {
  if (raw.filename === undefined || raw.filename === '')
    return bad('the name of the file is missing (filename)');
  const release = parseClaimedRelease(raw.name, raw.version);
  if (!release.ok) return release;
  const { filename, md5 = null, blake2b256 = null } = raw;
  const claim = { filename, release: release.value, md5, blake2b256 };
  if (raw.sha256 === undefined) return ok({ ...claim, sha256: null });
  const sha256 = parseSha256(raw.sha256.toLowerCase());
  return sha256.ok ? ok({ ...claim, sha256: sha256.value }) : sha256;
}

function parseClaimedRelease(
  name: string | undefined,
  version: string | undefined,
): Result<Release | null, string> {
  if (name === undefined && version === undefined) return ok(null);
  if (name === undefined || version === undefined)
    return bad('name and version are given together or not at all');
  return parseReleaseSpecifier(`${name}==${version}`);
}
