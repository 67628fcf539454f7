import type { Degradation } from './degradation.ts';
import type { Failure } from './failure.ts';
import type { CampaignId } from './campaign.ts';
import type { AttemptId } from './plan.ts';
import type { Sha256 } from './sha256.ts';

/** The number of a build, as people say it: build 17. */
export type BuildId = number & { readonly brand: 'BuildId' };

/*
 *               ┌───────────┐  the build it waits on ended
 *   request ──► │  waiting  │ ────────────────┐ (or: answered by its wheel ──► succeeded)
 *      │        └─────▲─────┘                 ▼         (or: its requirement can't be had ──► failed)
 *      │              └─ building: a requirement is built first
 *      └──────────────────────────────► ┌──────────┐ ◄── retry ── failed, cancelled, blocked (failed:
 *                                       │  queued  │     by itself, too, when an input changed)
 *                                       └────┬─────┘ ◄── needs met, or worth another attempt: planned again
 *                             a worker has it│
 *                                       ┌────▼─────┐   ┌───────────┐   ┌────────────┐   ┌───────────┐
 *                                       │ building │──►│ verifying │──►│ publishing │──►│ succeeded │
 *                                       └────┬─────┘   └─────┬─────┘   └─────┬──────┘   └───────────┘
 *                                            └───────────────┴───────────────┼──► failed
 *                                                  ┌──────────┐  ◄───────────┘ of a campaign that publishes all at once
 *                                                  │   held   │ ──► succeeded   when all of it is published
 *                                                  └──────────┘ ──► publishing  its name was taken meanwhile, or it is another campaign's now
 *   rebuild: from succeeded, held ──► queued; its file stays in the index until another goes before it
 *   cancel: from queued, waiting, building, verifying, held ──► cancelled
 *   policy: from queued ──► blocked
 */
export type BuildState =
  /** `attempt`: the plan that was dispatched and that no worker has taken yet; null: still to be planned. */
  | { readonly name: 'queued'; readonly attempt: AttemptId | null }
  /**
   * `answer`: the wheel of that build may answer this one. `requirement`: that build makes something which this one is
   * built with; whatever becomes of it, this one is looked at again.
   */
  | { readonly name: 'waiting'; readonly on: BuildId; readonly reason: WaitingReason }
  | { readonly name: 'building'; readonly attempt: AttemptId }
  | { readonly name: 'verifying'; readonly attempt: AttemptId; readonly wheel: Sha256 }
  | { readonly name: 'publishing'; readonly wheel: Sha256 }
  /** Built and verified, and shown to nobody but builds of the same campaign until that one publishes all of it. */
  | {
      readonly name: 'held';
      readonly campaign: CampaignId;
      /** As it was built, and as it will be published. */
      readonly built: Sha256;
      readonly wheel: Sha256;
      readonly filename: string;
      readonly degradation: Degradation | null;
      readonly rebuilt: Rebuilt;
    }
  | {
      readonly name: 'succeeded';
      readonly wheel: Sha256;
      readonly filename: string;
      /** The build whose wheel answers this one: a pure wheel serves every target. Null: its own. */
      readonly answeredBy: BuildId | null;
      /** What the wheel lacks though its sdist has it; null: nothing, as far as was seen. */
      readonly degradation: Degradation | null;
      readonly rebuilt: Rebuilt;
    }
  /** `inputs`: fingerprint of what the build was made of. When it would be made of something else, it is tried again. */
  | { readonly name: 'failed'; readonly failure: Failure; readonly inputs: Sha256 | null }
  | { readonly name: 'blocked'; readonly rule: string }
  | { readonly name: 'cancelled'; readonly by: string };

/**
 * What came of building it again. `unchanged`: a wheel that installs the same, so the earlier file stands. `changed`:
 * another, which was published under the next build tag. Null: no earlier file was in its way.
 */
export type Rebuilt = 'unchanged' | 'changed' | null;

/** `answer`: its wheel may be this build's. `requirement`: its wheel is needed for this build. `file-index`: it has the target's OS packages listed. */
export type WaitingReason = 'answer' | 'requirement' | 'file-index';

export type BuildStateName = BuildState['name'];

export const buildStateNames = [
  'queued',
  'waiting',
  'building',
  'verifying',
  'publishing',
  'held',
  'succeeded',
  'failed',
  'blocked',
  'cancelled',
] as const satisfies readonly BuildStateName[];

const nextStates: Readonly<Record<BuildStateName, readonly BuildStateName[]>> = {
  queued: ['queued', 'building', 'verifying', 'waiting', 'blocked', 'cancelled', 'failed'],
  waiting: ['queued', 'waiting', 'succeeded', 'failed', 'cancelled'],
  building: ['queued', 'waiting', 'verifying', 'failed', 'cancelled'],
  verifying: ['publishing', 'failed', 'cancelled'],
  publishing: ['held', 'succeeded', 'failed'],
  held: ['queued', 'publishing', 'succeeded', 'cancelled'],
  succeeded: ['queued'],
  failed: ['queued', 'waiting'],
  blocked: ['queued', 'waiting'],
  cancelled: ['queued', 'waiting'],
};

export const mayMove = (from: BuildStateName, to: BuildStateName): boolean => nextStates[from].includes(to);

/** Nothing more happens by itself. */
export const isFinal = (name: BuildStateName): boolean =>
  name === 'succeeded' || name === 'failed' || name === 'blocked' || name === 'cancelled';

export const buildActions = ['retry', 'rebuild', 'cancel'] as const;
export type BuildAction = (typeof buildActions)[number];

/** What a person may do with a build in a state: the API, the command line and the page all ask here. */
export const allowedActions: Readonly<Record<BuildStateName, readonly BuildAction[]>> = {
  queued: ['cancel'],
  waiting: ['cancel'],
  building: ['cancel'],
  verifying: ['cancel'],
  publishing: [],
  held: ['rebuild', 'cancel'],
  succeeded: ['rebuild'],
  failed: ['retry'],
  blocked: ['retry'],
  cancelled: ['retry'],
};
