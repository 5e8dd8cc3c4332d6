/**
 * The one error table: code → HTTP status, what happened, what to do next (Russian).
 * Operations that fail throw `AppError`; problems found in data are collected as `Issue`s instead.
 */
const TABLE = {
  notSignedIn: [401, 'Вы не вошли в систему.', 'Войдите и повторите действие.'],
  signInRefused: [
    401,
    'Неверная почта или пароль.',
    'Проверьте раскладку и регистр и попробуйте ещё раз. Забытый пароль меняет администратор вашей организации.',
  ],
  accountDisabled: [403, 'Учётная запись отключена.', 'Обратитесь к администратору вашей организации.'],
  importHasErrors: [
    422,
    'В файле есть ошибки, ничего не загружено.',
    'Исправьте отмеченные строки и загрузите файл снова.',
  ],
  emailTaken: [409, 'Пользователь с такой почтой уже есть.', 'Найдите его в списке и дайте ему роль.'],
  passwordTooShort: [
    422,
    'Пароль слишком короткий.',
    'Придумайте пароль не короче 10 знаков: например, три-четыре слова подряд.',
  ],
  passwordWrong: [422, 'Нынешний пароль указан неверно.', 'Проверьте раскладку и регистр и попробуйте ещё раз.'],
  invitationExpired: [
    410,
    'Ссылка уже использована или её срок истёк.',
    'Попросите администратора вашей организации прислать новую.',
  ],
  lastAdministrator: [
    409,
    'Это последний действующий администратор региона.',
    'Сначала назначьте другого администратора.',
  ],
  notAllowed: [403, 'У вас нет права на это действие.', 'Обратитесь к администратору вашей организации.'],
  notFound: [404, 'Такой страницы или записи нет.', 'Проверьте адрес или воспользуйтесь поиском.'],
  badRequest: [400, 'Запрос составлен неверно.', 'Вернитесь назад и повторите действие.'],
  invalidInput: [422, 'Проверьте введённые данные.', 'Исправьте отмеченные поля и отправьте форму ещё раз.'],
  conflict: [409, 'Запись изменил кто-то другой, пока вы её редактировали.', 'Откройте её заново и повторите правку.'],
  tooManyRequests: [429, 'Слишком много запросов.', 'Подождите минуту и повторите.'],
  internal: [500, 'Внутренняя ошибка.', 'Повторите попытку; если ошибка останется, сообщите администратору её номер.'],

  databaseUnavailable: [
    503,
    'База данных недоступна.',
    'Повторите через минуту; если ошибка останется, посмотрите журнал сервера базы данных.',
  ],

  backupRefused: [422, 'Копия не создана или не восстановлена.', 'Прочитайте причину и повторите.'],

  fileEmpty: [422, 'Файл пуст.', 'Проверьте, что вы выбрали нужный файл, и загрузите его ещё раз.'],
  fileTooLarge: [413, 'Файл слишком велик.', 'Уменьшите файл или разделите его на части.'],
  fileTypeUnknown: [
    415,
    'Формат файла не распознан.',
    'Сохраните документ как DOCX, PDF, XLSX или текст и загрузите его снова.',
  ],
  fileTypeMismatch: [
    415,
    'Содержимое файла не соответствует его расширению.',
    'Откройте файл в программе, где он создан, и сохраните заново.',
  ],
  fileDamaged: [422, 'Файл повреждён и не читается.', 'Откройте его в программе, где он создан, и сохраните заново.'],
  fileEncrypted: [422, 'Файл защищён паролем.', 'Снимите защиту и загрузите файл снова.'],
  fileBomb: [
    422,
    'Файл распаковывается в недопустимо большой объём.',
    'Проверьте происхождение файла; сохраните документ заново.',
  ],
  fileNoText: [
    422,
    'В файле нет текста: похоже, это отсканированное изображение.',
    'Загрузите исходный документ Word или распознайте текст и сохраните его как DOCX.',
  ],
  readTimeout: [
    422,
    'Чтение файла заняло слишком много времени.',
    'Разделите документ на части и загрузите их по отдельности.',
  ],
  converterMissing: [
    422,
    'Этот формат читается только через LibreOffice, а он здесь не установлен.',
    'Сохраните документ как DOCX и загрузите его снова.',
  ],

  planTableMissing: [
    422,
    'В документе не найдена таблица мероприятий.',
    'Проверьте, что это план: таблица с мероприятиями, сроками и ответственными. Её можно также вставить из Word через буфер обмена.',
  ],
  planNotEditable: [
    409,
    'План нельзя править в этом состоянии.',
    'Верните план в проект или внесите изменение приказом.',
  ],
  transitionNotAllowed: [409, 'Это действие сейчас недоступно.', 'Обновите страницу: состояние изменилось.'],
  methodologyInvalid: [422, 'В методике есть ошибки.', 'Исправьте отмеченные места и проверьте её ещё раз.'],
  methodologyUnknown: [404, 'Такой методики нет.', 'Посмотрите список: opora methodology list.'],
  methodologyTooComplex: [
    422,
    'Методика слишком сложна для точного расчёта.',
    'Уменьшите число лет или условий: например, разбейте её на две методики.',
  ],
  useNotPermitted: [403, 'Методика не разрешает такое использование.', 'Посмотрите разрешённые цели в её описании.'],
  parameterUnknown: [422, 'В методике нет такого параметра.', 'Посмотрите её параметры: opora methodology show.'],
  parameterOutOfRange: [422, 'Недопустимое значение параметра.', 'Укажите значение в его пределах.'],
  reasonRequired: [422, 'Нужно указать причину.', 'Напишите причину и отправьте форму ещё раз.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ErrorCode = keyof typeof TABLE;

const MARK = Symbol.for('opora.AppError');

/** A failure of an operation, with a Russian text and advice. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly text: string;
  readonly advice: string;
  readonly details: Record<string, unknown>;
  readonly [MARK] = true;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    const [status, text, advice] = TABLE[code];
    super(`${code}: ${typeof details['text'] === 'string' ? details['text'] : text}`);
    this.name = 'AppError';
    this.code = code;
    this.status = status;
    this.text = typeof details['text'] === 'string' ? details['text'] : text;
    this.advice = typeof details['advice'] === 'string' ? details['advice'] : advice;
    this.details = details;
  }
}

/** Works across copies of this module: the page bundle holds one, the server another. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && MARK in error;
}
