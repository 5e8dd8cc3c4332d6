/** Events in the words of a person who reads the journal. */
import type { EventKind } from './queries/events.ts';

const OBJECTS: Readonly<Record<string, string>> = {
  plan: 'План',
  'plan-reading': 'Загрузка документа',
  occurrence: 'Срок мероприятия',
  organisation: 'Организация',
  user: 'Пользователь',
  users: 'Список пользователей',
  feed: 'Календарь',
  organisations: 'Список организаций',
  mail: 'Письмо',
  settings: 'Настройки',
  journal: 'Журнал действий',
  'integrity-check': 'Проверка результатов',
  'integrity-review': 'Разбор повода проверить',
  observer: 'Наблюдатель',
  'result-import': 'Загрузка результатов',
  'school-key': 'Код школы в результатах',
  'assessment-reference': 'Справочник процедур',
};

const ACTIONS: Readonly<Record<string, string>> = {
  'plan.created': 'План создан',
  'plan.imported': 'План создан из документа',
  'plan.import-undone': 'Загрузка плана отменена',
  'plan.copied': 'План скопирован',
  'plan.adopted': 'Примерный план принят целиком',
  'plan.head-revised': 'Изменены сведения о плане',
  'plan.measure-added': 'Добавлено мероприятие',
  'plan.measure-revised': 'Изменено мероприятие',
  'plan.measure-removed': 'Удалено мероприятие',
  'plan.measure-moved': 'Мероприятие перенесено',
  'plan.section-added': 'Добавлен раздел',
  'plan.section-revised': 'Изменён раздел',
  'plan.section-removed': 'Удалён раздел',
  'plan.section-moved': 'Раздел перенесён',
  'plan.renumbered': 'Мероприятия перенумерованы',
  'plan.edit-undone': 'Правка отменена',
  'plan.submitted': 'План отправлен на согласование',
  'plan.withdrawn': 'План отозван с согласования',
  'plan.returned': 'План возвращён на доработку',
  'plan.approved': 'План утверждён',
  'plan.amendment-started': 'Начато изменение плана',
  'plan.amendment-discarded': 'Изменение плана отброшено',
  'plan.amended': 'План изменён приказом',
  'plan.closed': 'План закрыт',
  'plan.reopened': 'План открыт снова',
  'plan.deleted': 'План удалён',
  'plan.restored': 'План восстановлен',
  'plan.offered': 'Примерный план предложен',
  'plan.offer-withdrawn': 'Предложение плана отозвано',
  'plan.measures-adopted': 'Мероприятия приняты',
  'plan.measures-adapted': 'Мероприятия приняты с изменениями',
  'plan.measures-declined': 'Мероприятия отклонены',
  'plan.decision-withdrawn': 'Решение о мероприятии отозвано',
  'plan.recipients-reminded': 'Получателям плана отправлено напоминание',
  'reading.uploaded': 'Документ загружен',
  'results.import-opened': 'Начата загрузка результатов',
  'results.import-cancelled': 'Загрузка результатов отменена',
  'results.applied': 'Результаты записаны',
  'results.undone': 'Запись результатов отменена',
  'results.school-matched': 'Школе из файлов найдено соответствие',
  'results.columns-told': 'Указано, что в файле результатов',
  'reference.changed': 'Изменён справочник процедур',
  'reference.loaded': 'Загружены справочники процедур',
  'execution.submitted': 'Исполнение отмечено',
  'execution.resubmitted': 'Исполнение отмечено заново',
  'execution.revised': 'Отметка об исполнении изменена',
  'execution.accepted': 'Отметка принята',
  'execution.returned': 'Отметка возвращена на доработку',
  'execution.withdrawn': 'Отметка отозвана',
  'integrity.checked': 'Проверены результаты за год',
  'integrity.ask': 'Школу попросили дать пояснение',
  'integrity.explain': 'Школа дала пояснение',
  'integrity.order-observation': 'Назначено независимое наблюдение',
  'integrity.report-observation': 'Записан итог наблюдения',
  'integrity.order-retest': 'Назначена перепроверка',
  'integrity.report-retest': 'Записан итог перепроверки',
  'integrity.close': 'Разбор завершён',
  'integrity.reopen': 'Разбор открыт снова',
  'observer.assigned': 'Назначен наблюдатель',
  'observer.done': 'Записан итог наблюдения',
  'observer.cancelled': 'Наблюдение отменено',
  'feed.created': 'Создана ссылка на календарь',
  'feed.revoked': 'Ссылка на календарь отозвана',
  'organisation.created': 'Организация заведена',
  'organisation.changed': 'Сведения об организации изменены',
  'organisation.moved': 'Организация переподчинена',
  'organisation.merged': 'Организация присоединена к другой',
  'organisation.closed': 'Организация закрыта',
  'organisation.reopened': 'Организация открыта снова',
  'organisation.imported': 'Список организаций загружен',
  'settings.changed': 'Настройка изменена',
  'mail.sent-again': 'Письмо отправлено повторно',
  'user.viewed': 'Открыта карточка пользователя',
  'users.listed': 'Открыт список пользователей',
  'user.erased': 'Личные данные уничтожены',
  'user.data-exported': 'Выгружены данные о человеке',
  'journal.retained': 'Сетевые адреса в старых записях уничтожены',
  'journal.exported': 'Выгружен журнал действий',
  'user.created': 'Учётная запись создана',
  'user.invited': 'Приглашение отправлено',
  'user.invitation-accepted': 'Приглашение принято',
  'user.changed': 'Сведения о пользователе изменены',
  'user.role-granted': 'Роль выдана',
  'user.role-revoked': 'Роль отозвана',
  'user.disabled': 'Учётная запись отключена',
  'user.enabled': 'Учётная запись включена',
  'user.password-set': 'Пароль задан администратором',
  'user.password-changed': 'Пароль сменён владельцем',
  'user.session-ended': 'Сеанс завершён владельцем',
};

