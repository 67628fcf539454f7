import type { AttemptOutcome, Evidence } from '../../domain/outcome.ts';
import type { AttemptPlan } from '../../domain/plan.ts';
import { neededLibraries, type WheelFacts } from '../../domain/wheel.ts';
import type { Attempt } from '../../farm/records.ts';
import type { AttemptView, EvidenceView, OutcomeView, WheelView } from '../contract/attempt.ts';
import { viewFailure } from './build-view.ts';

export const viewAttempt = (attempt: Attempt): AttemptView => ({
  id: attempt.id,
  kind: attempt.plan.kind,
  platform: attempt.platform,
  osPackages: [...attempt.plan.image.osPackages],
  found: attempt.plan.kind === 'build' ? attempt.plan.found.map((found) => ({ ...found })) : [],
  given: viewGiven(attempt.plan),
  createdAt: attempt.createdAt,
  endedAt: attempt.endedAt,
  outcome: attempt.outcome === null ? null : viewOutcome(attempt.outcome),
});

function viewGiven(plan: AttemptPlan): AttemptView['given'] {
  switch (plan.kind) {
    case 'build':
      return {
        wheels: plan.wheels.map(({ filename }) => filename),
        extraRequires: [...plan.extraRequires],
        loosened: [...plan.loosened],
        memoryBytes: plan.limits.memoryBytes,
      };
    case 'verify':
      return { ...nothingElse, memoryBytes: plan.limits.memoryBytes };
    case 'file-index':
      return { ...nothingElse, memoryBytes: null };
  }
}

const nothingElse = { wheels: [], extraRequires: [], loosened: [] };

function viewOutcome(outcome: AttemptOutcome): OutcomeView {
  const evidence = viewEvidence(outcome.evidence);
  switch (outcome.kind) {
    case 'built':
      return { kind: outcome.kind, wheel: viewWheel(outcome.wheel), evidence };
    case 'verified':
      return { kind: outcome.kind, evidence };
    case 'needs':
      return { kind: outcome.kind, requirements: [...outcome.requirements], evidence };
    case 'indexed':
      return { kind: outcome.kind, evidence };
    case 'failed':
      return { kind: outcome.kind, failure: viewFailure(outcome.failure), evidence };
  }
}

const viewEvidence = (evidence: Evidence): EvidenceView => ({
  worker: evidence.worker,
  startedAt: evidence.startedAt,
  endedAt: evidence.endedAt,
  image: evidence.image && { identity: evidence.image.identity },
  log: evidence.log && { lines: evidence.log.lines, cutBytes: evidence.log.cutBytes },
  phases: [...evidence.phases],
  requirements: [...evidence.requirements],
  peakMemoryBytes: evidence.peakMemoryBytes,
  linkedLibraries: { ...evidence.linkedLibraries },
  missing: [...evidence.missing],
  skippedExtensions: [...evidence.skippedExtensions],
  openedPackages: evidence.openedPackages && [...evidence.openedPackages],
  imports: [...evidence.imports],
});

const viewWheel = (wheel: WheelFacts): WheelView => ({
  filename: wheel.filename,
  sha256: wheel.sha256,
  sizeBytes: wheel.sizeBytes,
  fileCount: wheel.fileCount,
  requiresPython: wheel.requiresPython,
  requiresDist: [...wheel.requiresDist],
  neededLibraries: [...neededLibraries(wheel)],
});
