/** What a token of the API may do: each right opens the routes that name it. */
export const API_RIGHTS = [
  'organisations:read',
  'plans:read',
  'execution:read',
  'execution:write',
  'identification:read',
  'results:read',
] as const;
export type ApiRight = (typeof API_RIGHTS)[number];

export const RIGHT_NAMES: Record<ApiRight, string> = {
  'organisations:read': 'читать список организаций',
  'plans:read': 'читать планы',
  'execution:read': 'читать исполнение мероприятий',
  'execution:write': 'отмечать исполнение мероприятий',
  'identification:read': 'читать методики, расчёты и списки поддержки',
  'results:read': 'читать процедуры оценки и результаты школ',
};

/** Indicators are handed out for a stated purpose only. */
export const RIGHTS_WITH_PURPOSE: readonly ApiRight[] = ['identification:read', 'results:read'];
