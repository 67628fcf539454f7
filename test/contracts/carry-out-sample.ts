import type { BuildState } from '../../src/domain/build-state.ts';
import { sha256Of } from '../../src/domain/sha256.ts';
import type { Catalogue } from '../../src/farm/catalogue-port.ts';
import type { Build } from '../../src/farm/records.ts';
import { failedOutcome, nextAttempt, wheelOf } from './catalogue-samples.ts';

const succeeded: BuildState = {
  name: 'succeeded',
  wheel: sha256Of('wheel'),
  filename: 'lxml-1.0-cp311-cp311-linux_x86_64.whl',
  answeredBy: null,
  degradation: null,
  rebuilt: null,
};

/** Builds it on a worker in so many milliseconds, to its end. */
export async function carryOut(
  catalogue: Catalogue,
  build: Build,
  work: { readonly milliseconds: number; readonly endedAt: number; readonly worker?: string },
): Promise<void> {
  const attempt = await catalogue.addAttempt(build.id, nextAttempt);
  if (attempt === null) throw new Error('the build is queued');
  const { endedAt, worker = 'host-1' } = work;
  const evidence = { ...failedOutcome.evidence, worker, startedAt: endedAt - work.milliseconds, endedAt };
  await catalogue.endAttempt(attempt.id, { kind: 'built', wheel: wheelOf('lxml'), evidence }, endedAt);
  const wheel = sha256Of('wheel');
  await catalogue.moveBuild(build.id, {
    from: 'queued',
    to: { name: 'verifying', attempt: attempt.id, wheel },
    at: endedAt,
  });
  await catalogue.moveBuild(build.id, { from: 'verifying', to: { name: 'publishing', wheel }, at: endedAt });
  await catalogue.moveBuild(build.id, { from: 'publishing', to: succeeded, at: endedAt });
}
