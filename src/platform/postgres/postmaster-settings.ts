/** Settings by name, as in postgresql.conf. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Loopback only, no socket file (its path has a limit of 107 bytes and data folders lie deep), nothing
 * weakened. The log is one file a weekday, overwritten a week later, so that it cannot fill the disk.
 */
export const baseSettings: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // A session whose program was killed notices within seconds, and lets its locks go.
  client_connection_check_interval: '5s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_line_prefix: '%m [%p] %u@%d %a ',
};