export const KIND_NAMES: Readonly<Record<EventKind, string>> = {
  change: 'Изменения',
  reading: 'Чтение личных данных',
  access: 'Вход и доступ',
};

/** Fields of what events keep. */
export const FIELDS: Readonly<Record<string, string>> = {
  name: 'Название',
  shortName: 'Краткое название',
  title: 'Название',
  email: 'Почта',
  post: 'Должность',
  role: 'Роль',
  validUntil: 'Действует до',
  state: 'Состояние',
  status: 'Состояние',
  text: 'Текст',
  deadline: 'Срок',
  number: 'Номер',
  kind: 'Вид',
  parentId: 'Подчинение',
  successorId: 'Преемник',
  on: 'Дата',
  fileName: 'Файл',
  schoolType: 'Тип школы',
  settlementType: 'Населённый пункт',
  fisOkoLogin: 'Логин ФИС ОКО',
  ogeCode: 'Код ОГЭ',
  egeCode: 'Код ЕГЭ',
  inn: 'ИНН',
  ogrn: 'ОГРН',
  address: 'Адрес',
  openedOn: 'Действует с',
  aliases: 'Другие названия',
  create: 'Добавлено',
  update: 'Изменено',
  same: 'Без изменений',
};

/** Fields that hold the id of an organisation. */
export const ORGANISATION_FIELDS: readonly string[] = ['parentId', 'successorId', 'organisationId'];

export const OBJECT_TYPES = Object.keys(OBJECTS);

export function objectName(objectType: string): string {
  return OBJECTS[objectType] ?? objectType;
}

/** A new action shows by its code until it is given words: an event is never hidden. */
export function actionName(action: string): string {
  return ACTIONS[action] ?? action;
}

/** The page of the object, if it has one. */
export function objectAddress(objectType: string, objectId: string): string | null {
  const pages: Readonly<Record<string, string>> = {
    plan: '/plans',
    occurrence: '/occurrences',
    organisation: '/organisations',
    user: '/admin/users',
  };
  const page = pages[objectType];
  return page ? `${page}/${objectId}` : null;
}
