import type { WorkerView } from '../../http/contract/worker.ts';
import { ReleaseLink } from '../words/release-link.tsx';

type Running = WorkerView['running'][number];

/** What a worker runs, by its release; an attempt that the catalogue does not know by its own name. */
export const RunningRelease = ({
  running: { attempt, build, project, version },
}: {
  readonly running: Running;
}) =>
  project === null || version === null ? (
    attempt
  ) : (
    <ReleaseLink project={project} version={version} build={build} />
  );
