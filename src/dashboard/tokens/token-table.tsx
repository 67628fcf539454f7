import type { TokenView } from '../../http/contract/token.ts';
import { useRemoveToken, useTokens } from '../farm/tokens.ts';
import { ConfirmButton } from '../words/confirm-button.tsx';
import { TimeAgo } from '../words/time-ago.tsx';
import { Trouble } from '../words/trouble.tsx';
import { renderScope } from './describe-scope.ts';
import { Waiting } from '../words/waiting.tsx';

/** `own`: the token that the page is logged in with. */
export function TokenTable({ own }: { readonly own: number | null }) {
  const { data, error } = useTokens();
  if (data === undefined) return <Waiting problem={error} />;
  return (
    <section aria-labelledby="tokens-known">
      <h2 id="tokens-known">Known to the farm</h2>
      <table className="tokens stacked">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">May</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            <th scope="col" className="remove">
              Remove
            </th>
          </tr>
        </thead>
        <tbody>
          {data.tokens.map((token) => (
            <TokenRow key={token.id} token={token} isOwn={token.id === own} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RowProps = { readonly token: TokenView; readonly isOwn: boolean };

function TokenRow({ token, isOwn }: RowProps) {
  const { mutate, isPending, error } = useRemoveToken();
  const question = isOwn
    ? 'You are logged in with it, and will be logged out. Remove it?'
    : 'Whoever uses it is refused from then on. Remove it?';
  return (
    <tr>
      <th scope="row">
        {token.name}
        {isOwn && <small>yours</small>}
      </th>
      <td data-label="May">{token.scopes.map(renderScope).join(', ')}</td>
      <td data-label="Made">
        <TimeAgo at={token.createdAt} /> ago
      </td>
      <td data-label="Last used">
        {token.lastUsedAt === null ? 'never' : <TimeAgo at={token.lastUsedAt} />}
        {token.lastUsedAt !== null && ' ago'}
      </td>
      <td className="remove">
        <ConfirmButton
          question={question}
          answer={`Remove ${token.name}`}
          label={`Remove ${token.name}`}
          disabled={isPending}
          onConfirm={() => mutate(token.id)}
        >
          Remove
        </ConfirmButton>
        <Trouble problem={error} />
      </td>
    </tr>
  );
}
