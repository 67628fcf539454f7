import { useCaller, useMay } from '../farm/farm-state.ts';
import { CreateToken } from './create-token.tsx';
import { TokenTable } from './token-table.tsx';
import { PageHead } from '../words/page-head.tsx';
import { Waiting } from '../words/waiting.tsx';

/** Who may do what with the farm: for those who may say so. */
export function TokensPage() {
  const mayManage = useMay('admin');
  const caller = useCaller();
  return (
    <>
      <PageHead name="Tokens" />
      {mayManage === null && <Waiting problem={null} />}
      {mayManage === false && (
        <p className="notice">
          {caller?.kind === 'token'
            ? `The token ${caller.token.name} has no scope admin: who else may do what is not shown to it.`
            : 'Who may do what is shown to those who log in with a token that has the scope admin.'}{' '}
          The farm wrote one such token at its first start; the operator of the farm knows where.
        </p>
      )}
      {mayManage === true && (
        <>
          <CreateToken />
          <TokenTable own={caller?.kind === 'token' ? caller.token.id : null} />
        </>
      )}
    </>
  );
}
