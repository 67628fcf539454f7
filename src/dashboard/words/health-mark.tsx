/** How something is: a sign and a word, so that it can be told without its colour. */
export type Health = 'well' | 'troubled' | 'bad' | 'gone';

const glyphs: Readonly<Record<Health, string>> = { well: '✓', troubled: '!', bad: '✗', gone: '–' };

export const HealthMark = ({ health, words }: { readonly health: Health; readonly words: string }) => (
  <span className={`health health-${health}`}>
    <span className="glyph" aria-hidden="true">
      {glyphs[health]}
    </span>
    {words}
  </span>
);
