import { type Setting, settings } from '../platform/config/settings.ts';

const defaultOf = (setting: Setting): string => {
  const { data } = setting.schema.safeParse(undefined);
  return data === undefined ? '' : ` (default: ${String(data)})`;
};

/** Every setting with its environment variable and default, for `--help`. */
export const settingsHelp = (): string => {
  const rows = Object.entries<Setting>(settings).map(
    ([name, setting]) =>
      `  ${setting.env.padEnd(28)} ${name.padEnd(18)} ${setting.about}${defaultOf(setting)}`,
  );
  const file = `  ${'TRIMTAB_CONFIG'.padEnd(28)} ${''.padEnd(18)} the configuration file (default: trimtab.json in the working folder, where there is one)`;
  return `\nSettings (environment variable, name in the configuration file, meaning):\n${[file, ...rows].join('\n')}\n`;
};
