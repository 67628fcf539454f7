import type { TargetName } from '../domain/target.ts';

/** The node that every target inherits: wheels without machine code. */
export const pureNode = 'pure';

/** The nodes that an index shows, its own first: where a file name stands in several, the first counts. */
export const nodesOf = (node: TargetName | typeof pureNode): readonly string[] =>
  node === pureNode ? [pureNode] : [node, pureNode];
