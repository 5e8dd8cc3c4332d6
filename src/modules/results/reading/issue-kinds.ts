/** Every problem that reading a results file can find: what is wrong and what to do. */
import type { IssueKind } from './issue-list.ts';

type Text = IssueKind['text'];
const error = (code: string, text: Text, advice: string): IssueKind => ({ severity: 'error', code, text, advice });
const warning = (code: string, text: Text, advice: string): IssueKind => ({ severity: 'warning', code, text, advice });
const note = (code: string, text: Text, advice: string): IssueKind => ({ severity: 'note', code, text, advice });
/** «…» only where there is something to quote. */
const quoted =
  (before: string, after = '.') =>
  (detail: string) =>
    `${before}${detail ? ` «${detail}»` : ''}${after}`;
const stated = (before: string, otherwise: string) => (detail: string) => (detail ? `${before}${detail}.` : otherwise);

const CORRECT = 'Исправьте ячейку в файле и загрузите его снова, если значение нужно.';
const NOTHING = 'Делать ничего не нужно.';

export const KINDS = {
  // The file.
  macros: note('macros-ignored', 'В файле есть макросы; они не выполнялись и не нужны.', NOTHING),
  formulas: note(
    'formulas-cached',
    'В файле есть формулы; взяты значения, сохранённые при последнем открытии.',
    'Если исходные данные менялись, откройте файл в Excel, сохраните и загрузите снова.',
  ),
  formulasEmpty: warning(
    'formulas-without-value',
    stated('Формул без сохранённого значения: ', 'Есть формулы без сохранённого значения.'),
    'Откройте файл в Excel, дождитесь пересчёта, сохраните и загрузите снова.',
  ),
  sheetIgnored: note('sheet-ignored', quoted('Лист не загружается', ': в нём нет таблицы результатов.'), NOTHING),
  strayColumns: note(
    'stray-columns',
    stated('Столбцы без названия, но с данными, не загружаются: ', 'Есть столбцы без названия.'),
    'Проверьте, что в них нет нужных данных; если есть, дайте столбцу название и загрузите файл снова.',
  ),
  unknownColumns: note(
    'columns-ignored',
    stated('Эти столбцы не загружаются: ', 'Есть столбцы, которые не загружаются.'),
    NOTHING,
  ),
  itemOverwritten: warning(
    'item-overwritten',
    stated(
      'На месте баллов за задание стоит столбец «Учебник», баллы за него потеряны: задание ',
      'Баллы одного задания потеряны: на их месте столбец «Учебник».',
    ),
    'Итоги берутся из столбца общего балла. Если нужны все задания, выгрузите файл из ФИС ОКО заново.',
  ),
  itemEmpty: note('item-empty', stated('По заданию нет ни одного значения: ', 'По заданию нет значений.'), NOTHING),
  itemTwice: warning(
    'item-twice',
    quoted('Столбец задания', ' повторяется; взят первый.'),
    'Проверьте, нет ли в файле лишнего столбца.',
  ),

  noTable: error(
    'table-unknown',
    'В файле нет таблицы результатов известного вида.',
    'Загрузите файл в том виде, в каком его выдала ФИС ОКО, сопоставьте столбцы или возьмите наш шаблон.',
  ),

  noRows: warning('no-rows', 'Под заголовками нет ни одной строки с данными.', 'Проверьте, тот ли это файл.'),

  // The procedure.
  nameUnclear: error(
    'procedure-unclear',
    stated('Ни имя файла, ни папка, ни содержимое не говорят: ', 'Не ясно, какая это процедура.'),
    'Укажите недостающее при загрузке или переименуйте файл, например «Математика, 5 класс. ВПР 2021.xlsx».',
  ),
  roundFromContent: note(
    'round-from-content',
    stated('Время проведения определено по содержимому: ', 'Время проведения определено по содержимому.'),
    'Если это не так, укажите время проведения при загрузке.',
  ),
  autumnGrade: warning(
    'autumn-grade-assumed',
    stated(
      'Осенью писали работу за прошлый класс, а в имени один класс. Принято: ',
      'В имени осенней работы указан один класс.',
    ),
    'Проверьте; если в имени класс учеников, укажите класс работы при загрузке.',
  ),
  otherYear: warning(
    'other-year',
    stated('Год в имени файла не совпадает с содержимым: ', 'Год в имени файла не совпадает с содержимым.'),
    'Проверьте, тот ли это файл, и укажите год при загрузке.',
  ),
  otherGrade: warning(
    'other-grade',
    stated('Класс в имени файла не совпадает с содержимым: ', 'Класс в имени файла не совпадает с содержимым.'),
    'Проверьте, тот ли это файл, и укажите класс при загрузке.',
  ),
  otherWork: warning(
    'other-work',
    stated('Содержимое не похоже на названную работу: ', 'Содержимое не похоже на работу, названную в имени файла.'),
    'Возможно, файл другого предмета, класса или года. Проверьте его и укажите процедуру при загрузке.',
  ),

  subjectUnknown: warning(
    'subject-unknown',
    quoted('Предмет не распознан', ', строка не загружена.'),
    'Укажите предмет при загрузке или исправьте название.',
  ),
  procedureNone: error(
    'subject-missing',
    'Ни в одной строке не распознан предмет.',
    'Укажите предмет при загрузке или сопоставьте столбец с предметом.',
  ),

  // Columns of ГИА files.
  mappingLacks: error(
    'mapping-incomplete',
    stated('Не найдены столбцы: ', 'Не хватает столбцов.'),
    'Сопоставьте столбцы вручную: сопоставление запомнится для следующих файлов.',
  ),
  mappingProposed: note(
    'mapping-proposed',
    stated('Столбцы сопоставлены по заголовкам: ', 'Столбцы сопоставлены по заголовкам.'),
    'Проверьте сопоставление перед загрузкой.',
  ),
  mappedMissing: warning(
    'mapped-column-missing',
    quoted('В файле нет сопоставленного столбца'),
    'Проверьте сопоставление столбцов.',
  ),
  personalMapped: error(
    'personal-column',
    quoted('Столбец с персональными данными', ' загрузить нельзя.'),
    'Сопоставьте код участника без имени и документа.',
  ),
  personalSkipped: note(
    'personal-skipped',
    stated('Столбцы с персональными данными не читались: ', 'Столбцы с персональными данными не читались.'),
    'По возможности выгружайте файлы без них.',
  ),
  answersOdd: warning(
    'answers-odd',
    quoted('Запись ответов не такая, как в других строках', ': задания этой строки не учитываются.'),
    'Проверьте строку; общий балл учтён.',
  ),
  annulled: note('annulled', quoted('Результат не действителен', ', строка не загружена.'), NOTHING),
  unfinished: warning(
    'not-finished',
    quoted('Результата ещё нет', ', строка не загружена.'),
    'Загрузите файл снова, когда результат появится.',
  ),
  oneRosterSchool: error(
    'oneroster-school-missing',
    'В OneRoster results.csv нет столбца со школой.',
    'Добавьте столбец metadata.schoolSourcedId с кодом школы.',
  ),

  // Tables of schools.
  countOdd: warning('count-odd', quoted('Здесь нужно целое число от 0, а стоит', ': не учитывается.'), CORRECT),
  countTooLarge: warning(
    'count-above-pupils',
    stated('Больше, чем всего: ', 'Больше, чем всего.'),
    'Значение не учитывается. Исправьте строку и загрузите файл снова.',
  ),
  schoolTwice: warning(
    'school-twice',
    stated('Вторая строка той же школы не загружена, ', 'Вторая строка той же школы не загружена.'),
    'Оставьте одну строку.',
  ),
  schoolYearUnknown: warning(
    'school-year-unknown',
    'Учебный год не указан.',
    'Добавьте столбец «Учебный год» или впишите его над таблицей: «2025/2026 учебный год».',
  ),
  stageUnknown: warning(
    'stage-unknown',
    quoted('Этап не распознан'),
    'Напишите: школьный, муниципальный, региональный или заключительный.',
  ),

  // Schools and pupils.
  schoolMissing: error(
    'school-missing',
    quoted('Нет логина школы', ', строка не загружена.'),
    'Впишите логин школы вида sch220001 или edu220001 и загрузите файл снова.',
  ),
  pupilMissing: warning(
    'pupil-code-missing',
    'У участника нет кода, он обозначен номером строки.',
    'Результат учтён, но связать его с другими работами нельзя. Впишите код, если он известен.',
  ),
  pupilColumnMissing: note(
    'pupil-column-missing',
    'В файле нет столбца с кодом участника: участники обозначены номерами строк.',
    'Повторные строки и один участник в разных экзаменах не узнаются. Если код есть, сопоставьте его столбец.',
  ),
  duplicate: warning(
    'pupil-twice',
    stated('Второй результат того же участника не загружен, ', 'Второй результат того же участника не загружен.'),
    'Оставьте одну из двух строк; если это разные ученики, дайте им разные коды.',
  ),
  replacedAbsent: note(
    'absent-replaced',
    stated(
      'У участника две строки: «отсутствовал» и с результатом. Взят результат, ',
      'У участника две строки: «отсутствовал» и с результатом. Взят результат.',
    ),
    NOTHING,
  ),
  absentWithoutWord: note(
    'absent-by-emptiness',
    'В строке нет ни одного балла, а итог пуст или 0: участник считается отсутствовавшим.',
    'Если он писал работу и получил 0 баллов, впишите нули по заданиям.',
  ),
  absentWithPoints: warning(
    'absent-with-points',
    'Отмечено «отсутствовал», но баллы есть; участник считается писавшим.',
    'Проверьте строку и исправьте вариант или баллы.',
  ),
  shifted: warning(
    'columns-shifted',
    'Значения сдвинуты на столбец: пол стоит в столбце класса. Пол взят оттуда, класс не известен.',
    'Исправьте строку, если нужен класс.',
  ),
  genderOdd: note('gender-odd', quoted('Пол не распознан', ': не указан.'), CORRECT),
  klassOdd: note('class-odd', quoted('Буква класса не похожа на букву или номер', ': не указана.'), CORRECT),
  journalOdd: note('journal-mark-odd', quoted('Отметка за период не от 2 до 5', ': не учитывается.'), CORRECT),

  // Points.
  itemUnreadable: warning('item-unreadable', quoted('Вместо балла стоит', ': ячейка не учитывается.'), CORRECT),
  itemNegative: warning('item-negative', quoted('Отрицательный балл', ': ячейка не учитывается.'), CORRECT),
  itemTooLarge: warning(
    'item-above-maximum',
    quoted('Балл выше наибольшего за задание', ': ячейка не учитывается.'),
    CORRECT,
  ),
  itemText: note('number-as-text', 'Числа записаны текстом или с лишними пробелами; они прочитаны как числа.', NOTHING),
  totalMissing: warning(
    'total-missing',
    'Нет общего балла; он посчитан как сумма баллов за задания.',
    'Проверьте, все ли задания в файле.',
  ),
  totalDiffers: warning(
    'total-differs',
    stated('Общий балл не равен сумме баллов за задания: ', 'Общий балл не равен сумме баллов за задания.'),
    'Взят общий балл из файла. Проверьте баллы за задания.',
  ),
  totalReplaced: warning(
    'total-replaced',
    quoted('Общий балл невозможен', ', взята сумма баллов за задания.'),
    'Проверьте строку и исправьте общий балл.',
  ),
  totalImpossible: error(
    'total-impossible',
    quoted('Общего балла нет или он невозможен', ' и по заданиям не восстанавливается; строка не загружена.'),
    'Исправьте общий балл и загрузите файл снова.',
  ),
  markImpossible: warning(
    'mark-impossible',
    quoted('Отметки или балла', ' не бывает: значение не учитывается.'),
    CORRECT,
  ),
} satisfies Record<string, IssueKind>;
