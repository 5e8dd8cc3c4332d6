/** Signs and steps in words that accuse nobody: what is seen, how it usually is, what else may explain it. */
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { CounterKind, Signal, SignalKind } from './contract.ts';
import type { Outcome, ReviewState, ReviewStep } from './domain.ts';

export const SIGNAL_NAMES: Record<SignalKind, string> = {
  'journal-order': 'Отметки в журнале и результаты работы расходятся в порядке',
  'journal-mass': 'Многие написали работу лучше, чем стоит в журнале',
  'cohort-fall': 'Через год результат тех же классов заметно ниже',
  'cohort-rise': 'За год результат тех же классов заметно вырос',
  'state-exam': 'ОГЭ тех же учеников заметно ниже',
  borders: 'Мало баллов чуть ниже границы отметки и много — чуть выше',
  items: 'Трудные задания выполнены лучше, лёгкие — хуже, чем обычно',
  answers: 'Одинаковые неверные ответы в классе',
  'high-mean': 'Средний результат выше, чем по региону',
};

/** One line for lists. */
export const SIGNAL_SHORT: Record<SignalKind, string> = {
  'journal-order': 'порядок отметок в журнале',
  'journal-mass': 'расхождение с журналом',
  'cohort-fall': 'спад через год',
  'cohort-rise': 'рост за год',
  'state-exam': 'ОГЭ тех же учеников',
  borders: 'границы отметок',
  items: 'трудные и лёгкие задания',
  answers: 'одинаковые неверные ответы',
  'high-mean': 'высокий средний результат',
};

const one = (value: number): string => formatNumber(value, { atMost: 1 });
const two = (value: number): string => formatNumber(value, { atMost: 2 });
const percent = (share: number): string => `${formatNumber(100 * share, { atMost: 0 })} %`;
const pupils = (n: number): string => count(n, 'ученик', 'ученика', 'учеников');

/** What is seen, with its interval and what is usual. */
export function signalText(signal: Signal): string {
  const { kind, n, value, low, high, usual, klass } = signal;
  switch (kind) {
    case 'journal-order':
      return `Связь отметок в журнале с баллами: ${two(value)} (от ${two(low)} до ${two(high)}), по региону обычно ${two(usual)}. Ниже нуля — значит, у кого отметка в журнале выше, у тех баллы чаще ниже. Посчитано по ${n} результатам.`;
    case 'journal-mass':
      return `Отметка за работу выше, чем в журнале, у ${percent(value)} (от ${percent(low)} до ${percent(high)}); у школ с таким же уровнем обычно ${percent(usual)}. Посчитано по ${n} результатам.`;
    case 'cohort-fall':
      return `Средний результат этого года в ${two(value)} раза от результата тех же классов через год (от ${two(low)} до ${two(high)}); обычно для такой школы — в ${two(usual)} раза. В классах ${pupils(n)}.`;
    case 'cohort-rise':
      return `Средний результат этого года в ${two(value)} раза от результата тех же классов год назад (от ${two(low)} до ${two(high)}); обычно для такой школы — в ${two(usual)} раза. В классах ${pupils(n)}.`;
    case 'state-exam':
      return `По работе школа стоит относительно региона выше, чем по ОГЭ тех же учеников: разница ${two(value)} стандартного отклонения (от ${two(low)} до ${two(high)}); обычно ${two(usual)}. Писали работу ${pupils(n)}.`;
    case 'borders':
      return `Рядом с границами отметок стоят ${n} результатов. Чуть ниже границы на ${one(value)} меньше, чем обычно бывает в школах такого же уровня${Number.isFinite(low) ? ` (от ${one(low)} до ${one(high)})` : ''}.${placeboText(signal)}`;
    case 'items':
      return `При том же общем результате трудные задания выполнены лучше, а лёгкие хуже, чем по региону: наклон ${two(value)} (от ${two(low)} до ${two(high)}), обычно ${two(usual)}. Посчитано по ${n} результатам.`;
    case 'answers':
      return `В классе ${klass ?? ''} (${pupils(n)}) одинаковых неверных ответов в парах ${formatNumber(value, { atMost: 0 })}; при самостоятельной работе их обычно около ${formatNumber(usual, { atMost: 0 })}.`;
    case 'high-mean':
      return `Средний результат ${one(value)} % от наибольшего (от ${one(low)} до ${one(high)}), по региону ${one(usual)} %. Сам по себе это не повод: так бывает у каждой сильной школы.`;
  }
}

