/** Small while idle and quick to start, yet every commit is on disk when it is answered: fsync stays on. */
const fixed = {
  listen_addresses: '',
  port: 5432, // only names the socket
  unix_socket_permissions: '0700',
  max_connections: 80,
  shared_buffers: '128MB', // taken from the system only as it fills
  max_wal_size: '512MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  max_worker_processes: 2,
  max_parallel_workers_per_gather: 0,
  autovacuum_worker_slots: 2,
  autovacuum_max_workers: 2,
  io_method: 'sync', // else three more processes
  jit: 'off',
  // What goes wrong with PostgreSQL itself, but no statements and no values from rows: those could be secrets.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: -1,
  log_line_prefix: '%m ',
}

/** The name under which the process that started PostgreSQL leaves its process id: `tenon-1234`. */
const NAME_PREFIX = 'tenon-'

/** Command-line arguments, so that an older data folder gets them too. */
export function settings(socketFolder: string, starterPid: number): string[] {
  const all = { ...fixed, unix_socket_directories: socketFolder, cluster_name: `${NAME_PREFIX}${starterPid}` }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** @param clusterName what `show cluster_name` answers */
export function starterOf(clusterName: string): number | undefined {
  const pid = Number(clusterName.slice(NAME_PREFIX.length))
  return clusterName.startsWith(NAME_PREFIX) && pid > 0 ? pid : undefined
}
