/** The approval stamp: «УТВЕРЖДЁН / приказом управления образования / от 26.09.2019 № 412»; without an act the head signs: «УТВЕРЖДАЮ». */
import { formatDate, formatDateShort } from '#kernel/format.ts';
import type { Approval } from '#modules/plan-reading/contract.ts';
import { genitiveOf } from './genitive.ts';

const INSTRUMENTAL: Readonly<Record<string, string>> = {
  приказ: 'приказом',
  распоряжение: 'распоряжением',
  постановление: 'постановлением',
  решение: 'решением',
  протокол: 'протоколом',
  указ: 'указом',
};

export function approvalStamp(approval: Approval | null, title: string | null): string[] {
  if (approval === null) return [];
  const { kind, body, number, date } = approval;
  const numbered = number === null ? '' : `№ ${number}`;
  if (kind === null) return lines('УТВЕРЖДАЮ', body ?? '', `${date === null ? '' : formatDate(date)} ${numbered}`);
  // A letter approves nothing: what it sends round is its annex.
  const [word, act] =
    kind === 'письмо' ? ['Приложение', 'к письму'] : [approved(title ?? ''), INSTRUMENTAL[kind.toLowerCase()] ?? kind];
  return lines(
    word,
    `${act} ${genitiveOf(body ?? '')}`,
    `${date === null ? '' : `от ${formatDateShort(date)}`} ${numbered}`,
  );
}

function lines(...texts: string[]): string[] {
  return texts.map((text) => text.trim()).filter(Boolean);
}

/** Agrees with what is approved: план утверждён, карта утверждена, меры утверждены. */
function approved(title: string): string {
  const head =
    /(?<![а-яё])(план|комплекс|перечень|график|проект|карта|программа|концепция|стратегия|положение|меры|мероприятия)(?![а-яё])/i.exec(
      title,
    );
  switch (head?.[1]?.toLowerCase()) {
    case 'карта':
    case 'программа':
    case 'концепция':
    case 'стратегия':
      return 'УТВЕРЖДЕНА';
    case 'положение':
      return 'УТВЕРЖДЕНО';
    case 'меры':
    case 'мероприятия':
      return 'УТВЕРЖДЕНЫ';
    default:
      return 'УТВЕРЖДЁН';
  }
}
