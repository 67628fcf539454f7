import type { AttemptView, EvidenceView, OutcomeView } from '../http/contract/attempt.ts';
import { nameKind, renderFound } from '../domain/attempt-story.ts';
import { renderBytes, renderDuration, renderTime } from './measures.ts';
import { bold } from './printer.ts';
import { renderFacts } from './table.ts';

type Fact = readonly [name: string, value: string | null];

/** One attempt: what was done, how long it took, and what was seen. */
export function renderAttempt(attempt: AttemptView): readonly string[] {
  const { outcome } = attempt;
  const facts: readonly Fact[] = [
    ['begun', renderTime(attempt.createdAt)],
    ...attempt.found.map((found): Fact => [
      'added',
      renderFound(found, outcome?.evidence.openedPackages ?? null),
    ]),
    ['OS packages', attempt.osPackages.length === 0 ? null : attempt.osPackages.join(', ')],
    ...(outcome === null ? [] : [...renderEvidence(outcome.evidence), ...renderResult(outcome)]),
  ];
  return [bold(renderTitle(attempt)), ...renderFacts(facts).map((line) => `  ${line}`)];
}

function renderTitle({ id, kind, platform, outcome }: AttemptView): string {
  const title = `attempt ${id}: ${nameKind(kind)} on ${platform}`;
  if (outcome === null) return `${title}, no outcome yet`;
  const { startedAt, endedAt } = outcome.evidence;
  return `${title}, ${renderDuration(endedAt - startedAt)}: ${renderOutcome(outcome)}`;
}

export function renderOutcome(outcome: OutcomeView): string {
  switch (outcome.kind) {
    case 'built':
    case 'verified':
      return outcome.kind;
    case 'needs':
      return 'needs more';
    case 'indexed':
      return "listed the files of the target's OS packages";
    case 'failed':
      return outcome.failure.sentence;
  }
}

const renderEvidence = (evidence: EvidenceView): readonly Fact[] => [
  ['worker', evidence.worker],
  ['image', evidence.image?.identity ?? null],
  [
    'phases',
    listed(evidence.phases.map(({ phase, milliseconds }) => `${phase} ${renderDuration(milliseconds)}`)),
  ],
  ...evidence.requirements.map(({ requirement, version, source }): Fact => [
    'requirement',
    `${requirement} met by ${version}, ${source === 'farm' ? 'a wheel of this farm' : "the distribution's own package"}`,
  ]),
  ['peak memory', evidence.peakMemoryBytes === null ? null : renderBytes(evidence.peakMemoryBytes)],
  ['log', evidence.log === null ? null : renderLogSize(evidence.log)],
  ['skipped', listed(evidence.skippedExtensions)],
  ...Object.entries(evidence.linkedLibraries).map(([soname, owner]): Fact => [
    'links',
    `${soname} (${owner})`,
  ]),
  ...evidence.imports.map((each): Fact => [
    'import',
    each.result === 'imported'
      ? each.module
      : `${each.module} stops at ${each.dependency}, which it requires`,
  ]),
];

function renderResult(outcome: OutcomeView): readonly Fact[] {
  switch (outcome.kind) {
    case 'built': {
      const { wheel } = outcome;
      return [
        ['wheel', `${wheel.filename}, ${renderBytes(wheel.sizeBytes)}`],
        ['needs libraries', listed(wheel.neededLibraries)],
        ['requires', listed(wheel.requiresDist)],
      ];
    }
    case 'needs':
      return outcome.requirements.map(({ requirement, available }): Fact => [
        'lacks',
        available === null ? requirement : `${requirement}, has ${available}`,
      ]);
    case 'failed': {
      const { line } = outcome.failure.facts;
      return [['log line', typeof line === 'string' && line !== '' ? line.trim() : null]];
    }
    case 'verified':
    case 'indexed':
      return [];
  }
}

const renderLogSize = ({ lines, cutBytes }: { readonly lines: number; readonly cutBytes: number }): string =>
  cutBytes === 0 ? `${lines} lines` : `${lines} lines, and ${renderBytes(cutBytes)} that were cut`;

const listed = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join(', '));
