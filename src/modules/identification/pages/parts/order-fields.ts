import { z } from 'zod';
import type { ListOrder } from '../../commands/lists.ts';

export const orderFields = {
  number: z.string({ error: 'Укажите номер.' }).max(100),
  date: z.iso.date({ error: 'Укажите дату, например 26.09.2026.' }),
  body: z.string({ error: 'Укажите, кто издаёт приказ.' }).max(1000),
  post: z.string({ error: 'Укажите должность.' }).max(300),
  signatory: z.string({ error: 'Укажите, кто подписывает.' }).max(300),
};

export function orderOf({ number, date, body, post, signatory }: z.infer<z.ZodObject<typeof orderFields>>): ListOrder {
  return { number, date, body, signatory: { post, name: signatory } };
}
