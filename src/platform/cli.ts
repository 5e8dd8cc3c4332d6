/** Verbs of the platform: the tables of the database. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CliVerb, EXIT, JSON_OPTION, tellDone } from '#kernel/cli.ts';
import { renderSchemaTypes } from './schema-types.ts';
import { withServices } from './start.ts';

const SCHEMA_FILE = fileURLToPath(new URL('./schema.ts', import.meta.url));

const migrateVerb: CliVerb = {
  name: 'migrate',
  summary: 'привести таблицы базы данных к этой версии Опоры',
  usage: 'opora migrate [--json]',
  options: { json: JSON_OPTION },
  run: async (args, io) =>
    withServices(async ({ migrated }) => {
      const text =
        migrated.length === 0 ? 'База данных уже соответствует этой версии.' : `Применено: ${migrated.join(', ')}.`;
      tellDone(args, io, text, { migrated });
      return EXIT.done;
    }),
};

const dbTypes: CliVerb = {
  name: 'db types',
  summary: 'для разработчиков: записать типы таблиц в src/platform/schema.ts',
  usage: 'opora db types [--json]',
  options: { json: JSON_OPTION },
  run: async (args, io) =>
    withServices(async ({ pool }) => {
      await writeFile(SCHEMA_FILE, await renderSchemaTypes(pool));
      tellDone(args, io, `Записано: ${SCHEMA_FILE}`, { file: SCHEMA_FILE });
      return EXIT.done;
    }),
};

export const verbs: readonly CliVerb[] = [migrateVerb, dbTypes];
