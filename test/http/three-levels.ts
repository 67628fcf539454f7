import { makeIndexTree, type IndexNode, type IndexTree } from '../../src/domain/index-tree.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';
import { bookworm, trixie } from './farm-under-test.ts';

/** oss → bookworm → team-a, which has an internal project. */
export function threeLevels(): IndexTree {
  const node = { bases: [], targets: [], isPure: false, pins: new Map(), onDemand: null };
  const nodes: readonly IndexNode[] = [
    { ...node, name: 'oss', isPure: true },
    { ...node, name: 'bookworm', bases: ['oss'], targets: [bookworm.name] },
    { ...node, name: 'trixie', bases: ['oss'], targets: [trixie.name] },
    { ...node, name: 'team-a', bases: ['bookworm'], pins: new Map([[projectNamed('acme-core'), 'team-a']]) },
  ];
  const tree = makeIndexTree(nodes);
  if (!tree.ok) throw new Error(JSON.stringify(tree.problem));
  return tree.value;
}
