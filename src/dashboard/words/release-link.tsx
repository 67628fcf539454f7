import { Link } from '../navigation/link.tsx';
import { buildPath } from '../navigation/page-address.ts';

type ReleaseLinkProps = {
  readonly project: string;
  readonly version: string;
  /** Null: there is none to lead to. */
  readonly build: number | null;
};

/** A release by its name, which leads to its build. */
export function ReleaseLink({ project, version, build }: ReleaseLinkProps) {
  const name = (
    <>
      {project} <span className="version">{version}</span>
    </>
  );
  return build === null ? name : <Link to={buildPath(build)}>{name}</Link>;
}
