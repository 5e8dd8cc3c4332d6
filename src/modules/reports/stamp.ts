/** The approval stamp: «УТВЕРЖДЁН / приказом управления образования / от 26.09.2019 № 412». */
import { formatDateShort } from '#kernel/format.ts';
import type { Approval } from '#modules/plan-reading/contract.ts';
import { genitiveOf } from './genitive.ts';

const INSTRUMENTAL: Readonly<Record<string, string>> = {
  'приказ': 'приказом', 'распоряжение': 'распоряжением', 'постановление': 'постановлением', 'решение': 'решением',
  'протокол': 'протоколом', 'указ': 'указом', 'письмо': 'письмом',
};

export function approvalStamp(approval: Approval | null, title: string | null): string[] {
  if (approval === null) return [];
  const { kind, body, number, date } = approval;
  const by = kind === null ? '' : INSTRUMENTAL[kind.toLowerCase()] ?? kind;
  const when = [date === null ? '' : `от ${formatDateShort(date)}`, number === null ? '' : `№ ${number}`].filter(Boolean).join(' ');
  return [approved(title ?? ''), `${by} ${genitiveOf(body ?? '')}`.trim(), when].filter(Boolean);
}

/** Agrees with what is approved: план утверждён, карта утверждена, меры утверждены. */
function approved(title: string): string {
  const head = /(?<![а-яё])(план|комплекс|перечень|график|проект|карта|программа|концепция|стратегия|положение|меры|мероприятия)(?![а-яё])/i.exec(title);
  switch (head?.[1]?.toLowerCase()) {
    case 'карта': case 'программа': case 'концепция': case 'стратегия': return 'УТВЕРЖДЕНА';
    case 'положение': return 'УТВЕРЖДЕНО';
    case 'меры': case 'мероприятия': return 'УТВЕРЖДЕНЫ';
    default: return 'УТВЕРЖДЁН';
  }
}
