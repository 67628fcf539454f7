import { useMay } from '../farm/farm-state.ts';

type MayNotProps = {
  readonly scope: 'build' | 'upload' | 'admin';
  /** `to refresh images` */ readonly to: string;
};

/** Why a button does nothing for whoever looks; nothing for those for whom it does. */
export const MayNot = ({ scope, to }: MayNotProps) =>
  useMay(scope) === false ? (
    <p className="aside">
      Log in with a token that has the scope <code>{scope}</code> {to}.
    </p>
  ) : null;
