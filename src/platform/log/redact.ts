/** Names of fields whose values never reach a log line, at whatever depth. */
export const secretFields = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'authorization',
  'cookie',
  'set-cookie',
  'apiKey',
  'email',
  'name',
  'ciphertext',
  'databaseUrl',
  'smtpUrl',
  'masterKey',
] as const;

const secretNames: ReadonlySet<string> = new Set(secretFields);

/** Secrets that travel inside text: query parameters, bearer tokens, API keys, passwords in URLs, addresses. */
const inText: ReadonlyArray<readonly [RegExp, string]> = [
  [/([?&#](?:token|code|state|key|secret|password)=)[^&\s"]+/gi, '$1[redacted]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\btt_[a-z]+_[\w-]{8,}/g, '[redacted key]'],
  [/(\w+:\/\/[^:/\s"]*:)[^@\s"]+@/g, '$1[redacted]@'],
  // As typed, or as an address carries it.
  [/[\w.+-]+(?:@|%40)[\w-]+\.[\w.-]*\w/gi, '[redacted address]'],
  [/(\/invitations\/)[\w-]{16,}/g, '$1[redacted]'],
];

/** Removes what looks like a secret or an e-mail address from a text. */
export const redactText = (text: string): string =>
  inText.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const depthMaximum = 8;

/**
 * An error as the log shows it: its kind, message, stack, code and cause. Whatever else hangs on it stays out: a
 * database error quotes the row it refused, one of a socket the bytes that came.
 */
const shownError = (error: Error, depth: number): object =>
  // The kind is read from the constructor.
  Object.assign(Object.create({ constructor: error.constructor }), {
    message: error.message,
    stack: error.stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  });

const redactValue = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > depthMaximum) return '[deeper]';
  if (value instanceof Error) return shownError(value, depth);
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  // Requests and the like have serializers of their own.
  return isPlain(value) ? redactFields(value, depth) : value;
};

/** The object without the values of secret fields, however deep they stand; errors as the log shows them. */
export const redactFields = (fields: object, depth = 0): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      secretNames.has(name) ? '[redacted]' : redactValue(value, depth + 1),
    ]),
  );
