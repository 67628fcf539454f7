/** What index pages are served as, the best for those who do not mind first. */
export const simpleMediaTypes = [
  'text/html',
  'application/vnd.pypi.simple.v1+html',
  'application/vnd.pypi.simple.v1+json',
  'application/vnd.pypi.simple.latest+html',
  'application/vnd.pypi.simple.latest+json',
] as const;

export type SimpleMediaType = (typeof simpleMediaTypes)[number];

export const isJson = (type: SimpleMediaType): boolean => type.endsWith('+json');

/** `latest` is a wish, not a name for an answer. */
export const contentTypeOf = (type: SimpleMediaType): string => {
  const served = type.replace('.latest+', '.v1+');
  return isJson(type) ? served : `${served}; charset=utf-8`;
};
