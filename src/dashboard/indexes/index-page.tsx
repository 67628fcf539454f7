import type { IndexNodeView } from '../../http/contract/index-node.ts';
import { useIndexes } from '../farm/indexes.ts';
import { Link } from '../navigation/link.tsx';
import { indexPagePath, projectPath, targetPath } from '../navigation/page-address.ts';
import { count } from '../words/measures.ts';
import { ClientFiles } from './client-files.tsx';
import { IndexProjectList } from './index-project-list.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';

/** One index: how to install from it, what it inherits, and what it has. */
export function IndexPage({ name }: { readonly name: string }) {
  const { data, error } = useIndexes();
  const index = data?.indexes.find((one) => one.name === name);
  return (
    <>
      <PageHead name={`Index ${name}`} />
      {data === undefined && <Waiting problem={error} />}
      {data !== undefined && index === undefined && (
        <p className="nothing">
          The farm has no index of that name. <Link to="/indexes">All indexes</Link>
        </p>
      )}
      {index !== undefined && (
        <>
          <IndexFacts index={index} heirs={data?.indexes.filter(({ bases }) => bases.includes(name)) ?? []} />
          <ClientFiles index={index} />
          <IndexProjectList name={name} />
        </>
      )}
    </>
  );
}

type FactsProps = { readonly index: IndexNodeView; readonly heirs: readonly IndexNodeView[] };

const IndexFacts = ({ index: { chain, targets, isPure, pins, onDemand }, heirs }: FactsProps) => (
  <dl className="facts">
    <dt>inherits</dt>
    <dd>
      {chain.length === 1
        ? 'nothing'
        : chain.slice(1).map((base, place) => (
            <span key={base}>
              {place > 0 && ', then '}
              <Link to={indexPagePath(base)}>{base}</Link>
            </span>
          ))}
    </dd>
    {heirs.length > 0 && (
      <>
        <dt>inherited by</dt>
        <dd>
          {heirs.map(({ name }, place) => (
            <span key={name}>
              {place > 0 && ', '}
              <Link to={indexPagePath(name)}>{name}</Link>
            </span>
          ))}
        </dd>
      </>
    )}
    <dt>targets</dt>
    <dd>
      {targets.length === 0
        ? 'any'
        : targets.map((name, place) => (
            <span key={name}>
              {place > 0 && ', '}
              <Link to={targetPath(name)}>{name}</Link>
            </span>
          ))}
      {isPure && '; wheels without machine code go here'}
    </dd>
    <dt>on demand</dt>
    <dd>{describeDemand(onDemand)}</dd>
    {Object.keys(pins).length > 0 && (
      <>
        <dt>pins</dt>
        <dd>
          {Object.entries(pins).map(([project, node]) => (
            <div key={project}>
              <Link to={projectPath(project)}>{project}</Link> comes from{' '}
              <Link to={indexPagePath(node)}>{node}</Link> alone
            </div>
          ))}
        </dd>
      </>
    )}
    <dt>uploads</dt>
    <dd>
      ready-made wheels and sdists by twine, with a token that has the scope <code>upload</code> or, for this
      index alone, <code>upload:{chain[0]}</code>; installing needs no token
    </dd>
  </dl>
);

function describeDemand(rule: IndexNodeView['onDemand']): string {
  if (rule === null) return 'no; what it lacks is built only when somebody asks the farm for a build';
  const { holdSeconds, allow, deny, mostBuilds } = rule;
  return [
    `yes: what it lacks is built when an installer asks for it, at most ${count(mostBuilds, 'build')} at a time`,
    holdSeconds === 0 ? '' : `a page is held ${holdSeconds} s for a short build`,
    allow.length === 0 ? '' : `only ${allow.join(', ')}`,
    deny.length === 0 ? '' : `never ${deny.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
