import type { TargetDetail } from '../../http/contract/target.ts';
import { useTarget } from '../farm/targets.ts';
import { count } from '../words/measures.ts';
import { TimeAgo } from '../words/time-ago.tsx';
import { buildPath } from '../navigation/page-address.ts';
import { Link } from '../navigation/link.tsx';
import { Refreshes } from './refreshes.tsx';
import { TargetActions } from './target-actions.tsx';
import { TargetBuilds } from './target-builds.tsx';
import { TargetImages } from './target-images.tsx';
import { Waiting } from '../words/waiting.tsx';
import { PageHead } from '../words/page-head.tsx';
import { PipCommand } from '../words/pip-command.tsx';

/** Everything of one target: what it is, what was built for it, its images and how they came to be. */
export function TargetPage({ name }: { readonly name: string }) {
  const { data: target, error } = useTarget(name);
  return (
    <>
      <PageHead name={name}>{target !== undefined && <TargetActions target={target} />}</PageHead>
      {target === undefined ? (
        <Waiting problem={error} />
      ) : (
        <>
          <TargetSummary target={target} />
          <TargetBuilds target={target} />
          <TargetImages target={target} />
          <Refreshes target={name} />
        </>
      )}
    </>
  );
}

type TargetProps = { readonly target: TargetDetail };

function TargetSummary({ target }: TargetProps) {
  const { family, release, pythonVersion, platform, isOffered, status, indexPath } = target;
  return (
    <>
      <p className="summary">
        {family} {release}, Python {pythonVersion}, {platform} ·{' '}
        {isOffered ? <span className="offered">✓ offered</span> : '– not offered'}, {status}
      </p>
      <p className="summary">{target.tried}</p>
      <dl className="facts">
        <dt>index</dt>
        <dd>
          <a href={indexPath}>{indexPath}</a>
          {isOffered && <PipCommand indexPath={indexPath} release={null} label="Copy the pip command" />}
        </dd>
        <dt>file index</dt>
        <dd>
          <FileIndex target={target} />
        </dd>
        <dt>base</dt>
        <dd>
          <code>{target.registryImage}</code>
        </dd>
      </dl>
    </>
  );
}

/** What says which OS package has which file: how large, how old, and whether another is on its way. */
function FileIndex({ target: { fileIndex, fileIndexOrder, images } }: TargetProps) {
  const { build = null, failedAt = null } = fileIndexOrder ?? {};
  const size = fileIndex?.size ?? null;
  const isOld = fileIndex !== null && images.build !== null && fileIndex.image !== images.build.identity;
  return (
    <>
      {fileIndex === null ? (
        'none yet; the first build that looks for an OS package has it made'
      ) : (
        <>
          {size !== null && `${count(size.files, 'file')} of ${count(size.packages, 'package')}, `}
          made <TimeAgo at={fileIndex.madeAt} /> ago
          {isOld && ', of an earlier image; it is made anew when a build needs it'}
        </>
      )}
      {build !== null && failedAt !== null && (
        <>
          {' '}
          · <Link to={buildPath(build)}>build {build}</Link> could not make it <TimeAgo at={failedAt} /> ago
        </>
      )}
    </>
  );
}
