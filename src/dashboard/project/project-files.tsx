import type { ProjectFileView, ReleaseView } from '../../http/contract/project.ts';
import { Link } from '../navigation/link.tsx';
import { buildPath, indexPagePath } from '../navigation/page-address.ts';
import { renderBytes } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { plainWords } from '../../domain/plain-words.ts';
import { TableHead } from '../words/table-head.tsx';

/** What installers can get of these releases, with the hash of each, and where from. */
export function ProjectFiles({ releases }: { readonly releases: readonly ReleaseView[] }) {
  const files = releases.flatMap((release) => release.files);
  return (
    <section aria-label="Files in the indexes">
      <h2>Files in the indexes</h2>
      {files.length === 0 ? (
        <p className="nothing">
          None: no build of these releases has succeeded, and nobody has uploaded one.
        </p>
      ) : (
        <div className="wide">
          <table className="plain">
            <TableHead
              columns={['File, and its sha256', 'Index', 'Size', 'From', 'Since']}
              figures={['Size', 'Since']}
            />
            <tbody>
              {files.map((file) => (
                <FileRow key={`${file.index}/${file.filename}`} file={file} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function FileRow({ file }: { readonly file: ProjectFileView }) {
  const { index, filename, path, sha256, sizeBytes, requiresPython, publishedAt, build, uploadedBy } = file;
  return (
    <tr>
      <th scope="row">
        <a href={path}>{plainWords(filename)}</a>
        {file.yanked !== null && (
          <span className="yanked"> yanked{file.yanked === '' ? '' : `: ${plainWords(file.yanked)}`}</span>
        )}
        <small>
          <code>{sha256}</code>
        </small>
      </th>
      <td>
        <Link to={indexPagePath(index)}>{index}</Link>
        {requiresPython !== null && <small>Python {requiresPython}</small>}
      </td>
      <td className="figure">{renderBytes(sizeBytes)}</td>
      <td>
        {build === null ? (
          `uploaded by ${uploadedBy ?? 'somebody'}`
        ) : (
          <Link to={buildPath(build)}>build {build}</Link>
        )}
      </td>
      <td className="figure">
        <TimeAgo at={publishedAt} />
      </td>
    </tr>
  );
}
