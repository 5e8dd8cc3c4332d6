/** What the database tells of itself and of what it was given: away, full, a value that no column can hold. */
import { AppError, isAppError } from '#kernel/errors.ts';

/** Of PostgreSQL (connection lost, shutting down or starting up, too many connections) and of the system. */
const AWAY = /^(?:08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const AWAY_IN_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;
/** Of PostgreSQL, of the system, of a quota. */
const FULL = /^(?:53100|ENOSPC|EDQUOT)$/;
/** DuckDB gives no code. */
const FULL_IN_WORDS = /No space left on device/;

/** Of PostgreSQL: bytes that are no text, a number or a day beyond what its type holds, a text that is none of its type. */
const SENSELESS = /^(?:22021|22003|22007|22008|22P02|22P05)$/;

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
    // Somebody made it up in an address or a form; no page of ours sends one.
    if (SENSELESS.test(code))
      return new AppError('badRequest', {
        text: 'В адресе или в форме стоит значение, которого не бывает.',
        advice: 'Проверьте адрес страницы или исправьте поле и повторите.',
      });
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined);
  }
  return null;
}
