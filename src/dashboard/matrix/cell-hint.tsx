import { plainWords } from '../../domain/plain-words.ts';
import type { BuildSummaryView } from '../../http/contract/matrix.ts';
import { useBuild } from '../farm/builds.ts';
import { describeState } from '../words/describe-state.ts';
import { StateMark } from '../words/state-mark.tsx';
import { TimeAgo } from '../words/time-ago.tsx';

export type Pointed = { readonly build: BuildSummaryView; readonly at: DOMRect };

const width = 340;
const room = 130;

/** Why a cell is as it is: at once what the matrix knows, and the farm's sentence as soon as it has said it. */
export function CellHint({ pointed: { build, at } }: { readonly pointed: Pointed }) {
  const { data } = useBuild(build.id);
  const sentence = data === undefined ? plainWords(build.cause ?? '') : describeState(data.state);
  const left = Math.max(8, Math.min(at.left, window.innerWidth - width - 8));
  const isBelow = at.bottom + room < window.innerHeight;
  const place = isBelow ? { top: at.bottom + 4 } : { bottom: window.innerHeight - at.top + 4 };
  return (
    <div className="hint" role="tooltip" style={{ left, maxWidth: width, ...place }}>
      <strong>
        {build.project} {build.version}
      </strong>
      <div>{build.target}</div>
      <div>
        <StateMark name={build.state} /> for <TimeAgo at={build.changedAt} />
      </div>
      {sentence !== '' && <p className="sentence">{sentence}</p>}
    </div>
  );
}
