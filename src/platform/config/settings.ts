import { z } from 'zod';

const portSchema = z.coerce.number().int().min(0).max(65_535);
const flagSchema = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const pathSchema = z.string().min(1).max(4096);
const urlOf = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `a URL such as ${example}` }).max(2000);

/** One setting: where it is read from, what it accepts, what it is for (shown by `trimtab serve --help`). */
export interface Setting<T extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly schema: T;
  readonly about: string;
  /** Its value is never printed. */
  readonly secret?: true;
}

const setting = <T extends z.ZodType>(env: string, schema: T, about: string, secret?: true): Setting<T> =>
  secret ? { env, schema, about, secret } : { env, schema, about };

/** Every setting. The key is its name in the configuration file, `env` its name in the environment. */
export const settings = {
  dataDir: setting(
    'TRIMTAB_DATA',
    pathSchema.default('data'),
    'folder that holds everything: database, lake, keys',
  ),
  host: setting(
    'TRIMTAB_HOST',
    z.string().min(1).max(255).default('127.0.0.1'),
    'address to listen on; 0.0.0.0 for all',
  ),
  port: setting('TRIMTAB_PORT', portSchema.default(8420), 'port to listen on; 0 chooses a free one'),
  publicUrl: setting(
    'TRIMTAB_URL',
    urlOf(/^https?$/, 'https://trimtab.example.com').optional(),
    'address that people type; links in mail use it',
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    urlOf(/^postgres(ql)?$/, 'postgres://user:password@host/database').optional(),
    'PostgreSQL 16 or newer; absent: an embedded one is started',
    true,
  ),
  databaseOwnerUrl: setting(
    'DATABASE_OWNER_URL',
    urlOf(/^postgres(ql)?$/, 'postgres://owner:password@host/database').optional(),
    'role that owns the schema, when DATABASE_URL is the restricted one',
    true,
  ),
  databasePoolSize: setting(
    'TRIMTAB_DATABASE_POOL',
    z.coerce.number().int().min(2).max(200).default(20),
    'connections to PostgreSQL at most, per process',
  ),
  masterKey: setting(
    'TRIMTAB_MASTER_KEY',
    z.base64().length(44).optional(),
    'base64 of the 32-byte key that wraps all others; absent: a file in the data folder',
    true,
  ),
  masterKeyFile: setting('TRIMTAB_MASTER_KEY_FILE', pathSchema.optional(), 'file that holds the master key'),
  trustProxy: setting(
    'TRIMTAB_TRUST_PROXY',
    z.string().max(500).optional(),
    'addresses of proxies whose X-Forwarded-* headers count, comma-separated',
  ),
  tlsCertFile: setting(
    'TRIMTAB_TLS_CERT',
    pathSchema.optional(),
    'certificate chain (PEM), to terminate TLS here',
  ),
  tlsKeyFile: setting('TRIMTAB_TLS_KEY', pathSchema.optional(), 'private key (PEM) of the certificate'),
  smtpUrl: setting(
    'SMTP_URL',
    urlOf(/^smtps?$/, 'smtp://user:password@mail.example.com:587').optional(),
    'mail server; absent: links are shown for copying',
    true,
  ),
  mailFrom: setting(
    'TRIMTAB_MAIL_FROM',
    z.string().min(3).max(320).default('Trimtab <trimtab@localhost>'),
    'sender of mail',
  ),
  logLevel: setting(
    'TRIMTAB_LOG_LEVEL',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    'least severe message that is written',
  ),
  logFormat: setting(
    'TRIMTAB_LOG_FORMAT',
    z.enum(['json', 'pretty', 'auto']).default('auto'),
    'json lines, or readable; auto: readable on a terminal',
  ),
  lakeMemoryMb: setting(
    'TRIMTAB_LAKE_MEMORY_MB',
    z.coerce.number().int().min(256).max(1_000_000).default(1024),
    'memory DuckDB may use, in MiB',
  ),
  lakeThreads: setting(
    'TRIMTAB_LAKE_THREADS',
    z.coerce.number().int().min(1).max(256).optional(),
    'threads DuckDB may use; absent: one per core',
  ),
  maxUploadBytes: setting(
    'TRIMTAB_MAX_UPLOAD_BYTES',
    z.coerce
      .number()
      .int()
      .min(1024)
      .default(20 * 1024 ** 3),
    'largest file the console accepts, in bytes',
  ),
  watchFolder: setting(
    'TRIMTAB_WATCH_FOLDER',
    pathSchema.optional(),
    'folder to import from: one subfolder per organisation id',
  ),
  microsoftClientId: setting(
    'TRIMTAB_MICROSOFT_CLIENT_ID',
    z.string().min(1).max(100).optional(),
    'app registration in Entra ID with which tenants are connected',
  ),
  microsoftClientSecret: setting(
    'TRIMTAB_MICROSOFT_CLIENT_SECRET',
    z.string().min(1).max(1000).optional(),
    'secret of the app registration',
    true,
  ),
  microsoftClientSecretFile: setting(
    'TRIMTAB_MICROSOFT_CLIENT_SECRET_FILE',
    pathSchema.optional(),
    'file that holds the secret of the app registration',
  ),
  microsoftCertificateFile: setting(
    'TRIMTAB_MICROSOFT_CERTIFICATE_FILE',
    pathSchema.optional(),
    'certificate (PEM) of the app registration, in place of a secret',
  ),
  microsoftPrivateKeyFile: setting(
    'TRIMTAB_MICROSOFT_PRIVATE_KEY_FILE',
    pathSchema.optional(),
    'private key (PEM) of that certificate',
  ),
  microsoftCloud: setting(
    'TRIMTAB_MICROSOFT_CLOUD',
    z.enum(['global', 'usgov', 'dod', 'china']).default('global'),
    'cloud in which the application is registered',
  ),
  microsoftLogin: setting(
    'TRIMTAB_MICROSOFT_LOGIN',
    urlOf(/^https$/, 'https://login.example.com').optional(),
    "origin in place of Microsoft's sign-in, such as a gateway",
  ),
  microsoftGraph: setting(
    'TRIMTAB_MICROSOFT_GRAPH',
    urlOf(/^https$/, 'https://graph.example.com').optional(),
    'origin in place of Microsoft Graph, such as a gateway',
  ),
  microsoftCa: setting(
    'TRIMTAB_MICROSOFT_CA',
    pathSchema.optional(),
    'certificates (PEM) to trust there besides the usual ones',
  ),
  metrics: setting(
    'TRIMTAB_METRICS',
    flagSchema.default(true),
    'serve Prometheus metrics on /metrics (loopback and private networks only)',
  ),
  otlpEndpoint: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    urlOf(/^https?$/, 'http://localhost:4318').optional(),
    'OpenTelemetry collector; absent: no traces',
  ),
} as const;

export type SettingName = keyof typeof settings;
export type Config = { readonly [K in SettingName]: z.output<(typeof settings)[K]['schema']> };
