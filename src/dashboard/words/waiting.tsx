import { Trouble } from './trouble.tsx';

/** Stands where something was asked for and is not there yet: that it was asked for, or why it does not come. */
export const Waiting = ({ problem }: { readonly problem: Error | null }) =>
  problem === null ? <p aria-busy="true">Asking the farm…</p> : <Trouble problem={problem} />;
