import type { ImageStepView } from '../http/contract/reproduction.ts';
import { quoteWord, renderCommand } from './shell-words.ts';

/** A shell script that makes an image as a worker does, without what is there already. */
export const renderMakeImage = (steps: readonly ImageStepView[]): string =>
  [
    '#!/bin/sh',
    '# Makes the image of an attempt as a worker makes it, with the docker program of this machine.',
    '# The containers that install OS packages have the network; they run no code of the sdist.',
    'set -e',
    ...steps.flatMap(renderStep),
    '',
  ].join('\n');

function renderStep(step: ImageStepView): readonly string[] {
  const there = `${renderCommand(['docker', 'image', 'inspect', step.reference])} >/dev/null 2>&1`;
  return ['', `if ! ${there}; then`, ...makingOf(step).map((line) => `  ${line}`), 'fi'];
}

function makingOf(step: ImageStepView): readonly string[] {
  const { reference } = step;
  if (step.kind === 'install') {
    const { parent, script, argument } = step;
    const command = ['sh', '-c', script, 'sh', argument];
    return [
      `container=$(docker create --network host --user 0:0 --entrypoint '' ${renderCommand([parent, ...command])})`,
      `trap 'docker rm --force "$container" >/dev/null' EXIT`,
      'docker start --attach "$container"',
      `docker commit "$container" ${quoteWord(reference)}`,
      'docker rm "$container" >/dev/null',
      'trap - EXIT',
    ];
  }
  const { platform, registryImage, suite } = step;
  const pull = renderCommand(['docker', 'pull', '--platform', platform, registryImage]);
  const tag = renderCommand(['docker', 'tag', registryImage, reference]);
  if (suite === null) return [pull, tag];
  const architecture = platform.slice(platform.indexOf('/') + 1);
  const bootstrap = [
    'mmdebstrap',
    '--quiet',
    '--variant=minbase',
    `--architectures=${architecture}`,
    suite,
    '-',
  ];
  return [
    `if ${pull}; then ${tag}; else`,
    '  base=$(mktemp)',
    `  trap 'rm -f "$base"' EXIT`,
    // A file of its own: half of a base must not become an image.
    `  ${renderCommand(bootstrap)} > "$base"`,
    `  docker import --platform ${quoteWord(platform)} "$base" ${quoteWord(reference)}`,
    '  rm -f "$base"',
    '  trap - EXIT',
    'fi',
  ];
}
