/** What a list offers, and what is chosen although it is not offered: an address may name what the farm no longer has. */
export const withChosen = (offered: readonly string[], chosen: string): readonly string[] =>
  chosen === '' || offered.includes(chosen) ? offered : [chosen, ...offered];
