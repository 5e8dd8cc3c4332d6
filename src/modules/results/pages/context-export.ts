/** What a school told, as a workbook in the form of our templates; CSV holds the passports alone. */
import { tableToXlsx } from '#documents/write/xlsx.ts';
import type { Sheet, SheetValue } from '#documents/write/sheet.ts';
import { schoolYearName } from '#kernel/school-year.ts';
import { type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { download } from '#platform/download.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { hidesAnswer, shownFew, shownPassport, type ShownCount } from '../domain/shown-context.ts';
import { answerShown, QUESTIONS } from '../domain/questionnaire.ts';
import { PASSPORT_COUNTS, STAGES } from '../domain/told.ts';
import { seesSmallNumbers } from '../policy.ts';
import { contextsOf, olympiadsOf } from '../queries/told.ts';
import { schoolOf } from './parts/school-of.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const cell = (count: ShownCount): SheetValue => (count === 'hidden' ? 'скрыто' : count);

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  const own = seesSmallNumbers(ctx.actor, school);
  const told = (await contextsOf(ctx.db, school.id)).filter(({ holds }) => holds).sort((a, b) => b.year - a.year);
  const municipality = school.above.at(-1)?.shortName ?? null;
  const named = [school.fisOkoLogin ?? String(school.id), school.shortName, municipality];
  const head = ['Код школы', 'Школа', 'Муниципалитет', 'Учебный год'];
  const sheet = (name: string, headers: string[], rows: SheetValue[][]): Sheet => ({
    name,
    columns: [...head, ...headers].map((header) => ({ header })),
    rows,
  });
  const passports = sheet(
    'Социальный паспорт',
    PASSPORT_COUNTS.map(({ header }) => header),
    told
      .filter(({ source }) => source === 'passport')
      .map(({ year, facts }) => {
        const shown = shownPassport(facts, own);
        return [...named, schoolYearName(year - 1), ...PASSPORT_COUNTS.map(({ key }) => cell(shown[key] ?? null))];
      }),
  );
  const title = `Условия. ${school.shortName}`;
  if (params['format'] !== 'xlsx') return sheetAnswer(passports, title, params['format']);
  const questionnaires = sheet(
    'Контекстные данные',
    QUESTIONS.map(({ label }) => label),
    told
      .filter(({ source }) => source === 'questionnaire')
      .map(({ year, facts }) => [
        ...named,
        schoolYearName(year - 1),
        ...QUESTIONS.map((question) => {
          const value = answerShown(question, facts[question.key]);
          return value !== null && hidesAnswer(question, value, own) ? 'скрыто' : value;
        }),
      ]),
  );
  const olympiads = sheet(
    'Участие в олимпиаде',
    ['Этап', 'Предмет', 'Участников', 'Победителей'],
    (await olympiadsOf(ctx.db, school.id)).map(({ year, stage, subject, participants, winners }) => [
      ...named,
      schoolYearName(year - 1),
      STAGES.find(({ value }) => value === stage)?.label ?? stage,
      SUBJECTS[subject as SubjectCode] ?? subject,
      cell(shownFew(participants, own)),
      cell(shownFew(winners, own)),
    ]),
  );
  return download(await tableToXlsx(passports, questionnaires, olympiads), `${title}.xlsx`, XLSX);
}
