/** Of the program: what `--version` says, and what a worker says of itself. */
export const version = '0.1.0';
