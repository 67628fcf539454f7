import type { TargetView } from '../../http/contract/target.ts';
import { useTargets } from '../farm/farm-state.ts';
import { Link } from '../navigation/link.tsx';
import { targetPath } from '../navigation/page-address.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';
import { PipCommand } from '../words/pip-command.tsx';
import { TableHead } from '../words/table-head.tsx';

export function TargetsPage() {
  const { data, error } = useTargets();
  const targets = data?.targets.toSorted((one, other) => Number(other.isOffered) - Number(one.isOffered));
  return (
    <>
      <PageHead name="Targets" />
      {data === undefined && <Waiting problem={error} />}
      <table className="targets stacked">
        <TableHead columns={['Target', 'Status', 'Build image', 'Runtime image', 'Install from its index']} />
        <tbody>
          {targets?.map((target) => (
            <TargetRow key={target.name} target={target} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function TargetRow({ target }: { readonly target: TargetView }) {
  const { indexPath, images } = target;
  return (
    <tr>
      <th scope="row">
        <Link to={targetPath(target.name)}>{target.name}</Link>
        <small>
          {target.family} {target.release}, Python {target.pythonVersion}, {target.platform}
        </small>
      </th>
      <td data-label="Status">
        {target.isOffered ? <span className="offered">✓ offered</span> : '– not offered'}, {target.status}
        <small>{target.tried}</small>
      </td>
      <td data-label="Build image">
        <Image image={images.build} />
      </td>
      <td data-label="Runtime image">
        <Image image={images.runtime} />
      </td>
      <td>
        <a href={indexPath}>{indexPath}</a>
        {target.isOffered && (
          <PipCommand
            indexPath={indexPath}
            release={null}
            label={`Copy the pip command for ${target.name}`}
          />
        )}
      </td>
    </tr>
  );
}

const Image = ({ image }: { readonly image: TargetView['images']['build'] }) =>
  image === null ? (
    'not seen yet'
  ) : (
    <>
      <code title={image.identity}>{image.identity.slice(0, 12)}</code>{' '}
      <small>
        seen <TimeAgo at={image.recordedAt} /> ago
      </small>
    </>
  );
