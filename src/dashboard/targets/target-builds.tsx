import { buildStateNames } from '../../domain/build-state.ts';
import type { TargetDetail } from '../../http/contract/target.ts';
import { matrixPath, wholeMatrix } from '../matrix/matrix-filter.ts';
import { Link } from '../navigation/link.tsx';
import { everyBuild, overviewPath } from '../overview/build-filter.ts';
import { StateMark } from '../words/state-mark.tsx';

/** How many builds of the target are in each state; each figure leads to them. */
export const TargetBuilds = ({ target: { name, builds } }: { readonly target: TargetDetail }) => (
  <section aria-labelledby="target-builds">
    <h2 id="target-builds">Builds</h2>
    <ul className="counts target-counts">
      {buildStateNames.map((state) => (
        <li key={state}>
          <Link to={overviewPath({ ...everyBuild, target: name, states: [state] })} className="count">
            <span className="figure">{builds[state].toLocaleString('en')}</span> <StateMark name={state} />
          </Link>
        </li>
      ))}
    </ul>
    <p>
      <Link to={matrixPath({ ...wholeMatrix, target: name })}>Its column of the matrix</Link>
      {' · '}
      <Link to={matrixPath({ ...wholeMatrix, target: name, states: ['failed', 'blocked'] })}>
        what failed of it
      </Link>
    </p>
  </section>
);
