import type { BuildId, BuildState, BuildStateName, WaitingReason } from './build-state.ts';
import { explainFailure } from './failure.ts';
import { renderRelease, type ProjectName, type Release, type Version } from './release.ts';
import type { TargetName } from './target.ts';
import { whatWouldHelp, type FailureKnowledge } from './what-would-help.ts';

/** Where a project stands on a target: three sentences. */
export type Why = {
  readonly state: string;
  readonly cause: string;
  /** The line of the log that the cause rests on. */
  readonly line: string | null;
  readonly help: string;
};

export type ExplainedBuild = {
  readonly id: BuildId;
  readonly release: Release;
  readonly target: TargetName;
  readonly state: BuildState;
};

/** What stands around a build; asked for only as far as its state needs it. */
export type BuildAround = {
  readonly failure: FailureKnowledge;
  /** The build that it waits on. */
  readonly waitsOn: {
    readonly release: Release;
    readonly target: TargetName;
    readonly state: BuildStateName;
  } | null;
  readonly queue: { readonly platform: string; readonly queued: number; readonly workers: number };
};

export function explainWhy(build: ExplainedBuild, around: BuildAround): Why {
  const { id, state } = build;
  const stands = `build ${id}: ${renderRelease(build.release)} on ${build.target}: ${state.name}`;
  const say = (cause: string, help: string): Why => ({ state: stands, cause, line: null, help });
  switch (state.name) {
    case 'queued':
      return around.queue.workers === 0
        ? say(`no worker of ${around.queue.platform} is there`, 'a worker of that platform: wheelyard work')
        : say(
            `${around.queue.queued} attempts of ${around.queue.platform} are queued`,
            'a free worker takes it by itself',
          );
    case 'waiting': {
      const other = around.waitsOn;
      const which =
        other === null ? '' : `, ${renderRelease(other.release)} on ${other.target}, which is ${other.state}`;
      return say(
        `${waitsFor[state.reason]} build ${state.on}${which}`,
        `the end of build ${state.on}: wheelyard show ${state.on}`,
      );
    }
    case 'building':
    case 'verifying':
      return say(`attempt ${state.attempt} is at work`, `nothing but its end: wheelyard logs --follow ${id}`);
    case 'publishing':
      return say('its wheel is verified and goes into the index', 'nothing: it is there in a moment');
    case 'held':
      return say(
        `${state.filename} is verified, and campaign ${state.campaign} publishes all of its builds at once`,
        `the end of that campaign: wheelyard campaign ${state.campaign}`,
      );
    case 'succeeded':
      return say(
        state.answeredBy === null ? state.filename : `${state.filename}, built by build ${state.answeredBy}`,
        'nothing: it is in the index',
      );
    case 'failed': {
      const { failure } = state;
      const line = 'line' in failure && failure.line !== '' ? failure.line : null;
      const help = whatWouldHelp(failure, around.failure);
      return { state: stands, cause: explainFailure(failure), line, help };
    }
    case 'blocked':
      return say(state.rule, 'a target or a version that the rule lets pass');
    case 'cancelled':
      return say(`${state.by} took it back`, `wheelyard retry ${id}`);
  }
}

export function explainNever(wanted: {
  readonly project: ProjectName;
  readonly version: Version | null;
  readonly target: TargetName;
}): Why {
  const { project, version, target } = wanted;
  const subject = version === null ? project : renderRelease({ project, version });
  return {
    state: `no build of ${subject} on ${target}`,
    cause: 'never asked for',
    line: null,
    help: `wheelyard build ${project}==${version ?? 'VERSION'} --target ${target}, or with the path of its sdist`,
  };
}

const waitsFor: Readonly<Record<WaitingReason, string>> = {
  answer: 'its wheel may be that of',
  requirement: 'it is built with the wheel of',
  'file-index': "the target's OS packages are being listed for",
};
