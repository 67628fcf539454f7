import * as z from 'zod';
import { missingKinds } from '../../domain/missing.ts';
import { Sha256Text } from './sdist.ts';

const MissingView = z.object({ kind: z.enum(missingKinds), name: z.string() });

/** Why a build failed: the sentence for people, the kind and facts for programs. */
export const FailureView = z
  .object({
    kind: z.string(),
    sentence: z.string(),
    blame: z.enum(['package', 'farm']),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.array(z.string())])),
  })
  .meta({ id: 'Failure' });
export type FailureView = z.infer<typeof FailureView>;

export const EvidenceView = z
  .object({
    worker: z.string(),
    startedAt: z.number(),
    endedAt: z.number(),
    image: z.object({ identity: Sha256Text }).nullable(),
    log: z.object({ lines: z.int(), cutBytes: z.int() }).nullable(),
    phases: z.array(z.object({ phase: z.string(), milliseconds: z.number() })),
    requirements: z.array(
      z.object({ requirement: z.string(), version: z.string(), source: z.enum(['farm', 'distribution']) }),
    ),
    peakMemoryBytes: z.number().nullable(),
    linkedLibraries: z.record(z.string(), z.string()).meta({ description: 'soname to OS package' }),
    missing: z
      .array(MissingView)
      .meta({ description: 'What the build looked for and did not find, the likeliest cause first' }),
    skippedExtensions: z.array(z.string()),
    openedPackages: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Of the packages that the farm found, those of which a file was opened' }),
    imports: z.array(
      z.discriminatedUnion('result', [
        z.object({ module: z.string(), result: z.literal('imported') }),
        z.object({ module: z.string(), result: z.literal('lacks-dependency'), dependency: z.string() }),
      ]),
    ),
  })
  .meta({ id: 'Evidence' });
export type EvidenceView = z.infer<typeof EvidenceView>;

export const WheelView = z
  .object({
    filename: z.string(),
    sha256: Sha256Text,
    sizeBytes: z.int(),
    fileCount: z.int(),
    requiresPython: z.string().nullable(),
    requiresDist: z.array(z.string()),
    neededLibraries: z.array(z.string()).meta({ description: 'sonames, sorted' }),
  })
  .meta({ id: 'Wheel' });
export type WheelView = z.infer<typeof WheelView>;

export const OutcomeView = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('built'), wheel: WheelView, evidence: EvidenceView }),
    z.object({ kind: z.literal('verified'), evidence: EvidenceView }),
    z.object({
      kind: z.literal('needs'),
      requirements: z.array(z.object({ requirement: z.string(), available: z.string().nullable() })),
      evidence: EvidenceView,
    }),
    z.object({ kind: z.literal('indexed'), evidence: EvidenceView }),
    z.object({ kind: z.literal('failed'), failure: FailureView, evidence: EvidenceView }),
  ])
  .meta({ id: 'Outcome' });
export type OutcomeView = z.infer<typeof OutcomeView>;

export const PlanKind = z.enum(['build', 'verify', 'file-index']);

export const FoundPackageView = z
  .object({
    package: z.string(),
    wants: MissingView,
    because: z.enum(['diagnosis', 'hint', 'learned', 'distribution']),
  })
  .meta({ id: 'FoundPackage' });

export const AttemptView = z
  .object({
    id: z.string().meta({ description: '<build id>.<attempt number>', example: '17.2' }),
    kind: PlanKind,
    platform: z.string(),
    osPackages: z.array(z.string()).meta({ description: 'Added to the plain image' }),
    found: z
      .array(FoundPackageView)
      .meta({ description: 'Those of the OS packages that the farm added by itself, and what for' }),
    given: z
      .object({
        wheels: z.array(z.string()).meta({ description: 'Wheels of build requirements that were laid in' }),
        extraRequires: z
          .array(z.string())
          .meta({ description: 'Build requirements that the project does not name' }),
        loosened: z.array(z.string()).meta({ description: 'Projects whose version that is there had to do' }),
        memoryBytes: z.number().nullable(),
      })
      .meta({ description: 'What else it was given' }),
    createdAt: z.number(),
    endedAt: z.number().nullable(),
    outcome: OutcomeView.nullable().meta({ description: 'Null while nothing has come back' }),
  })
  .meta({ id: 'Attempt' });
export type AttemptView = z.infer<typeof AttemptView>;

/** What a wheel that an attempt built holds, as its directory says. */
export const WheelFiles = z
  .object({
    fileCount: z.int(),
    files: z
      .array(z.object({ path: z.string(), sizeBytes: z.number() }))
      .meta({ description: 'The first of them, at most 10,000' }),
  })
  .meta({ id: 'WheelFiles' });
export type WheelFiles = z.infer<typeof WheelFiles>;

/** The plan as it was given to the worker: printed, not taken apart, by those who ask for it. */
export const PlanView = z.looseObject({ kind: PlanKind, attempt: z.string() }).meta({ id: 'Plan' });
export type PlanView = z.infer<typeof PlanView>;
