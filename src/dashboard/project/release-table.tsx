import type { BuildSummaryView } from '../../http/contract/matrix.ts';
import type { ProjectTargetView, ReleaseView } from '../../http/contract/project.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath } from '../navigation/page-address.ts';
import { renderBytes } from '../words/measures.ts';
import { stateGlyphs } from '../words/state-glyphs.ts';

type ReleaseTableProps = {
  readonly releases: readonly ReleaseView[];
  readonly targets: readonly ProjectTargetView[];
};

/** Releases by targets, in the signs of the matrix. */
export function ReleaseTable({ releases, targets }: ReleaseTableProps) {
  if (releases.length === 0) return <p className="nothing">The farm has no release of it yet.</p>;
  return (
    <section aria-label="Releases">
      <h2>Releases</h2>
      <div className="wide">
        <table className="plain releases">
          <thead>
            <tr>
              <th scope="col">Version</th>
              {targets.map(({ name }) => (
                <th key={name} scope="col" className="sign" title={name}>
                  {name}
                </th>
              ))}
              <th scope="col">Sdist</th>
            </tr>
          </thead>
          <tbody>
            {releases.map(({ version, builds, sdist }) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                {targets.map(({ name }) => (
                  <td key={name} className="sign">
                    <Cell build={builds.find(({ target }) => target === name)} />
                  </td>
                ))}
                <td>
                  {sdist === null ? (
                    <span className="aside">none; only files that were uploaded ready-made</span>
                  ) : (
                    <span title={`sha256 ${sdist.sha256}`}>
                      {sdist.filename} <span className="aside figure">{renderBytes(sdist.sizeBytes)}</span>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ build }: { readonly build: BuildSummaryView | undefined }) {
  if (build === undefined) return <span className="aside">·</span>;
  const { id, version, target, state, cause } = build;
  const words = `${version} on ${target}: ${state}${cause === null ? '' : `, ${cause}`}`;
  return (
    <Link to={buildPath(id)} className={`sign-link state-${state}`} label={words} title={words}>
      {stateGlyphs[state]}
    </Link>
  );
}
