import { describe, expect, it } from 'vitest';
import { renderFileProblem } from '../../src/domain/file-problem.ts';
import { parseIndexTreeFile } from '../../src/domain/index-tree-file.ts';
import { defaultIndexTree, type IndexTree } from '../../src/domain/index-tree.ts';
import { nodeOfTarget, nodesFor, nodesOf, nodesToPublish, targetsOf } from '../../src/domain/index-view.ts';
import { bookworm, projectNamed, trixie } from '../contracts/catalogue-samples.ts';

const targets = [bookworm, trixie];

const read = (text: string) =>
  parseIndexTreeFile({ name: 'indexes.yaml', text }, { targets, offered: targets });

function treeOf(text: string): IndexTree {
  const tree = read(text);
  if (!tree.ok) throw new Error(tree.problem.map(renderFileProblem).join('\n'));
  return tree.value;
}

const problemsOf = (text: string): readonly string[] => {
  const tree = read(text);
  return tree.ok ? [] : tree.problem.map(renderFileProblem);
};

const company = `indexes:
  - {name: oss, pure: true}
  - name: bookworm
    bases: [oss]
    targets: [${bookworm}]
  - {name: trixie, bases: [oss], targets: [${trixie}]}
  - name: team-a
    bases: [bookworm]
    pins: {acme-core: team-a}
  - name: team-b
    bases: [trixie]
    pins: {acme-core: team-b, Acme.Tools: oss}
  - {name: both, bases: [team-b, team-a]}
`;
const core = projectNamed('acme-core');
const lxml = projectNamed('lxml');

const withRule = (rule: string) =>
  `indexes:\n  - {name: oss, pure: true}\n  - {name: b, bases: [oss], targets: [${bookworm}], onDemand: ${rule}}\n  - {name: t, targets: [${trixie}]}\n`;

