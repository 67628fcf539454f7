import { z } from 'zod';
import { parseYamlFile, type DefinitionFile } from './definition-file.ts';
import type { FileProblem } from './file-problem.ts';
import { makeIndexTree, type IndexNode, type IndexTree } from './index-tree.ts';
import { targetsOf, targetsWithoutNode } from './index-view.ts';
import { onDemand } from './on-demand-schema.ts';
import { parseProjectName, type ProjectName } from './release.ts';
import { ok, type Result } from './result.ts';
import type { TargetName } from './target.ts';

/** What a tree may refer to. */
export type TreeSurroundings = {
  /** Every target that has a definition. */
  readonly targets: readonly TargetName[];
  /** Those that the farm builds for: each must have an index that takes its wheels. */
  readonly offered: readonly TargetName[];
};

/** Reads `indexes:` of a configuration file; lists every problem of it. */
export function parseIndexTreeFile(
  file: DefinitionFile,
  surroundings: TreeSurroundings,
): Result<IndexTree, readonly FileProblem[]> {
  const read = parseYamlFile(file, treeSchema(surroundings));
  return read.ok ? ok(read.value.indexes) : read;
}

function treeSchema({ targets, offered }: TreeSurroundings) {
  const node = z
    .strictObject({
      name: nodeName,
      bases: z.array(nodeName).max(50).default([]),
      targets: z.array(targetAmong(targets)).max(200).default([]),
      pins: z.record(projectName, nodeName).default({}),
      // As text: the reader takes every scalar for what is written.
      pure: z.enum(['true', 'false']).default('false'),
      onDemand,
    })
    .transform(({ pure, pins, ...rest }): IndexNode => ({
      ...rest,
      isPure: pure === 'true',
      pins: new Map(Object.entries(pins).map(([project, to]) => [project as ProjectName, to])),
    }));
  const indexes = z
    .array(node)
    .min(1)
    .max(500)
    .transform((nodes, context): IndexTree => {
      const tree = makeIndexTree(nodes);
      const problems = tree.ok
        ? [
            ...targetsWithoutNode(tree.value, offered).map((target) => ({
              place: 0,
              problem: `no index takes the wheels of ${target}: give one of them "targets: [${target}]"`,
            })),
            ...nodes.flatMap(({ name, onDemand: rule }, place) =>
              rule === null || targetsOf(tree.value, name).length > 0
                ? []
                : [{ place, problem: `${name} is for no target, so nothing can be built for it on demand` }],
            ),
          ]
        : tree.problem;
      for (const { place, problem } of problems)
        context.addIssue({ code: 'custom', path: [place], message: problem });
      return tree.ok && problems.length === 0 ? tree.value : z.NEVER;
    });
  return z.strictObject({ indexes });
}

const nodeName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{0,63}$/,
    'the name of an index has 1 to 64 lower-case letters, digits, "." and "-"',
  );

const projectName = z.string().transform((text, context): ProjectName => {
  const name = parseProjectName(text);
  if (name.ok) return name.value;
  context.addIssue({ code: 'custom', message: name.problem });
  return z.NEVER;
});

const targetAmong = (targets: readonly TargetName[]) =>
  z.string().transform((text, context): TargetName => {
    const target = targets.find((name) => name === text);
    if (target !== undefined) return target;
    const message = `there is no target ${JSON.stringify(text.slice(0, 80))}; there are ${targets.join(', ')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