/** The same at cuts that mean nothing: there a school whose marks are sound and one whose are not look alike. */
function placeboText({ z, placebo = [] }: Signal): string {
  if (z === undefined || placebo.length === 0) return '';
  const most = Math.max(...placebo.map((other) => other.z));
  return most < z
    ? ` У границ, сдвинутых на 2–4 балла, где отметка не меняется, такого нет: отклонение ${one(most)} против ${one(z)} у настоящих.`
    : ` Но и у границ, сдвинутых на 2–4 балла, где отметка не меняется, картина та же: отклонение ${one(most)} против ${one(z)}.`;
}

/** What besides help to pupils gives the same picture: a reviewer reads it before asking. */
export const OTHER_REASONS: Record<SignalKind, string> = {
  'journal-order': 'Так бывает при малом классе, при новом учителе, при ошибке в столбце отметок или кодах учеников.',
  'journal-mass':
    'Так бывает, когда учитель ставит в журнал строже, чем шкала работы, или работу писали после повторения.',
  'cohort-fall': 'Так бывает при смене учителя, слиянии классов, болезни, переходе на другую программу.',
  'cohort-rise': 'Так бывает при новом учителе, дополнительных занятиях, отборе в класс.',
  'state-exam': 'Так бывает, если после 8 класса ушли сильные ученики или изменился учитель.',
  borders: 'Так бывает, когда эксперты школы по-разному толкуют критерии. Помогает перепроверка соседней школой.',
  items: 'Так бывает, если класс занимался по углублённой программе, а простые темы прошёл давно.',
  answers: 'Так бывает, если ошибка была в объяснении темы или в ключе.',
  'high-mean': 'Сильные ученики и учителя.',
};

export const COUNTER_TEXTS: Record<CounterKind, string> = {
  'special-school': 'Это лицей или гимназия: высокий результат ожидаем.',
  'state-exam-confirms': 'ОГЭ тех же учеников подтверждает результат.',
  'items-ordinary': 'Трудные и лёгкие задания выполнены в обычном соотношении.',
};

export const STATE_NAMES: Record<ReviewState, string> = {
  asked: 'Ждём пояснение школы',
  explained: 'Школа дала пояснение',
  observation: 'Назначено наблюдение',
  observed: 'Наблюдение проведено',
  retest: 'Назначена перепроверка',
  retested: 'Перепроверка проведена',
  closed: 'Разбор завершён',
};

export const STEP_NAMES: Record<ReviewStep, string> = {
  ask: 'Попросить пояснение',
  explain: 'Дать пояснение',
  'order-observation': 'Назначить независимое наблюдение',
  'report-observation': 'Записать итог наблюдения',
  'order-retest': 'Назначить перепроверку',
  'report-retest': 'Записать итог перепроверки',
  close: 'Завершить разбор',
  reopen: 'Открыть разбор снова',
};

export const STEP_DONE: Record<ReviewStep, string> = {
  ask: 'Школу попросили дать пояснение',
  explain: 'Школа дала пояснение',
  'order-observation': 'Назначено независимое наблюдение',
  'report-observation': 'Записан итог наблюдения',
  'order-retest': 'Назначена перепроверка',
  'report-retest': 'Записан итог перепроверки',
  close: 'Разбор завершён',
  reopen: 'Разбор открыт снова',
};

export const OUTCOME_NAMES: Record<Outcome, string> = {
  explained: 'Пояснение принято, вопросов нет',
  confirmed: 'Результаты подтвердились',
  corrected: 'Результаты уточнены',
  support: 'Школе нужна помощь с проверкой работ',
};

export const PERMITTED_USE =
  'Признаки — повод проверить, а не вывод. По ним нельзя оценивать школу и учителей, сравнивать школы и объявлять что-либо публично.';

/** Said where a check is started: what it cannot see, and what would let it. */
export const NOT_CHECKED =
  'Одинаковые неверные ответы в классе и ошибки в ключе видны только по выбранным вариантам ответов. В файлах ВПР и ГИА их нет: там стоят баллы или плюсы и минусы. Такие ответы собирает сам регион в диагностических работах; загрузка этих файлов пока не сделана, ключ и похожие ответы проверяют команды opora stats wrong-key и opora stats answers.';
