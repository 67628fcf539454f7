import type { BuildView } from '../http/contract/build.ts';
import { renderDuration } from './measures.ts';
import { renderState, renderSubject } from './render-build.ts';
import type { Output } from './surroundings.ts';
import { cutToWidth } from './text-width.ts';

/** Lines at the bottom of a terminal that are drawn over and over. */
export type Progress = {
  readonly draw: (builds: readonly BuildView[], now: number) => void;
  /** Makes room for lines that stay. */
  readonly clear: () => void;
};

const clearDown = '\u001b[J';
const up = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\r`);

export function openProgress(output: Output): Progress {
  let drawn = 0;
  const clear = (): void => {
    if (drawn > 0) output.stdout.write(up(drawn) + clearDown);
    drawn = 0;
  };
  return {
    clear,
    draw: (builds, now) => {
      // A region as high as the screen would scroll, and could not be drawn over.
      const shown = builds.slice(0, Math.max(1, output.rows - 3));
      const more = builds.length - shown.length;
      const lines = [
        ...shown.map((build) => renderProgress(build, now)),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ].map((line) => cutToWidth(line, Math.max(20, output.columns - 1)));
      clear();
      output.stdout.write(lines.map((line) => `${line}\n`).join(''));
      drawn = lines.length;
    },
  };
}

const renderProgress = (build: BuildView, now: number): string =>
  `  ${build.id}  ${renderSubject(build)}  ${renderState(build.state)}  ${renderDuration(now - build.changedAt)}`;
