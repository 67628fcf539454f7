import type { IndexNodeView } from '../../http/contract/index-node.ts';
import { useIndexes } from '../farm/indexes.ts';
import { Link } from '../navigation/link.tsx';
import { indexPagePath } from '../navigation/page-address.ts';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';

/** The index tree: each index below those that it inherits. */
export function IndexesPage() {
  const { data, error } = useIndexes();
  const indexes = data?.indexes ?? [];
  const roots = indexes.filter(({ bases }) => bases.length === 0);
  return (
    <>
      <PageHead name="Indexes" />
      <p className="aside">
        Installers see in an index its own files and those of all that it inherits; what is inherited stands
        above.
      </p>
      {data === undefined && <Waiting problem={error} />}
      <Branch nodes={roots} all={indexes} />
    </>
  );
}

type BranchProps = {
  readonly nodes: readonly IndexNodeView[];
  readonly all: readonly IndexNodeView[];
};

/** An index of several bases stands below each of them. The farm has made sure that nothing inherits itself. */
const Branch = ({ nodes, all }: BranchProps) =>
  nodes.length === 0 ? null : (
    <ul className="index-tree">
      {nodes.map((node) => (
        <li key={node.name}>
          <Link to={indexPagePath(node.name)}>{node.name}</Link>{' '}
          <span className="aside">{describeIndex(node)}</span>
          <Branch nodes={all.filter(({ bases }) => bases.includes(node.name))} all={all} />
        </li>
      ))}
    </ul>
  );

function describeIndex({ targets, isPure, onDemand, pins }: IndexNodeView): string {
  const pinned = Object.keys(pins);
  return [
    isPure ? 'wheels without machine code' : '',
    targets.length === 0 ? 'for any target' : `for ${targets.join(', ')}`,
    onDemand === null ? '' : 'builds on demand',
    pinned.length === 0 ? '' : `pins ${pinned.slice(0, 5).join(', ')}${pinned.length > 5 ? ' …' : ''}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
