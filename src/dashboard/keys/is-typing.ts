/** Whether a key goes into something that takes text, or that has keys of its own: then it is not for the page. */
export const isTyping = ({ target, isComposing }: KeyboardEvent): boolean =>
  isComposing ||
  !(target instanceof Element) ||
  target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog') !==
    null;
