/** What a Range header asks for. Several ranges at once are answered with the whole file, as RFC 9110 allows. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };
