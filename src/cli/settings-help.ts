import { type Setting, settings } from '../platform/config/settings.ts';

const defaultOf = (setting: Setting): string => {
  const { data } = setting.schema.safeParse(undefined);
  return data === undefined ? '' : ` (default: ${String(data)})`;
};

/** Every setting with its environment variable and default, for `--help`. */
export const settingsHelp = (): string => {
  const rows = [
    {
      env: 'TRIMTAB_CONFIG',
      name: '',
      about: 'the configuration file (default: trimtab.json in the working folder, where there is one)',
    },
    ...Object.entries<Setting>(settings).map(([name, setting]) => ({
      env: setting.env,
      name,
      about: `${setting.about}${defaultOf(setting)}`,
    })),
  ];
  const widest = (of: 'env' | 'name'): number => Math.max(...rows.map((row) => row[of].length));
  const [envWidth, nameWidth] = [widest('env'), widest('name')];
  const lines = rows.map(
    ({ env, name, about }) => `  ${env.padEnd(envWidth)}  ${name.padEnd(nameWidth)}  ${about}`,
  );
  return `\nSettings (environment variable, name in the configuration file, meaning):\n${lines.join('\n')}\n`;
};
