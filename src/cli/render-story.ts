import type { BuildDetail, BuildStateView } from '../http/contract/build.ts';
import { isFinal } from '../domain/build-state.ts';
import { tellTimeline } from '../domain/build-timeline.ts';
import { renderDuration, renderTime } from './measures.ts';
import { placeOf, renderPipInstall } from '../domain/pip-install.ts';
import { bold } from './printer.ts';
import { tellStory } from '../domain/attempt-story.ts';
import { renderAttempt, renderOutcome } from './render-attempt.ts';
import { renderState, renderSubject } from './render-build.ts';
import { renderFacts } from './table.ts';

/** All that is known of a build, in the order in which it happened, and what one may do next. */
export const renderStory = (
  build: BuildDetail,
  place: { readonly farm: URL; readonly indexPath: string | undefined },
): readonly string[] => [
  bold(`build ${build.id}: ${renderSubject(build)}`),
  ...renderFacts([
    ['state', `${renderState(build.state)}, since ${renderTime(build.changedAt)}`],
    ...renderStateFacts(build.state, place.farm),
    ['now', renderNow(build)],
    ['times', renderTimes(build)],
    ['story', renderChain(build)],
    ['requested', `by ${build.requestedBy} at ${renderTime(build.createdAt)}, priority ${build.priority}`],
    ['sdist', build.sdist],
    [
      'install',
      place.indexPath === undefined
        ? null
        : renderPipInstall(place.farm, { ...build, indexPath: place.indexPath }),
    ],
  ]),
  ...build.attempts.flatMap((attempt) => ['', ...renderAttempt(attempt)]),
  '',
  `next: ${nextCommands(build).join(', ')}`,
];

/** `build since 2026-01-31 12:00:00Z, about 40.0 s expected`; null where nothing goes on, or nothing is known of it. */
function renderNow({ running, expectedMilliseconds }: BuildDetail): string | null {
  const now = running === null ? [] : [`${running.phase} since ${renderTime(running.phaseSince)}`];
  const expected =
    expectedMilliseconds === null ? [] : [`about ${renderDuration(expectedMilliseconds)} expected`];
  const words = [...now, ...expected];
  return words.length === 0 ? null : words.join(', ');
}

/** `waiting (build 3) 35.0 s → queued 4.0 s → building (17.1)` */
const renderTimes = ({ moves }: BuildDetail): string =>
  tellTimeline(moves)
    .map(({ state, attempt, on, from, until }) => {
      const doing = attempt !== null && state !== 'queued' ? ` (${attempt})` : '';
      const took = until === null || isFinal(state) ? '' : ` ${renderDuration(until - from)}`;
      return `${state}${on === null ? doing : ` (build ${on})`}${took}`;
    })
    .join(' → ');

/** `17.1 missing header: yaml.h → + libyaml-dev → 17.2 built`; null where the first attempt had all that it needed. */
function renderChain({ attempts }: BuildDetail): string | null {
  const told = attempts.map(({ outcome, ...attempt }) => ({
    ...attempt,
    end: outcome && { words: renderOutcome(outcome), isGood: outcome.kind !== 'failed' },
  }));
  const links = tellStory(told).map((link) => {
    switch (link.kind) {
      case 'attempt':
        return `${link.id} ${link.words}`;
      case 'added':
        return `+ ${link.packages.join(' ')}`;
      case 'dropped':
        return `- ${link.packages.join(' ')}`;
    }
  });
  return links.length === 0 ? null : links.join(' → ');
}

function renderStateFacts(state: BuildStateView, farm: URL): readonly (readonly [string, string])[] {
  switch (state.name) {
    case 'succeeded':
      return [
        ['wheel', placeOf(farm, state.path)],
        ['sha256', state.wheel],
      ];
    case 'failed':
      return [
        ['failure', state.failure.kind],
        ['blame', `the ${state.failure.blame}`],
        ...Object.entries(state.failure.facts).map(
          ([name, fact]) => [`  ${name}`, renderFact(fact)] as const,
        ),
      ];
    case 'queued':
    case 'waiting':
    case 'building':
    case 'verifying':
    case 'publishing':
    case 'held':
    case 'blocked':
    case 'cancelled':
      return [];
  }
}

const renderFact = (fact: string | number | readonly string[] | null): string =>
  fact === null ? 'unknown' : typeof fact === 'object' ? fact.join(', ') : String(fact);

const nextCommands = (build: BuildDetail): readonly string[] => [
  ...(build.attemptCount > 0 ? [`wheelyard logs ${build.id}`] : []),
  ...(build.state.name === 'waiting' ? [`wheelyard show ${build.state.on}`] : []),
  ...build.actions.map((action) => `wheelyard ${action} ${build.id}`),
  ...(build.attemptCount === 0 && build.actions.length === 0 ? ['nothing'] : []),
];
