import { renderInstallScript } from '../domain/os-packages.ts';
import type { Family } from '../domain/target.ts';

/** Where an image keeps its description. */
export const factsPath = '/usr/lib/wheelyard/image.json';

/** What makes an image, in a container of its parent: `sh -c <this> sh <Python source that describes the finished image>`. */
export const renderMakerScript = (family: Family, packages: readonly string[]): string =>
  [
    renderInstallScript(family, packages),
    'mkdir -p /usr/lib/wheelyard',
    `python3 -I -c "$1" > ${factsPath}`,
  ].join('\n');
