import type { CampaignDetail } from '../../http/contract/campaign.ts';
import type { BuildStateName } from '../../domain/build-state.ts';
import { countAll } from './campaign-words.ts';

const atWork: ReadonlySet<BuildStateName> = new Set(['building', 'verifying', 'publishing']);

/** How many of its builds came to what, as a bar and as figures. */
export function CampaignProgress({ campaign }: { readonly campaign: CampaignDetail }) {
  const { results, progress } = campaign;
  const all = Math.max(1, countAll(campaign));
  const running = campaign.builds.filter(({ now }) => now !== null && atWork.has(now)).length;
  const parts = [
    { name: 'unchanged', sign: '=', builds: results.unchanged },
    { name: 'changed', sign: '~', builds: results.changed },
    { name: 'new', sign: '+', builds: results.published },
    { name: 'failed', sign: '✗', builds: results.failed },
    { name: 'running', sign: '▶', builds: running },
    { name: 'queued', sign: '◷', builds: progress.begun - running },
    { name: 'pending', sign: '○', builds: progress.pending },
  ] as const;
  return (
    <section aria-label="Progress" className="campaign-progress">
      <div className="campaign-bar" aria-hidden="true">
        {parts.map(({ name, builds }) => (
          <span key={name} className={`part-of-${name}`} style={{ width: `${(100 * builds) / all}%` }} />
        ))}
      </div>
      <ul>
        {parts.map(({ name, sign, builds }) => (
          <li key={name} className={`part-of-${name}`}>
            <span className="glyph" aria-hidden="true">
              {sign}
            </span>{' '}
            <span className="figure">{builds.toLocaleString('en')}</span> {name}
          </li>
        ))}
        {progress.held > 0 && (
          <li>
            <span className="figure">{progress.held.toLocaleString('en')}</span> of them held back
          </li>
        )}
      </ul>
    </section>
  );
}
