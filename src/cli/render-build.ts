import type { BuildStateName } from '../domain/build-state.ts';
import type { BuildStateView, BuildView } from '../http/contract/build.ts';
import { green, red, yellow } from './printer.ts';

/** `lxml 5.3.0 on debian-12-cp311-amd64` */
export const renderSubject = (build: BuildView): string =>
  `${build.project} ${build.version} on ${build.target}`;

/** A state in a few words, with what matters of it. */
const waitingFor = {
  answer: '',
  requirement: ', which makes what it requires',
  'file-index': ", which has the target's OS packages listed",
} as const;

const rebuiltWords = {
  unchanged: 'built again without a difference',
  changed: 'built again with a difference',
} as const;

export function renderState(state: BuildStateView): string {
  switch (state.name) {
    case 'queued':
      return state.attempt === null ? 'queued' : `queued (attempt ${state.attempt})`;
    case 'waiting':
      return `waiting for build ${state.on}${waitingFor[state.reason]}`;
    case 'building':
    case 'verifying':
      return `${state.name} (attempt ${state.attempt})`;
    case 'publishing':
      return 'publishing';
    case 'held':
      return `held by campaign ${state.campaign}: ${state.filename}`;
    case 'succeeded':
      return [
        `${paintState('succeeded')}: ${state.filename}`,
        ...(state.answeredBy === null ? [] : [`built by build ${state.answeredBy}`]),
        ...(state.rebuilt === null ? [] : [rebuiltWords[state.rebuilt]]),
        ...(state.degradation === null ? [] : [`which ${state.degradation.sentence}`]),
      ].join(', ');
    case 'failed':
      return `${paintState('failed')}: ${state.failure.sentence}`;
    case 'blocked':
      return `${paintState('blocked')}: ${state.rule}`;
    case 'cancelled':
      return `${paintState('cancelled')} by ${state.by}`;
  }
}

function paintState(name: BuildStateName): string {
  switch (name) {
    case 'succeeded':
      return green(name);
    case 'failed':
      return red(name);
    case 'blocked':
    case 'cancelled':
      return yellow(name);
    case 'queued':
    case 'waiting':
    case 'building':
    case 'verifying':
    case 'publishing':
    case 'held':
      return name;
  }
}
