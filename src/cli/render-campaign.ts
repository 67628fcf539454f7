import type {
  CampaignDetail,
  CampaignList,
  CampaignPreview,
  CampaignView,
} from '../http/contract/campaign.ts';
import { renderDuration, renderTime } from './measures.ts';
import { bold, red } from './printer.ts';
import { renderFacts, renderTable } from './table.ts';

const mostListed = 200;

/** What a campaign would be. */
export function renderPreview({
  target,
  builds,
  untouched,
  missing,
  estimate,
}: CampaignPreview): readonly string[] {
  const { slots, makespanMilliseconds, lowerBoundMilliseconds } = estimate;
  const rows = builds
    .slice(0, mostListed)
    .map(({ project, version, expectedMilliseconds, reasons }) => [
      `${project} ${version}`,
      renderDuration(expectedMilliseconds),
      reasons[0]?.sentence ?? 'asked for',
    ]);
  return [
    ...(builds.length === 0 ? [] : renderTable(['RELEASE', 'EXPECTED', 'WHY'], rows)),
    ...noteRest(builds.length),
    bold(`${renderCount(builds.length)} on ${target}; ${untouched} left as they are`),
    `expected: ${renderDuration(makespanMilliseconds)} with ${slots} at once; no order ends before ${renderDuration(lowerBoundMilliseconds)}`,
    ...(missing.length === 0 ? [] : [`the farm has no fitting sdist of ${missing.join(', ')}`]),
  ];
}

export const renderCampaign = ({ id, target, state, progress }: CampaignView): string =>
  `campaign ${id} on ${target}: ${state}, ${progress.over} of ${countAll(progress)} over${noteHeld(progress)}`;

const countAll = ({ pending, begun, held, over }: CampaignView['progress']): number =>
  pending + begun + held + over;

const noteHeld = ({ held }: CampaignView['progress']): string => (held === 0 ? '' : `, ${held} held`);

export function renderCampaigns(campaigns: CampaignList['campaigns']): readonly string[] {
  const rows = campaigns.map(({ id, target, state, progress, etaMilliseconds, owner, cause }) => [
    String(id),
    target,
    state,
    `${progress.over}/${countAll(progress)}`,
    etaMilliseconds === null ? '' : `in ${renderDuration(etaMilliseconds)}`,
    owner,
    cause,
  ]);
  return renderTable(['ID', 'TARGET', 'STATE', 'OVER', 'ENDS', 'OWNER', 'CAUSE'], rows);
}

export function renderCampaignDetail(campaign: CampaignDetail): readonly string[] {
  const { results, worse, builds, etaMilliseconds, endedAt, progress } = campaign;
  const open = builds.filter((build) => build.progress === 'pending' || build.progress === 'begun');
  return [
    ...renderFacts([
      ['campaign', String(campaign.id)],
      ['cause', campaign.cause],
      ['target', campaign.target],
      ['owner', campaign.owner],
      ['begun', renderTime(campaign.createdAt)],
      ['state', campaign.state],
      ['publishes', campaign.atomic ? 'all at once, when every build ended well' : null],
      [
        'progress',
        `${progress.over} over${noteHeld(progress)}, ${progress.begun} begun, ${progress.pending} to come`,
      ],
      ['expected end', etaMilliseconds === null ? null : `in ${renderDuration(etaMilliseconds)}`],
      ['ended', endedAt === null ? null : renderTime(endedAt)],
      [
        'results',
        `${results.unchanged} unchanged, ${results.changed} changed, ${results.published} new, ${results.failed} not built`,
      ],
    ]),
    ...(campaign.state === 'held' ? ['', renderChoice(campaign.id)] : []),
    ...(worse.length === 0 ? [] : ['', red(`worse than before (${worse.length})`)]),
    ...worse.flatMap(({ project, version, build, worsenings }) =>
      worsenings.map(({ sentence }) => `  ${project} ${version} (build ${build ?? '-'}): ${sentence}`),
    ),
    ...(open.length === 0 ? [] : ['', bold(`open (${open.length})`)]),
    ...open
      .slice(0, mostListed)
      .map(
        (each) =>
          `  ${each.project} ${each.version}: ${each.progress}, ${renderDuration(each.expectedMilliseconds)}`,
      ),
    ...noteRest(open.length),
  ];
}

const renderChoice = (id: number): string =>
  `not every build ended well, so nothing is published: wheelyard campaign ${id} --publish (what is good), --retry or --cancel`;

const noteRest = (count: number): readonly string[] =>
  count > mostListed ? [`  … and ${count - mostListed} more`] : [];

const renderCount = (builds: number): string => (builds === 1 ? '1 build' : `${builds} builds`);
