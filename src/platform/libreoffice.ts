/**
 * Converts older Office files with LibreOffice where it is installed: in a directory of its own,
 * with a time limit, without macros and without the network.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { AppError } from '#kernel/errors.ts';

const TARGETS = { doc: 'docx:MS Word 2007 XML', xls: 'xlsx:Calc MS Excel 2007 XML' } as const;
const TIME_LIMIT = 60_000;
const NAMES = process.platform === 'win32' ? ['soffice.exe', 'soffice.com'] : ['soffice', 'libreoffice'];

/** `searchPath` is a list of directories as in PATH. */
export async function convertByLibreOffice(
  searchPath: string,
  bytes: Uint8Array,
  from: keyof typeof TARGETS,
): Promise<Uint8Array> {
  const program = await findLibreOffice(searchPath);
  if (program === null) throw new AppError('converterMissing');
  const target = TARGETS[from];
  const directory = await mkdtemp(join(tmpdir(), 'opora-convert-'));
  try {
    const source = join(directory, `source.${from}`);
    await writeFile(source, bytes, { mode: 0o600 });
    await run(program, [
      `-env:UserInstallation=file://${join(directory, 'profile')}`,
      '--headless',
      '--norestore',
      '--nologo',
      '--nolockcheck',
      '--convert-to',
      target,
      '--outdir',
      directory,
      source,
    ]);
    return await readFile(join(directory, `source.${target.split(':')[0]}`)).catch((cause: unknown) => {
      throw new AppError('fileDamaged', { reason: String(cause) });
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The path of the program, or null. */
export async function findLibreOffice(searchPath: string): Promise<string | null> {
  for (const directory of searchPath.split(delimiter).filter(Boolean)) {
    for (const name of NAMES) {
      const path = join(directory, name);
      if (
        await access(path, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return path;
    }
  }
  return null;
}

function run(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // A group of its own: soffice starts further processes, and all must end with it.
    const child = spawn(program, args, { stdio: 'ignore', detached: process.platform !== 'win32' });
    const timer = setTimeout(() => {
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
      reject(new AppError('readTimeout'));
    }, TIME_LIMIT);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new AppError('converterMissing', { reason: String(error) }));
    });
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
