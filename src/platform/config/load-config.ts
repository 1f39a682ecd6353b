import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { type Config, type Setting, type SettingName, settings } from './settings.ts';

interface Source {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working folder: relative paths and the default configuration file are looked up here. */
  readonly cwd: string;
}

const names = Object.keys(settings) as SettingName[];

/**
 * Reads the configuration from the environment and one JSON file (`TRIMTAB_CONFIG`, else `trimtab.json` in
 * the working folder where that exists); the environment wins.
 * @throws AppError invalid_input that lists every problem at once.
 */
export const loadConfig = ({ env, cwd }: Source): Config => {
  const problems: string[] = [];
  const file = readFile(env, cwd, problems);
  const entries = names.map((name) => {
    const setting: Setting = settings[name];
    const fromEnv = env[setting.env] === '' ? undefined : env[setting.env];
    const given = fromEnv ?? file[name];
    const place = fromEnv === undefined ? `"${name}" in the configuration file` : setting.env;
    const parsed = setting.schema.safeParse(given);
    if (!parsed.success) {
      const shown = setting.secret ? '(hidden)' : JSON.stringify(given);
      problems.push(`${place} is ${shown}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
    }
    return [name, parsed.data];
  });
  const config = Object.fromEntries(entries) as Config;
  problems.push(...relations(config));
  if (problems.length > 0) {
    throw new AppError('invalid_input', {
      detail: `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n  - ${problems.join('\n  - ')}`,
      fix: 'Correct these settings and start again; `trimtab serve --help` lists them all.',
      meta: { problems },
    });
  }
  return withAbsolutePaths(config, cwd);
};

const readFile = (env: Source['env'], cwd: string, problems: string[]): Record<string, unknown> => {
  const named = env.TRIMTAB_CONFIG;
  const path = resolve(cwd, named ?? 'trimtab.json');
  if (!existsSync(path)) {
    if (named) problems.push(`TRIMTAB_CONFIG names ${path}, which does not exist`);
    return {};
  }
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new Error('not a JSON object');
    const unknown = Object.keys(parsed).filter((key) => !(key in settings));
    problems.push(...unknown.map((key) => `"${key}" in ${path} is no setting`));
    return parsed as Record<string, unknown>;
  } catch (error) {
    problems.push(`${path} cannot be read: ${(error as Error).message}`);
    return {};
  }
};

const relations = (config: Config): string[] => {
  const found: string[] = [];
  if ((config.tlsCertFile === undefined) !== (config.tlsKeyFile === undefined))
    found.push('TRIMTAB_TLS_CERT and TRIMTAB_TLS_KEY go together: set both or neither');
  if (config.databaseOwnerUrl !== undefined && config.databaseUrl === undefined)
    found.push('DATABASE_OWNER_URL is set without DATABASE_URL');
  if (config.masterKey !== undefined && config.masterKeyFile !== undefined)
    found.push('TRIMTAB_MASTER_KEY and TRIMTAB_MASTER_KEY_FILE are both set: keep one');
  return [...found, ...microsoftRelations(config)];
};

const microsoftRelations = (config: Config): string[] => {
  const found: string[] = [];
  if ((config.microsoftCertificateFile === undefined) !== (config.microsoftPrivateKeyFile === undefined))
    found.push(
      'TRIMTAB_MICROSOFT_CERTIFICATE_FILE and TRIMTAB_MICROSOFT_PRIVATE_KEY_FILE go together: set both or neither',
    );
  if ((config.microsoftLogin === undefined) !== (config.microsoftGraph === undefined))
    found.push('TRIMTAB_MICROSOFT_LOGIN and TRIMTAB_MICROSOFT_GRAPH go together: set both or neither');
  const { microsoftClientSecret, microsoftClientSecretFile, microsoftCertificateFile } = config;
  const proofs = [microsoftClientSecret, microsoftClientSecretFile, microsoftCertificateFile];
  const given = proofs.filter((proof) => proof !== undefined).length;
  if (given > (config.microsoftClientId === undefined ? 0 : 1) || (config.microsoftClientId && given === 0))
    found.push(
      'TRIMTAB_MICROSOFT_CLIENT_ID goes with exactly one of TRIMTAB_MICROSOFT_CLIENT_SECRET, TRIMTAB_MICROSOFT_CLIENT_SECRET_FILE and TRIMTAB_MICROSOFT_CERTIFICATE_FILE',
    );
  return found;
};

const pathNames = [
  'dataDir',
  'masterKeyFile',
  'tlsCertFile',
  'tlsKeyFile',
  'watchFolder',
  'microsoftClientSecretFile',
  'microsoftCertificateFile',
  'microsoftPrivateKeyFile',
  'microsoftCa',
] as const;

const withAbsolutePaths = (config: Config, cwd: string): Config => ({
  ...config,
  ...Object.fromEntries(
    pathNames.flatMap((name) => (config[name] === undefined ? [] : [[name, resolve(cwd, config[name])]])),
  ),
});
