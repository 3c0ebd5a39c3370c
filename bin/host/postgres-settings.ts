/** On the command line rather than in postgresql.conf, so that a new version of ours brings its own. */
export function settingsFor(port: number, isDurable: boolean): string[] {
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    // Socket paths are limited to about 100 characters, which a deep clone exceeds; TCP has no such limit.
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: '48MB',
    max_wal_size: '256MB',
    min_wal_size: '32MB',
    // Nothing here replicates or needs parallel workers: each would be one more process in memory.
    max_logical_replication_workers: 0,
    max_parallel_workers_per_gather: 0,
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // A browser's machine that slept or a killed process must not hold locks for hours.
    tcp_keepalives_idle: 30,
    tcp_keepalives_interval: 10,
    tcp_keepalives_count: 3,
    // What need not be durable is for tests, of which several files have workers of their own at once.
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 120 }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
