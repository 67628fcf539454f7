import { useCaller, useMay } from '../farm/farm-state.ts';

type MayNotProps = {
  readonly scope: 'build' | 'upload' | 'admin';
  /** `to refresh images` */
  readonly to: string;
  /** By which the buttons that do nothing name it as the reason. */
  readonly id?: string;
};

/** Why a button does nothing for whoever looks; nothing for those for whom it does. */
export function MayNot({ scope, to, id }: MayNotProps) {
  const caller = useCaller();
  if (useMay(scope) !== false) return null;
  return (
    <p className="aside" id={id}>
      {caller?.kind === 'token' && `Token ${caller.token.name} may not: `}
      {caller?.kind === 'token' ? 'log in' : 'Log in'} with a token that has the scope <code>{scope}</code>{' '}
      {to}.
    </p>
  );
}
