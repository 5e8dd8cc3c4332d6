/**
 * What a column is for, judged by the words of its header. The word that comes first decides:
 * «Срок исполнения мероприятия» is a deadline, «Отметка об исполнении» an execution mark.
 */
import { comparable } from '../text/clean.ts';

export type ColumnRole =
  | 'number'
  | 'text'
  | 'deadline'
  | 'deadline-start'
  | 'deadline-end'
  | 'deadline-mark'
  | 'responsible'
  | 'result'
  | 'execution'
  | 'note'
  | 'group'
  | 'other'
  | 'programme'
  | 'hours'
  | 'provider'
  | 'teachers'
  | 'managers'
  | 'schools';

type Rule = readonly [role: ColumnRole, stem: RegExp, weight: number];

const PLAN_RULES: readonly Rule[] = [
  ['number', /^(?:№|n\b|no\b|#)|^п\s*[/\\]\s*п|^номер|^пункт(?:$|\s)/, 14],
  ['text', /^(?:наименование|название|перечень)[^,]{0,25}(?:мероприят|деятельн|работ|действ|мер(?:$|\s))/, 13],
  ['text', /^содержание[^,]{0,25}(?:мероприят|деятельн|работ|действ)/, 10.5],
  ['text', /^(?:виды?|формы?)[^,]{0,25}(?:мероприят|деятельн|работ)/, 7],
  [
    'other',
    /(?:наименовани|названи)[а-я]*\s+(?:показател|индикатор|критери|организаци|учреждени|школ|о[оу](?:$|\s)|муниципал|образовательн)/,
    14,
  ],
  ['text', /мероприят/, 11],
  ['text', /(?:^|\s)мер[аыо]?(?:$|\s)|действи|^что\s|поручени|деятельност/, 8],
  ['text', /содержани|наименовани|названи|(?:^|\s)работ[аы]?(?:$|\s)|(?:^|\s)шаги?(?:$|\s)/, 7],
  ['text', /(?:^|\s)тем[аы](?:$|\s)|вопрос|(?:^|\s)план(?:$|\s)/, 5],
  ['deadline-start', /(?:дат|срок)[а-я]*\s+начал|^начало/, 13],
  ['deadline-end', /(?:дат|срок)[а-я]*\s+(?:окончани|завершени)|^(?:окончание|завершение)/, 13],
  ['execution', /факт[а-я]*\s+(?:исполнени|выполнени|результат)/, 14],
  // The day it was done is the mark only where no other column says what was done.
  ['execution', /факт[а-я]*\s+(?:дат|срок)|(?:дат|срок)[а-я]*\s+факт/, 11.5],
  ['execution', /отметк|статус|(?:результат|итог|степен|ход)[а-я]*\s+(?:исполнени|выполнени|реализаци)|достигнут/, 13],
  ['execution', /(?:информаци|сведени|отч[её]т)[а-я]*\s+(?:об?|по|про)\s/, 12],
  ['execution', /(?:^|\s)(?:исполнени|выполнени)|исполнено|выполнено|факт(?:$|\s|ич)|реализован/, 9],
  ['execution', /что сделано/, 12],
  ['deadline', /срок|дат[аы]|период|(?:^|\s)время|месяц|календарн/, 11],
  ['deadline', /когда|график|^(?:учебный )?год$/, 6],
  ['responsible', /ответствен|исполнител/, 11],
  ['responsible', /организатор|координатор|^кто(?:\s|$)/, 8],
  ['responsible', /куратор|^должност/, 5],
  ['result', /результат|подтвержда|(?:форм[аы]|вид)[а-я]*\s+(?:отч|документ|представлени|завершени|фиксаци|итог)/, 10],
  ['result', /документ|продукт|отч[её]тност|^(?:выход|эффект|итог)/, 8],
  ['result', /^что\s+(?:получ|на выход|долж)/, 10],
  ['result', /где (?:подвод|заслуш|слуш|рассматр)/, 5],
  ['result', /показател|индикатор|критери/, 5],
  ['note', /примечани|комментари|замечани|дополнительн[а-я]* (?:сведени|информаци)/, 11],
  ['group', /направлени|раздел|^блок|^задач|^проблем|^риск|^фактор|^этап|^уров/, 8],
  [
    'other',
    /финанс|объ[её]м|источник|стоимост|бюджет|рубл|^место|^форма провед|участник|целев(?:ая|ой)\s+(?:групп|аудит)|категори|аудитори|охват|контингент|^класс/,
    10,
  ],
];

const COURSE_RULES: readonly Rule[] = [
  ['number', /^(?:№|n\b|no\b)|^п\s*[/\\]\s*п|^номер/, 14],
  [
    'programme',
    /программ|^тем[аы](?:$|\s)|(?:^|\s)курс|(?:тем|назван|наименован)[а-я]*\s+(?:обучени|повышени)|^модул/,
    10,
  ],
  ['hours', /(?:^|\s)час|объ[её]м/, 10],
  ['deadline', /срок|дат[аы]|период|(?:^|\s)время/, 10],
  ['teachers', /педагог|учител/, 9],
  ['teachers', /(?:количеств|числ)[а-я]*\s+(?:обуч|прошедш|слушател|человек)|^обучен[оы]/, 6],
  ['managers', /руководящ|руководител|администрат|управленческ/, 9],
  ['schools', /^образовательн[а-я]+\s+(?:организаци|учреждени)[а-я]*$/, 11],
  ['schools', /общеобразоват|(?:^|\s)школ|(?:^|\s)о[оу](?:$|\s)|направивш/, 9],
  [
    'provider',
    /где |мест[оа]\s|провайдер|организатор|(?:организаци|учреждени)[а-я,\s]*(?:проводи|реализ|обуч)|дополнительного профессионального|^(?:организаци|учреждени)/,
    10,
  ],
];

export type RoleScore = { role: ColumnRole; score: number };

/** The later a stem stands, the less it says about the column. */
const DISTANCE_COST = 0.15;

function best(header: string, rules: readonly Rule[]): RoleScore[] {
  const text = comparable(header);
  const scores = new Map<ColumnRole, number>();
  for (const [role, pattern, weight] of rules) {
    const at = pattern.exec(text)?.index ?? -1;
    if (at < 0) continue;
    const score = weight - at * DISTANCE_COST;
    if (score > (scores.get(role) ?? 0)) scores.set(role, score);
  }
  return [...scores].map(([role, score]) => ({ role, score })).sort((a, b) => b.score - a.score);
}

export const planRoles = (header: string): RoleScore[] => best(header, PLAN_RULES);
export const courseRoles = (header: string): RoleScore[] => best(header, COURSE_RULES);
