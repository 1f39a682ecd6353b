/** Whether a text matches one of some patterns in which `*` stands for any text; case does not matter. */
export const matcherOf = (patterns: readonly string[]): ((text: string) => boolean) => {
  const sources = patterns.map((pattern) =>
    pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'))
      .join('.*'),
  );
  const expression = new RegExp(`^(?:${sources.join('|')})$`, 'i');
  return (text) => expression.test(text);
};
