import { settings } from '../platform/config/settings.ts';

/** Every setting with its environment variable, for `--help`. */
export const settingsHelp = (): string => {
  const rows = Object.entries(settings).map(
    ([name, { env, about }]) => `  ${env.padEnd(28)} ${name.padEnd(18)} ${about}`,
  );
  return `\nSettings (environment variable, name in trimtab.json, meaning):\n${rows.join('\n')}\n`;
};
