/** What the exit code of every command means. */
export const exitCodes = {
  done: { code: 0, meaning: 'done' },
  failed: { code: 1, meaning: 'a build failed, or a check found problems' },
  usage: { code: 2, meaning: 'wrong usage' },
  refused: { code: 3, meaning: 'refused by the farm: a bad sdist, no such build, not allowed' },
  outage: { code: 4, meaning: "the farm can't be reached or is out of order" },
  stopped: { code: 5, meaning: 'a build was cancelled or is blocked' },
  interrupted: { code: 130, meaning: 'interrupted' },
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]['code'];

export const renderExitCodes = (): string =>
  [
    'Exit codes:',
    ...Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(3)}  ${meaning}`),
  ].join('\n');
