/** What fails beneath the program and passes: the database is away, the disk is full. */
import { AppError, isAppError } from '#kernel/errors.ts';

/** Of PostgreSQL (connection lost, shutting down or starting up, too many connections) and of the system. */
const AWAY = /^(?:08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const AWAY_IN_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;
/** Of PostgreSQL, of the system, of a quota. */
const FULL = /^(?:53100|ENOSPC|EDQUOT)$/;
/** DuckDB gives no code. */
const FULL_IN_WORDS = /No space left on device/;

/** The error as people may read it; null: something else, a fault of ours. */
export function troubleOf(error: unknown): AppError | null {
  if (isAppError(error)) return error.code === 'databaseUnavailable' || error.code === 'storageFull' ? error : null;
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const code = String((at as { code?: unknown }).code ?? '');
    if (FULL.test(code) || FULL_IN_WORDS.test(at.message)) return new AppError('storageFull');
    if (AWAY.test(code) || AWAY_IN_WORDS.test(at.message))
      return new AppError('databaseUnavailable', {
        text: 'База данных сейчас не отвечает: её перезапускают, или она восстанавливается после сбоя. Сохранённое не пострадало.',
        advice: 'Подождите минуту и повторите. Если не поможет, сообщите администратору.',
      });
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined);
  }
  return null;
}
