/** What stands at the end of a backup: everything it holds, with hashes, so that a copy can be verified without restoring it. */
import type { Sequence } from './tables.ts';

export const BACKUP_SCHEMA = 'opora.backup/1';

/** The first entry: what must be known before anything is put in place. */
export type BackupHead = {
  schema: typeof BACKUP_SCHEMA;
  madeAt: string;
  /** Migrations applied to the database, with their checksums. */
  migrations: { name: string; checksum: string }[];
};

export type BackupPart = { name: string; bytes: number; sha256: string };
export type BackupTable = BackupPart & { columns: string[]; rows: number };
export type WaitingJob = {
  name: string;
  data: Record<string, unknown>;
  startAfter: string;
  singletonKey: string | null;
};

export type BackupManifest = {
  tables: BackupTable[];
  sequences: Sequence[];
  /** Background work that was waiting. */
  jobs: WaitingJob[];
  /** Everything else of the data directory, by path inside it. */
  files: BackupPart[];
};

/** Directories of the data directory that are part of a backup, and single files in it. */
export const DIRECTORIES = ['files', 'lake'] as const;
export const SINGLE_FILES = ['secret', 'audit-key', 'region-secret', 'audit-anchors.log'] as const;
