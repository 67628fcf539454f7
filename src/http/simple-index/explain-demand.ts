import type { ProjectName } from '../../domain/release.ts';
import type { DemandAnswer } from '../../farm/on-demand.ts';

/** How it stands with a project that an index has built on demand: null where there is nothing to say. */
export type DemandWords = {
  readonly sentence: string;
  /** Null: asking again soon changes nothing. */
  readonly retryAfterSeconds: number | null;
} | null;

const troubleSeconds = 15;
const queueSeconds = 60;
const lookSeconds = 5;

/** `waitSeconds`: what a build takes that is queued now; null: nobody knows. */
export function explainDemand(
  project: ProjectName,
  answer: DemandAnswer,
  { waitSeconds }: { readonly waitSeconds: number | null },
): DemandWords {
  switch (answer.kind) {
    case 'off':
      return null;
    case 'not-allowed':
      return never(explainForbidden(project, answer.why));
    case 'unknown':
      return never(`No upstream index has ${project}.`);
    case 'nothing-fits':
      return never(`No release of ${project} upstream has an sdist that fits the Python of this index.`);
    case 'refused':
      return never(`${answer.sentence}.`);
    case 'trouble': {
      const sentence = `${project} can't be looked for upstream just now: ${answer.sentence}.`;
      return { sentence, retryAfterSeconds: troubleSeconds };
    }
    case 'looking':
      return { sentence: `${project} is being looked for upstream.`, retryAfterSeconds: lookSeconds };
    case 'queue-full': {
      const sentence = 'As many projects as may be built on demand at a time are being built: ask again.';
      return { sentence, retryAfterSeconds: queueSeconds };
    }
    case 'too-often': {
      const { retryAfterSeconds } = answer;
      return { sentence: tooOften[answer.by], retryAfterSeconds };
    }
    case 'asked': {
      const seconds = Math.min(Math.max(waitSeconds ?? 30, 5), 600);
      return { sentence: `${project} is built on demand: ask again.`, retryAfterSeconds: seconds };
    }
  }
}

const never = (sentence: string): DemandWords => ({ sentence, retryAfterSeconds: null });

const tooOften = {
  client: 'You have asked for too many projects that are not here: ask again later.',
  total: 'Too many projects that are not here were asked for: ask again later.',
  busy: 'Many projects are being looked for upstream just now: ask again.',
} as const;

function explainForbidden(project: ProjectName, why: 'internal' | 'names' | 'status'): string {
  switch (why) {
    case 'internal':
      return `${project} is an internal name, which is never looked up upstream.`;
    case 'names':
      return `This index does not build ${project} on demand.`;
    case 'status':
      return `${project} is archived or quarantined here, so it is not built on demand.`;
  }
}
