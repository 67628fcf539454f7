/** What is wrong with a file that people write, and where; lines and columns count from 1. */
export type FileProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
};

/** As compilers write it, so that editors can jump there. */
export const renderFileProblem = ({ file, line, column, problem }: FileProblem): string =>
  `${file}:${line}:${column}: ${problem}`;
