import { renderPipInstall } from '../../domain/pip-install.ts';
import { Copyable } from './copyable.tsx';

type PipCommandProps = {
  readonly indexPath: string;
  /** Null: any, for a person to fill in. */
  readonly release: { readonly project: string; readonly version: string } | null;
  readonly label: string;
};

const anyRelease = { project: 'PROJECT', version: 'VERSION' };

/** How to install from an index of this farm, at the address under which the page reached it. */
export const PipCommand = ({ indexPath, release, label }: PipCommandProps) => (
  <Copyable
    text={renderPipInstall(new URL('/', window.location.href), { indexPath, ...(release ?? anyRelease) })}
    label={label}
  />
);