describe('an index tree', () => {
  it('shows of each node itself first and each base before the next, every node once', () => {
    const tree = treeOf(company);
    expect(nodesOf(tree, 'oss')).toEqual(['oss']);
    expect(nodesOf(tree, 'both')).toEqual(['both', 'team-b', 'trixie', 'oss', 'team-a', 'bookworm']);
    expect(nodesOf(tree, 'nowhere')).toEqual([]);
  });

  it('takes an internal project from the node of the nearest pin, and in other indexes from no stranger', () => {
    const tree = treeOf(company);
    const from = (node: string) => nodesFor(tree, { node, project: core });
    expect(from('team-a')).toEqual(['team-a']);
    expect(from('both')).toEqual(['team-b']);
    expect(from('bookworm')).toEqual([]);
    expect(from('oss')).toEqual([]);
    expect(nodesFor(tree, { node: 'team-a', project: projectNamed('acme-tools') })).toEqual(['oss']);
    expect(nodesFor(tree, { node: 'team-a', project: lxml })).toEqual(['team-a', 'bookworm', 'oss']);
  });

  it('sends wheels to the node of their target or of the pure ones, internal ones to where they are pinned', () => {
    const tree = treeOf(company);
    const to = (project: typeof core, target: typeof bookworm, servesAll: boolean) =>
      nodesToPublish(tree, { project, target, servesAll });
    expect(to(lxml, bookworm, false)).toEqual(['bookworm']);
    expect(to(lxml, bookworm, true)).toEqual(['oss']);
    expect(to(core, bookworm, false)).toEqual(['team-a']);
    expect(to(core, trixie, false)).toEqual(['team-b']);
    expect(to(core, bookworm, true)).toEqual(['team-a', 'team-b']);
    expect(nodeOfTarget(tree, trixie)).toBe('trixie');
    expect(targetsOf(tree, 'team-a')).toEqual([bookworm]);
    expect(targetsOf(tree, 'both')).toEqual([trixie, bookworm]);
    expect(targetsOf(tree, 'oss')).toEqual([]);
  });

  it('that nobody wrote has a node for each target over one of pure wheels', () => {
    const tree = defaultIndexTree(targets);
    expect(nodesOf(tree, bookworm)).toEqual([bookworm, 'pure']);
    expect(nodesToPublish(tree, { project: lxml, target: bookworm, servesAll: true })).toEqual(['pure']);
  });

  const rest = `  - {name: all, targets: [${bookworm}, ${trixie}], pure: true}\n`;
  it.each([
    [`indexes:\n${rest}  - {name: a, bases: [b]}\n`, '3:5: a inherits b, but there is no such index'],
    [`indexes:\n${rest}  - {name: all}\n`, '3:5: there are two indexes called all'],
    [
      `indexes:\n${rest}  - {name: a, bases: [b]}\n  - {name: b, bases: [all, a]}\n`,
      "3:5: an index can't inherit itself: a → b → a",
    ],
    [`indexes:\n${rest}  - {name: a, bases: [a]}\n`, "3:5: an index can't inherit itself: a → a"],
    [
      `indexes:\n${rest}  - {name: a, pure: true}\n`,
      '3:5: pure wheels go to all already; one index takes them',
    ],
    [
      `indexes:\n${rest}  - {name: a, pins: {acme: all}}\n`,
      '3:5: acme is pinned to all, which a does not inherit',
    ],
    [
      `indexes:\n  - {name: a, targets: [${bookworm}], pure: true}\n`,
      `2:5: no index takes the wheels of ${trixie}: give one of them "targets: [${trixie}]"`,
    ],
    [`indexes:\n  - {name: a}\n`, '2:5: no index takes the pure wheels: give one of them "pure: true"'],
    [
      `indexes:\n${rest}  - {name: b, targets: [debian-9]}\n`,
      '3:25: there is no target "debian-9"; there are',
    ],
    [`indexes:\n${rest}  - {name: Bad Name}\n`, '3:6: the name of an index has'],
    [`indexes:\n${rest}  - {name: b, pins: {-x-: b}}\n`, 'is not a project name'],
    [`indexes:\n${rest}  - {name: b, base: [all]}\n`, '3:15: unknown key "base"'],
    ['indexes: []\n', '1:1: has no entries'],
    ['', 'must be a mapping'],
  ])('%j is refused where it is wrong, in a sentence', (text, words) => {
    expect(problemsOf(text).join('\n')).toContain(words);
  });

  it('takes onDemand as true, or as what differs from the usual, and refuses what has no bound', () => {
    const ruleOf = (rule: string) => treeOf(withRule(rule)).nodes.get('b')?.onDemand;
    expect(ruleOf('false')).toBeNull();
    expect(ruleOf('true')).toMatchObject({
      holdSeconds: 5,
      versions: { kind: 'newest', count: 1 },
      rate: { burst: 60, perSecond: 1 },
      mostBuilds: 20,
      priority: 80,
    });
    expect(
      ruleOf('{hold: 0, versions: latest-2, rate: 6/min, deny: ["Acme_*"], most-builds: 3}'),
    ).toMatchObject({
      holdSeconds: 0,
      versions: { kind: 'newest', count: 2 },
      rate: { burst: 6, perSecond: 0.1 },
      deny: ['acme-*'],
      mostBuilds: 3,
    });
    expect(problemsOf(withRule('{hold: 1h}'))).toEqual([expect.stringContaining('held for 60s at most')]);
    expect(problemsOf(withRule('{rate: 9, versions: latest-9, allow: ["a b"]}'))).toHaveLength(3);
    expect(problemsOf(withRule('maybe'))).toHaveLength(1);
    expect(
      problemsOf(
        `indexes:\n  - {name: oss, pure: true, onDemand: true}\n  - {name: b, targets: [${bookworm}, ${trixie}]}\n`,
      ),
    ).toEqual([expect.stringContaining('oss is for no target')]);
  });
});
