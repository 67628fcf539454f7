const declaration = /\bcdef[ \t]{1,20}extern[ \t]{1,20}from[ \t]{1,20}(["'])<?([^"'<>\n]{1,200})>?\1/g;

/** Headers that Cython includes for `cdef extern from "x.h"`. */
export const readCythonHeaders = (text: string): readonly string[] =>
  [...text.matchAll(declaration)].map(([, , name = '']) => name);
