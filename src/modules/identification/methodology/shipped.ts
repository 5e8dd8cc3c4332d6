/** The methodologies that come with Opora. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#kernel/errors.ts';
import { HOME } from '#platform/version.ts';
import type { MethodologySource } from './parameters.ts';
import type { Methodology } from './schema.ts';
import { methodologyFromText } from './text.ts';

const FOLDER = join(HOME, 'src/modules/identification/methodologies');

export type ShippedMethodology = { text: string; source: MethodologySource; methodology: Methodology };

export async function shippedMethodologies(): Promise<ShippedMethodology[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(read));
}

/** @throws AppError methodologyUnknown */
export async function shippedMethodology(id: string): Promise<ShippedMethodology> {
  if (!/^[a-z0-9-]+$/.test(id)) throw unknown(id);
  return read(`${id}.yaml`).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? unknown(id) : error;
  });
}

async function read(name: string): Promise<ShippedMethodology> {
  const text = await readFile(join(FOLDER, name), 'utf8');
  return { text, ...methodologyFromText(text) };
}

function unknown(id: string): AppError {
  return new AppError('methodologyUnknown', { text: `Методики «${id}» нет.` });
}
